"""Complete PREPA offers, as their fiches: nothing that is known is missing."""

from core.rules import Fiche
from programmes.regional.offer import offer


def cles_avenir() -> Fiche:
    """Return a PREPA Clés Avenir offer, in its FLE variant."""
    return offer(
        "PROGRAMME REGION - PREPA Clés Avenir",
        "PREPA_CA2026_1",
        formation={
            "intitule": "PREPA Clés Avenir",
            "formacodes": ["15235"],
            "formacode_principal": "15235",
            "variante": "fle",
        },
        action={
            "objectifs": "Acquérir les prérequis d’une formation qualifiante ou d’un emploi.",
            "prerequis": ["aucun"],
        },
    )


def avenir_sup() -> Fiche:
    """Return a PREPA Avenir Sup offer, as long as it may be."""
    return offer(
        "PROGRAMME REGION - PREPA Avenir Sup",
        "PREPA_AS2026_1",
        formation={"intitule": "PREPA Avenir Sup"},
    )


def sanitaire_social() -> Fiche:
    """Return a PREPA Sanitaire et social offer."""
    return offer(
        "PROGRAMME REGION - PREPA Sanitaire et social",
        "PREPA_SS2026_1",
        formation={
            "intitule": "PREPA Sanitaire et social",
            "formacodes": ["15073"],
            "formacode_principal": "15073",
        },
    )
