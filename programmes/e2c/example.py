"""A complete École de la deuxième chance offer, as its fiches: nothing is missing."""

from datetime import date, time

from core.rules import Contexte, Fiche, Level

RESPONSABLE = "13000511900032"
SITE = "36364"


def example() -> Fiche:
    """Return the fiches of an E2C offer of 2026 that may be sent as they stand."""
    dispositif = Fiche(
        Level.DISPOSITIF,
        "D1",
        {
            "type_dispositif": "8",
            "dispositif": "PROGRAMME REGION : E2C - Ecole de la deuxième chance",
            "publics": ["80006"],
            "numero_lot": "E2C2026_1",
            "id_action_cr": "2861",
            "of_mandataire_cr": "221",
            "places": 20,
            "frais_certification": False,
            "frais_pris_en_charge": True,
        },
    )
    session = Fiche(
        Level.SESSION,
        "S3",
        {
            "site_lieu": SITE,
            "date_debut": date(2026, 1, 12),
            "date_fin": date(2026, 12, 18),
            "entrees_sorties": "permanentes",
            "rythmes": ["temps_plein"],
            "type_parcours": "individualise",
            "modalites_pedagogiques": ["etablissement", "entreprise"],
            "modalites_enseignement": "0",
            "duree_centre": 700,
            "duree_entreprise": 350,
            "duree_hebdo": 35,
            "organisme_responsable": RESPONSABLE,
            "etat_recrutement": "1",
            "modalites_recrutement": ["8", "9"],
            "informations_collectives": [
                {
                    "date": date(2026, 1, 6),
                    "heure_debut": time(14, 15),
                    "lieu": SITE,
                    "a_distance": False,
                    "places": 15,
                },
            ],
            "periodes_inscription": [
                {
                    "type": "inscription",
                    "date_debut": date(2026, 1, 5),
                    "date_fin": date(2026, 11, 27),
                },
            ],
            "referent_handicap": "1",
            "referent_mobilite": "1",
            "referent_prf": "1",
        },
        (dispositif,),
    )
    action = Fiche(
        Level.ACTION,
        "A2",
        {
            "site_dispensateur": SITE,
            "complement_programme": (
                "Savoirs de base, projet professionnel, stages en entreprise et vie collective."
            ),
            "objectifs": "Construire un projet professionnel et entrer en formation ou en emploi.",
            "resultats_attendus": (
                "Entrée en formation qualifiante, en contrat en alternance ou en emploi."
            ),
            "niveau_entree": "1",
            "prerequis": ["motivation"],
            "commentaire_prerequis": (
                "Avoir entre 16 et 25 ans et être sorti du système scolaire sans qualification."
            ),
        },
        (session,),
    )
    return Fiche(
        Level.FORMATION,
        "F1",
        {
            "cadre": "continue",
            "intitule": "Ecole de la deuxième chance",
            "objectif_general": "9",
            "formacodes": ["15061"],
            "formacode_principal": "15061",
        },
        (action,),
        Contexte(
            aujourdhui=date(2025, 12, 1),
            annee=2026,
            libelle_programme="PROGRAMME REGION : E2C - Ecole de la deuxième chance",
            lot="E2C2026_1",
            mandataire=RESPONSABLE,
            id_action_cr="2861",
            of_mandataire_cr="221",
            places_attribuees=20,
            regional=True,
        ),
    )
