"""LHÉO 2.3 as it is declared: what each element holds, in the order of the language.

Sequences read `name` once, `name?` at most once, `name*` any number, `name+` at least once,
`name{1,3}` between one and three. The final `extras*` is left out here: `grammar.py` adds it.
"""

NAMESPACE = "http://lheo.gouv.fr/2.3"

ROOTS = ("lheo", "lheo-index", "lheo-plus")

# Allowed on every element: the name of the attribute and its XML Schema type.
ATTRIBUTES = {
    "numero": "string",
    "info": "string",
    "ref": "string",
    "tag": "string",
    "id": "ID",
    "idref": "IDREF",
    "horodatage-creation": "dateTime",
    "horodatage-modification": "dateTime",
    "horodatage-export": "dateTime",
    "uri": "anyURI",
}

DATED = ("lheo", "lheo-index", "formation", "action", "session", "resume-offre", "resume-organisme")
LINKED = ("formation", "organisme-formation-responsable", "resume-offre", "resume-organisme")

# Where attributes beyond the common ones are allowed.
EXTRA_ATTRIBUTES = {
    "datecrea": DATED,
    "datemaj": DATED,
    "href": LINKED,
    "file": LINKED,
}

WITHOUT_EXTRAS = ("periode-inscription",)

SEQUENCES = {
    # The offer
    "lheo": "offres",
    "offres": "formation+",
    "formation": """
        domaine-formation intitule-formation objectif-formation resultats-attendus contenu-formation
        certifiante contact-formation+ parcours-de-formation code-niveau-entree
        objectif-general-formation? certification{0,5} code-type-formation{0,5} code-niveau-sortie?
        url-formation? action+ organisme-formation-responsable identifiant-module? positionnement?
        sous-modules? modules-prerequis?""",
    "action": """
        rythme-formation code-public-vise{1,10} info-public-vise? niveau-entree-obligatoire
        modalites-alternance modalites-enseignement conditions-specifiques
        prise-en-charge-frais-possible lieu-de-formation* modalites-entrees-sorties url-action?
        duree-cycle? session+ adresse-information? date-information{0,3} restauration? hebergement?
        transport? acces-handicapes? langue-formation{0,5} modalites-recrutement?
        modalites-pedagogiques? code-modalite-pedagogique{0,5} equipement* frais-restants?
        code-perimetre-recrutement? infos-perimetre-recrutement? prix-horaire-TTC? prix-total-TTC?
        duree-indicative? nombre-heures-centre? nombre-heures-entreprise? nombre-heures-total?
        detail-conditions-prise-en-charge? conventionnement? duree-conventionnee?
        organisme-formateur* organisme-financeur{0,8} enseignement*""",
    "session": """
        periode adresse-inscription modalites-inscription? periode-inscription? etat-recrutement?
        recrutement* url-session? contact-session* reference-certification{0,5} blocs-competences*
        cycle*""",
    # Under formation
    "domaine-formation": "code-FORMACODE{0,5} code-NSF{0,3} code-ROME{0,5}",
    "certification": "code-RNCP? code-CERTIFINFO? code-RS? code-CPF? reference-code-FORMACODE?",
    "code-type-formation": "code-CPF? code-ELU?",
    "sous-modules": "sous-module+",
    "sous-module": "reference-module type-module",
    "modules-prerequis": "reference-module+",
    # Under action
    "lieu-de-formation": "SIRET-lieu-formation? code-UAI-lieu-formation? coordonnees",
    "adresse-information": "adresse",
    "date-information": "date",
    "equipement": "type-equipement cout-indicatif-equipement? commentaire?",
    "organisme-financeur": "code-financeur nb-places-financees?",
    "enseignement": "libelle-enseignement type-enseignement obligatoire commentaire?",
    # Under session
    "adresse-inscription": "adresse",
    "periode": "debut fin",
    "periode-inscription": "periode",
    "recrutement": """
        modalite-recrutement code-perimetre-recrutement? infos-perimetre-recrutement? a-distance?
        adresse? urlweb? nb-places? periode? heure-debut? heure-fin? commentaire?""",
    "reference-certification": "reference-code-RNCP? reference-code-CERTIFINFO? reference-code-RS?",
    "blocs-competences": "validation-blocs reference-certification bloc-competences+",
    "bloc-competences": "libelle-bloc code-bloc",
    "cycle": """
        type-cycle annee-cycle* effectif-minimal? capacite-simultanee? capacite-cumulee?
        alternance?""",
    "alternance": "type-alternance rythme-alternance?",
    "rythme-alternance": "unite-rythme-alternance unites-entreprise unites-centre",
    # Organisations
    "organisme-formation-responsable": """
        numero-activite SIRET-organisme-formation nom-organisme raison-sociale coordonnees-organisme
        contact-organisme+ renseignements-specifiques? potentiel? code-UAI-organisme-formation?""",
    "organisme-formateur": """
        SIRET-formateur raison-sociale-formateur contact-formateur* potentiel? code-UAI-formateur?
        reference-certification{0,5}""",
    "potentiel": "code-FORMACODE{1,25}",
    "SIRET-organisme-formation": "SIRET",
    "SIRET-formateur": "SIRET",
    "SIRET-lieu-formation": "SIRET",
    "code-UAI-organisme-formation": "code-UAI",
    "code-UAI-formateur": "code-UAI",
    "code-UAI-lieu-formation": "code-UAI",
    # Contacts and addresses
    "contact-formation": "type-contact? coordonnees",
    "contact-session": "type-contact? coordonnees",
    "contact-organisme": "type-contact? coordonnees",
    "contact-formateur": "type-contact? coordonnees",
    "coordonnees-organisme": "coordonnees",
    "coordonnees": """
        civilite? nom? prenom? ligne{0,3} adresse? telfixe? portable? fax? courriel? web?""",
    "adresse": """
        denomination? ligne{1,4} codepostal ville departement? code-INSEE-commune?
        code-INSEE-canton?
        region? pays? geolocalisation?""",
    "geolocalisation": "latitude longitude",
    "telfixe": "numtel{1,3}",
    "portable": "numtel{1,3}",
    "fax": "numtel{1,3}",
    "web": "urlweb{1,3}",
    "url-formation": "urlweb{1,3}",
    "url-action": "urlweb{1,3}",
    "url-session": "urlweb{1,3}",
    # The two other roots
    "lheo-plus": "lheo? organisme-formation-responsable*",
    "lheo-index": "resumes-offres? resumes-organismes?",
    "resumes-offres": "resume-offre*",
    "resume-offre": """
        domaine-formation intitule-formation nom-organisme SIRET codepostal?
        code-INSEE-commune? ville
        departement region? certifiante code-niveau-entree prise-en-charge-frais-possible
        modalites-enseignement? code-public-vise{1,10} nombre-heures-total? session*
        contact-formation-resume* certification{0,5}""",
    "contact-formation-resume": "type-contact? nom? telfixe? courriel?",
    "resumes-organismes": "resume-organisme*",
    "resume-organisme": "nom-organisme raison-sociale SIRET numero-activite",
}

