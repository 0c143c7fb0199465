"""A complete Parcours Entrepreneur offer, as its fiches: nothing is missing."""

from datetime import date
from decimal import Decimal

from core.rules import Fiche
from programmes.regional.offer import offer


def example() -> Fiche:
    """Return the fiches of an offer of 2026 that may be sent as they stand."""
    return offer(
        "PROGRAMME REGION - Formations Parcours entrepreneur",
        "PE2026_8",
        formation={
            "certifinfo": "93561",
            "intitule": "Actions de formation dispensées aux créateurs et repreneurs d'entreprise",
            "objectif_general": "6",
            "type_certification": "Autre certification sans niveau spécifique",
            "niveau_sortie": "1",
            "formacodes": ["32047"],
            "formacode_principal": "32047",
            "objectif": "Acquérir les compétences nécessaires à la création "
            "ou à la reprise d’une entreprise.",
            "programme": "Étude de marché, statut juridique, gestion, "
            "développement commercial, pilotage de l’activité.",
            "individualiser_blocs": False,
            "validation": "1",
        },
        action={
            "complement_programme": "",
            "objectifs": "",
            "resultats_attendus": "Création ou reprise effective d’une entreprise.",
            "prerequis": ["competences_metier"],
            "commentaire_prerequis": "Pré-requis : Maîtriser les compétences générales et "
            "professionnelles, posséder la qualification professionnelle nécessaire "
            "à la future activité.\n"
            "Public visé : Demandeurs d’emploi ayant un projet de création/reprise d’entreprise.",
            "equipements": [
                {"type": "11", "cout": 0, "commentaire": "Prêté pendant la formation."},
            ],
        },
        session={
            "date_fin": date(2026, 4, 10),
            "remise_a_niveau": True,
            "duree_centre": 200,
            "duree_entreprise": 0,
        },
        dispositif={
            "frais_ht": Decimal("1800.00"),
            "taux_tva": Decimal("20.00"),
            "frais_ttc": Decimal("2160.00"),
        },
    )
