"""The common FASD table: every field, said once for screens, checks, files, LHÉO and procedures.

Lengths are those of LHÉO 2.3; labels are those of SOFI's screens (seeds S1 to S4). Programmes
refine it.
"""

from core.fasd.action import ACTION, EQUIPEMENTS
from core.fasd.dispositif import DISPOSITIF
from core.fasd.formation import BLOCS, FORMATION
from core.fasd.session import SESSION
from core.fasd.session_rows import INFORMATIONS_COLLECTIVES, PERIODES_INSCRIPTION
from core.rules import FieldTable, FromContexte

FASD = FieldTable((*FORMATION, *ACTION, *SESSION, *DISPOSITIF))
MANDATAIRE = FromContexte("mandataire")

__all__ = [
    "BLOCS",
    "EQUIPEMENTS",
    "FASD",
    "INFORMATIONS_COLLECTIVES",
    "MANDATAIRE",
    "PERIODES_INSCRIPTION",
]