# Texts: fewest and most characters.
TEXTS = {
    # Formation
    "intitule-formation": (1, 255),
    "objectif-formation": (1, 3000),
    "resultats-attendus": (1, 3000),
    "contenu-formation": (1, 3000),
    "identifiant-module": (1, 3000),
    "reference-module": (1, 3000),
    "code-FORMACODE": (5, 5),
    "code-NSF": (3, 3),
    "code-ROME": (5, 5),
    "code-RNCP": (1, 10),
    "code-CERTIFINFO": (1, 10),
    "code-RS": (3, 10),
    "code-CPF": (4, 10),
    "code-ELU": (4, 10),
    "reference-code-FORMACODE": (5, 5),
    "reference-code-RNCP": (1, 10),
    "reference-code-CERTIFINFO": (1, 10),
    "reference-code-RS": (1, 10),
    # Action
    "rythme-formation": (1, 3000),
    "code-public-vise": (5, 5),
    "info-public-vise": (1, 250),
    "modalites-alternance": (1, 3000),
    "conditions-specifiques": (1, 3000),
    "restauration": (1, 250),
    "hebergement": (1, 250),
    "transport": (1, 250),
    "acces-handicapes": (1, 250),
    "langue-formation": (2, 2),
    "modalites-recrutement": (0, 3000),
    "modalites-pedagogiques": (0, 200),
    "code-modalite-pedagogique": (5, 5),
    "frais-restants": (0, 200),
    "infos-perimetre-recrutement": (0, 50),
    "prix-horaire-TTC": (1, 6),
    "prix-total-TTC": (1, 10),
    "duree-indicative": (0, 150),
    "detail-conditions-prise-en-charge": (1, 600),
    "libelle-enseignement": (1, 255),
    "commentaire": (1, 500),
    # Session
    "modalites-inscription": (1, 255),
    "heure-debut": (2, 5),
    "heure-fin": (2, 5),
    "libelle-bloc": (1, 500),
    "code-bloc": (8, 40),
    # Organisations, contacts, addresses
    "numero-activite": (11, 11),
    "SIRET": (14, 14),
    "code-UAI": (8, 8),
    "nom-organisme": (1, 250),
    "raison-sociale": (1, 250),
    "raison-sociale-formateur": (0, 250),
    "renseignements-specifiques": (0, 3000),
    "civilite": (1, 50),
    "nom": (1, 50),
    "prenom": (1, 50),
    "denomination": (1, 255),
    "ligne": (1, 50),
    "codepostal": (5, 5),
    "ville": (1, 50),
    "departement": (2, 3),
    "code-INSEE-commune": (5, 5),
    "code-INSEE-canton": (4, 5),
    "region": (2, 2),
    "pays": (2, 2),
    "latitude": (0, 30),
    "longitude": (0, 30),
    "numtel": (1, 25),
    "courriel": (3, 160),
    "urlweb": (3, 400),
}

