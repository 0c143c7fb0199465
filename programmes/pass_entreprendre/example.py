"""A complete PASS Entreprendre en Pays de la Loire - Formation offer, as its fiches.

Nothing that is known is missing.
"""

from core.rules import Fiche
from programmes.regional.offer import offer


def example() -> Fiche:
    """Return the fiches of an offer of 2026 that may be sent as they stand."""
    return offer(
        "PROGRAMME REGION - PASS Entreprendre en Pays de la Loire - Formation",
        "PASS2026_1",
        formation={
            "intitule": "Créer ou reprendre une entreprise",
            "objectif_general": "4",
            "formacodes": ["32047"],
            "formacode_principal": "32047",
        },
    )
