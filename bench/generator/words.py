"""What the generated offers say: sentences put together, in true lengths, all invented."""

KINDS = (
    "Institut",
    "Centre",
    "Campus",
    "Atelier",
    "École",
    "Académie",
    "Groupe",
    "Maison",
    "Pôle",
    "Réseau",
)
CALLS = (
    "Compétences",
    "Métiers",
    "Avenir",
    "Formation",
    "Savoirs",
    "Horizon",
    "Tremplin",
    "Passerelle",
    "Transitions",
)
STREETS = (
    "rue de la Formation",
    "avenue des Métiers",
    "place du Marché",
    "boulevard de l’Industrie",
    "impasse des Apprentis",
)
FIRST_NAMES = (
    "Camille",
    "Dominique",
    "Claude",
    "Sacha",
    "Alix",
    "Charlie",
    "Morgan",
    "Andrea",
    "Lou",
    "Maxime",
)
LAST_NAMES = (
    "Aubry",
    "Bellec",
    "Chauvin",
    "Drouet",
    "Evain",
    "Fouquet",
    "Guerin",
    "Hamon",
    "Jolivet",
    "Kerdal",
)
FORMS = (
    "{}",
    "{} : initiation",
    "{} : perfectionnement",
    "Maîtriser les bases : {}",
    "{} – parcours certifiant",
    "{} (à distance et en présentiel)",
    "Se professionnaliser en {}",
    "{} pour les salariés et les demandeurs d’emploi",
)