# Codes: the table of `tables.py` each takes its values from.
CODES = {
    "certifiante": "boolean",
    "niveau-entree-obligatoire": "boolean",
    "prise-en-charge-frais-possible": "boolean",
    "conventionnement": "boolean",
    "a-distance": "boolean",
    "obligatoire": "boolean",
    "parcours-de-formation": "type-parcours",
    "code-niveau-entree": "niveaux",
    "code-niveau-sortie": "niveaux",
    "objectif-general-formation": "AIS",
    "positionnement": "type-positionnement",
    "type-module": "type-module",
    "modalites-enseignement": "modalites-enseignement",
    "modalites-entrees-sorties": "modalites-es",
    "code-perimetre-recrutement": "perimetre-recrutement",
    "code-financeur": "financeurs",
    "type-equipement": "type-equipement",
    "type-enseignement": "type-enseignement",
    "etat-recrutement": "etat-recrutement",
    "modalite-recrutement": "modalite-recrutement",
    "validation-blocs": "type-validation-blocs",
    "type-cycle": "type-cycle",
    "type-alternance": "type-alternance",
    "unite-rythme-alternance": "unite-rythme",
    "type-contact": "type-contact",
}

# Eight digits AAAAMMJJ, 00 for an unknown month or day.
DATES = ("date", "debut", "fin")

# Whole numbers: lowest and highest; the language says so, its XML Schema does not check it.
INTEGERS = {
    "duree-cycle": (0, 99999),
    "annee-cycle": (0, 99),
    "effectif-minimal": (0, 99999),
    "capacite-simultanee": (0, 99999),
    "capacite-cumulee": (0, 99999),
    "unites-entreprise": (0, 99999),
    "unites-centre": (0, 99999),
    "nb-places": (0, 99999),
    "nb-places-financees": (0, 99999),
    "cout-indicatif-equipement": (0, 99999),
    "nombre-heures-centre": (0, 99999),
    "nombre-heures-entreprise": (0, 99999),
    "nombre-heures-total": (0, 99999),
    "duree-conventionnee": (0, 99999),
}
