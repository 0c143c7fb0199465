"""A complete Passerelle offer."""

from datetime import date

from programmes.regional.offer import offer

LABEL = "PROGRAMME REGION - Passerelle"


def example():
    return offer(
        LABEL,
        "PASSERELLE_1",
        formation={"intitule": "Passerelle"},
        session={"tuteur": "Alix Morand", "date_jury": date(2026, 5, 28)},
    )
