"""LHÉO 2.2, told by what differs from 2.3.

An element no longer reached from a root is not in it.
"""

NAMESPACE = "http://www.lheo.org/2.2"

ATTRIBUTES = {
    "numero": "string",
    "info": "string",
    "ref": "string",
    "tag": "string",
    "id": "ID",
    "idref": "IDREF",
}

SEQUENCES = {
    "formation": """
        domaine-formation intitule-formation objectif-formation resultats-attendus contenu-formation
        certifiante contact-formation parcours-de-formation code-niveau-entree
        objectif-general-formation? certification{0,5} code-niveau-sortie? url-formation? action+
        organisme-formation-responsable identifiant-module? positionnement? sous-modules?
        modules-prerequis?""",
    "action": """
        rythme-formation code-public-vise{1,10} info-public-vise? niveau-entree-obligatoire
        modalites-alternance modalites-enseignement conditions-specifiques
        prise-en-charge-frais-possible lieu-de-formation modalites-entrees-sorties url-action?
        session+ adresse-information? date-information{0,3} restauration? hebergement? transport?
        acces-handicapes? langue-formation? modalites-recrutement? modalites-pedagogiques?
        code-modalite-pedagogique{0,5} frais-restants? code-perimetre-recrutement?
        infos-perimetre-recrutement? prix-horaire-TTC? prix-total-TTC? duree-indicative?
        nombre-heures-centre? nombre-heures-entreprise? nombre-heures-total?
        detail-conditions-prise-en-charge? conventionnement? duree-conventionnee?
        organisme-formateur? organisme-financeur{0,8}""",
    "session": """
        periode adresse-inscription modalites-inscription? periode-inscription?
        etat-recrutement?""",
    "certification": "code-RNCP? code-CERTIFINFO?",
    "lieu-de-formation": "coordonnees",
    "organisme-formation-responsable": """
        numero-activite SIRET-organisme-formation nom-organisme raison-sociale coordonnees-organisme
        contact-organisme renseignements-specifiques? potentiel?""",
    "organisme-formateur": "SIRET-formateur raison-sociale-formateur contact-formateur? potentiel?",
    "contact-formation": "coordonnees",
    "contact-organisme": "coordonnees",
    "contact-formateur": "coordonnees",
    "adresse": """
        ligne{1,4} codepostal ville departement? code-INSEE-commune? code-INSEE-canton?
        region? pays?
        geolocalisation?""",
    "resume-offre": """
        domaine-formation intitule-formation nom-organisme SIRET codepostal?
        code-INSEE-commune? ville
        departement region? certifiante code-niveau-entree prise-en-charge-frais-possible
        modalites-enseignement? code-public-vise{1,10} nombre-heures-total? session*
        contact-formation-resume? certification{0,5}""",
    "contact-formation-resume": "nom? telfixe? courriel?",
}

TEXTS = {
    "code-RNCP": (1, 6),
    "code-CERTIFINFO": (1, 6),
}
