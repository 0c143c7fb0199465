"""What is asked: the tables of fields, the codes, the checks. Plain Python."""

from core.fasd.table import (
    BLOCS,
    EQUIPEMENTS,
    FASD,
    INFORMATIONS_COLLECTIVES,
    MANDATAIRE,
    PERIODES_INSCRIPTION,
)

__all__ = [
    "BLOCS",
    "EQUIPEMENTS",
    "FASD",
    "INFORMATIONS_COLLECTIVES",
    "MANDATAIRE",
    "PERIODES_INSCRIPTION",
]
