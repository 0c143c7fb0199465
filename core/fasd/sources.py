"""Who asks, in full: the short codes that rules carry (domaine.md), as a reader knows them."""

import re

from core.fasd.table import FASD
from core.rules import Field

SOURCES = {
    "S0": "Dépliant SOFI « J’active mon compte »",
    "S1": "Procédure Annuaire, février 2022",
    "S2": "Procédure E2C, 2026",
    "S3": "Procédure Parcours Entrepreneur, novembre 2023",
    "S4": "Dépliant SOFI, les quatre lettres FASD",
    "A4": "Règles publiées par les sites qui reprennent l’offre",
    "B4": "Page « Les dispositifs en détail » du Cariforef, 14/04/2025",
    "LHÉO": "LHÉO",
    "INSEE": "INSEE",
}
DECISION = re.compile(r"D\d+")
DECIDED = "Choix de SOFI, à confirmer par le Cariforef"


def full(source: str) -> str:
    """Return a source as a reader knows it: « S2, S3 » becomes the two documents."""
    parts = [part.strip() for part in source.split(",") if part.strip()]
    if not any(part in SOURCES or DECISION.fullmatch(part) for part in parts):
        return source
    return " ; ".join(
        dict.fromkeys(
            DECIDED if DECISION.fullmatch(part) else SOURCES.get(part, part) for part in parts
        ),
    )


def pourquoi(field: Field, *, tightened: bool) -> str:
    """Return who wants it so, and what it is for."""
    if tightened:
        who = "Précisé par la campagne."
    elif field.name not in FASD:
        who = "Propre à ce programme."
    elif (field.need, field.value, field.allowed) != (
        FASD[field.name].need,
        FASD[field.name].value,
        FASD[field.name].allowed,
    ):
        who = "Précisé par le programme."
    else:
        who = "Commun à toutes les offres."
    return f"{who} Diffusé dans LHÉO ({field.lheo})." if field.lheo else who