OBJECTIFS = (
    (
        "Acquérir les compétences techniques et relationnelles attendues d’un professionnel "
        "débutant dans le métier."
    ),
    (
        "Préparer, organiser et réaliser les activités courantes du poste dans le respect "
        "des règles de sécurité & d’hygiène."
    ),
    (
        "Savoir analyser une demande, proposer une réponse adaptée et en rendre compte à "
        "l’oral comme à l’écrit."
    ),
    (
        "Utiliser les outils numériques de la profession : messagerie, traitement de texte, "
        "tableur, logiciel métier."
    ),
    (
        "Construire un projet professionnel réaliste, fondé sur la connaissance du bassin "
        "d’emploi et de ses entreprises."
    ),
    (
        "Développer son autonomie, sa capacité à travailler en équipe et à s’adapter à des "
        "situations nouvelles."
    ),
    (
        "Consolider les savoirs de base : lire, écrire, compter, se repérer dans l’espace et "
        "dans le temps."
    ),
    (
        "Identifier les enjeux du développement durable et adapter ses gestes professionnels "
        "en conséquence."
    ),
    "Mettre en pratique en entreprise ce qui a été vu en centre, avec l’appui d’un tuteur formé.",
    "Préparer les épreuves de la certification et le dossier professionnel présenté au jury.",
    (
        "Connaître ses droits et ses devoirs de salarié, et les principaux textes qui "
        "encadrent la profession."
    ),
    "Accueillir, renseigner et conseiller un public varié, y compris en situation de handicap.",
    (
        "Planifier son activité, gérer les priorités et tenir les délais convenus avec le "
        "client ou le responsable."
    ),
    "Lire et interpréter plans, schémas, fiches techniques et modes opératoires.",
    "Contrôler la qualité de sa production, repérer les écarts et proposer des améliorations.",
    "Communiquer dans un anglais professionnel simple (niveau A2 à B1 du cadre européen).",
    "Entretenir son poste de travail et assurer la maintenance de premier niveau du matériel.",
    "Réussir son intégration dans l’entreprise et s’y maintenir dans la durée.",
    "Calculer un coût de revient < au prix du marché, établir un devis et une facture.",
    "Repérer les situations à risque et prévenir les troubles musculo-squelettiques.",
    "Se présenter, valoriser son parcours et mener un entretien d’embauche.",
    "Conduire un projet de bout en bout : cadrage, planification, suivi, bilan.",
)
PROGRAMME = (
    "Module 1 : accueil, positionnement et définition du parcours individualisé (14 heures).",
    (
        "Module 2 : découverte du métier, visites d’entreprises et rencontres avec des "
        "professionnels (21 heures)."
    ),
    "Module 3 : gestes techniques fondamentaux, travaux pratiques en atelier (140 heures).",
    "Module 4 : hygiène, sécurité et environnement ; sauveteur secouriste du travail (14 heures).",
    "Module 5 : outils numériques et bureautique appliquée (35 heures).",
    "Module 6 : communication écrite et orale, techniques de recherche d’emploi (28 heures).",
    "Module 7 : mathématiques appliquées, lecture de plans, métrés et devis (35 heures).",
    "Module 8 : réglementation, droit du travail et vie de l’entreprise (14 heures).",
    "Module 9 : anglais professionnel, à l’oral surtout (21 heures).",
    "Module 10 : développement durable et écogestes du métier (7 heures).",
    "Module 11 : gestion du stress, confiance en soi et travail en équipe (14 heures).",
    (
        "Module 12 : préparation de la certification, épreuves blanches et entretiens "
        "individuels (21 heures)."
    ),
    "Périodes en entreprise : deux à trois stages, préparés et suivis par un formateur référent.",
    "Bilan de fin de formation, plan d’action et suivi à trois et six mois.",
    "Ateliers : découverte de l’offre de soins, budget, mobilité, logement, sport et culture.",
    "Pédagogie active : mises en situation, études de cas, classes inversées, projets de groupe.",
    (
        "Évaluations en cours de formation, livret de suivi partagé avec l’entreprise et le "
        "prescripteur."
    ),
    "Accompagnement renforcé : un entretien par quinzaine, un coach par groupe de 12 stagiaires.",
)
RESULTATS = (
    "Obtention de la certification visée, en totalité ou par blocs de compétences.",
    "Attestation de fin de formation et relevé des compétences acquises.",
    "Accès à l’emploi, à l’alternance ou à une formation qualifiante dans les six mois.",
    "Projet professionnel validé par une période en entreprise.",
    "Création ou reprise effective d’une activité, suivie pendant un an.",
    "Taux de réussite des dernières sessions : plus de 80 % des stagiaires présentés.",
)
PREREQUIS = (
    "Un entretien de positionnement est proposé à chaque candidat.",
    "Comprendre et parler le français courant ; savoir lire une consigne simple.",
    "Avoir une première expérience, même courte, du secteur est un atout.",
    "Aptitude au travail debout et au port de charges ; visite médicale recommandée.",
    "Être mobile sur le département, le permis B étant souhaité.",
    "Projet validé par un prescripteur : mission locale, France Travail ou Cap emploi.",
)
PLUS = (
    "Plateau technique de 1 200 m², matériel récent.",
    "Restauration et hébergement possibles sur place.",
    "Accompagnement individuel tout au long du parcours.",
    "Réseau de 150 entreprises partenaires.",
    "Parcours adaptable aux personnes en situation de handicap.",
)
QUESTIONS = (
    "Pouvez-vous préciser l’adresse de l’information collective et les pré-requis ?",
    (
        "Les durées en centre et en entreprise ne correspondent pas au programme : "
        "lesquelles faut-il retenir ?"
    ),
    "Merci d’indiquer le public visé par chaque dispositif.",
)
ANSWERS = (
    "C’est précisé dans la fiche Action.",
    "Corrigé dans la session.",
    "Le public a été complété.",
)
REASONS = (
    "Session annulée par l’organisme.",
    "Formation arrêtée.",
    "Offre remplacée par une autre.",
)
REFUSALS = (
    "Les objectifs reprennent une autre formation : merci de les revoir.",
    "Le programme est trop succinct.",
)
HOLDS = ("Vérification en cours auprès de la Région.", "En attente de la certification Qualiopi.")


def text(rng, sentences, *, least, usual, most):
    """Return sentences put together, as long as people write: most are short, a few very long."""
    target = min(max(int(rng.lognormvariate(0, 0.6) * usual), least), most)
    parts, length = [], 0
    start, step = rng.randrange(len(sentences)), rng.choice((1, 5, 7))
    joint = rng.choice((" ", "\n", "\n- "))
    rank = 0
    while length - len(joint) < target:
        sentence = sentences[(start + rank * step) % len(sentences)]
        rank += 1
        if length + len(sentence) + len(joint) > most:
            break
        parts.append(sentence)
        length += len(sentence) + len(joint)
    return joint.join(parts)
