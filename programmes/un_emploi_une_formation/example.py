"""A complete 1 emploi = 1 formation offer, as its fiches: nothing that is known is missing."""

from core.rules import Fiche
from programmes.regional.offer import offer


def example() -> Fiche:
    """Return the fiches of an offer of 2026 that may be sent as they stand."""
    return offer(
        "PROGRAMME REGION - 1 emploi = 1 formation",
        "1E1F2026_1",
        formation={
            "intitule": "Agent de restauration",
            "objectif_general": "7",
            "formacodes": ["42752"],
            "formacode_principal": "42752",
        },
    )
