"""The code tables of LHÉO used by a formation and its contacts."""

from core.lheo.code_table import CodeTable

FORMATION_TABLES = (
    CodeTable(
        "boolean",
        title="Valeurs booléennes",
        codes={
            "0": "non",
            "1": "oui",
        },
    ),
    CodeTable(
        "type-parcours",
        title="Type de parcours de formation",
        codes={
            "1": "en groupe (non personnalisable)",
            "2": "individualisé",
            "3": "modularisé",
            "4": "mixte",
        },
    ),
    CodeTable(
        "AIS",
        title="Objectif général de formation",
        codes={
            "1": "Code(s) obsolète(s)",
            "6": "Certification",
            "7": "Professionnalisation",
            "8": "Préparation à la qualification",
            "5": "Remise à niveau, maîtrise des savoirs de base, initiation",
            "9": "(Re)mobilisation, aide à l'élaboration de projet professionnel",
            "2": "Perfectionnement, élargissement des compétences",
            "3": "Perfectionnement, élargissement des compétences",
            "4": "Création d'entreprise",
        },
        obsolete=frozenset({"1"}),
    ),
    CodeTable(
        "niveaux",
        title="Niveaux",
        codes={
            "0": "information non communiquée",
            "1": "sans niveau spécifique",
            "2": "niveau VI (illettrisme, analphabétisme)",
            "3": "niveau V bis (préqualification)",
            "4": "niveau V (CAP, BEP, CFPA du premier degré)",
            "5": "niveau IV (BP, BT, baccalauréat professionnel ou technologique)",
            "6": "niveau III (BTS, DUT)",
            "7": "niveau II (licence ou maîtrise universitaire)",
            "8": "niveau I (supérieur à la maîtrise)",
            "11": "Niveau 1. Maîtrise des savoirs de base",
            "12": (
                "Niveau 2. Capacité à effectuer des activités simples et résoudre des problèmes "
                "courants à l'aide de règles et d'outils simples en mobilisant des savoir-faire "
                "professionnels dans un contexte structuré"
            ),
            "13": (
                "Niveau 3. Capacité à effectuer des activités et résoudre des problèmes en "
                "sélectionnant et appliquant des méthodes, des outils, des matériels et des "
                "informations de base, dans un contexte connu, ainsi que la capacité à adapter "
                "les moyens d'exécution et son comportement aux circonstances"
            ),
            "14": (
                "Niveau 4. Capacité à effectuer des activités nécessitant de mobiliser un "
                "éventail large d'aptitudes, d'adapter des solutions existantes pour résoudre des"
                " problèmes précis, à organiser son travail de manière autonome dans des "
                "contextes généralement prévisibles mais susceptibles de changer, ainsi qu'à "
                "participer à l'évaluation des activités. Exemple: diplôme national du "
                "baccalauréat"
            ),
            "15": (
                "Niveau 5. Capacité à maitriser des savoir-faire dans un champ d'activité, à "
                "élaborer des solutions à des problèmes nouveaux, à analyser et interpréter des "
                "informations, en mobilisant des concepts, à transmettre le savoir-faire et des "
                "méthodes"
            ),
            "16": (
                "Niveau 6. Capacité à analyser et résoudre des problèmes complexes imprévus dans "
                "un domaine spécifique, à formaliser des savoir-faire et des méthodes et à les "
                "capitaliser. Exemple: grade de licence"
            ),
            "17": (
                "Niveau 7. Capacité à élaborer et mettre en œuvre des stratégies alternatives "
                "pour le développement de l'activité professionnelle dans des contextes "
                "professionnels complexes, ainsi qu'à évaluer les risques et les conséquences de "
                "son activité. Exemple: grade de master"
            ),
            "18": (
                "Niveau 8. Capacité à identifier et résoudre des problèmes complexes et nouveaux "
                "impliquant une pluralité de domaines, en mobilisant les connaissances et les "
                "savoir-faire les plus avancés, à concevoir et piloter des projets et des "
                "processus de recherche et d'innovation. Exemple: diplôme national de doctorat"
            ),
        },
        added_in_2_3=frozenset({"11", "12", "13", "14", "15", "16", "17", "18"}),
    ),
    CodeTable(
        "type-positionnement",
        title="Type de positionnement",
        codes={
            "1": "réglementaire",
            "2": "pédagogique",
        },
    ),
    CodeTable(
        "type-module",
        title="Type de module",
        codes={
            "0": "information inconnue",
            "1": "obligatoire",
            "2": "personnalisable",
        },
    ),
    CodeTable(
        "type-contact",
        title="Type de contact",
        codes={
            "0": "Autre",
            "1": "Référent handicap",
            "2": "Référent mobilité internationale",
            "3": "Référent pédagogique",
            "4": "Accueil",
            "5": "Direction",
            "6": "Référent qualité",
            "7": "Référent entreprise",
            "8": "Référent commercial",
            "9": "Gestionnaire financier",
            "10": "Direction Déléguée aux Formations Professionnelles et Techniques (DDFPT)",
            "11": "Communication",
            "12": "Référent FOAD",
            "13": "Référent VAE",
            "14": "Référent Apprentissage",
        },
        since="2.3",
    ),
)
