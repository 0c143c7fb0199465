"""The rules engine: fields, fiches, programmes and the issues they raise.

Plain Python, no Django.
"""

from core.rules.contexte import Contexte
from core.rules.fiches import Fiche, Issue
from core.rules.fields import Field, FromCertifinfo, FromContexte
from core.rules.levels import OFFER, Kind, Level, Need, Shape
from core.rules.programme import Check, Programme, says
from core.rules.table import FieldTable

__all__ = [
    "OFFER",
    "Check",
    "Contexte",
    "Fiche",
    "Field",
    "FieldTable",
    "FromCertifinfo",
    "FromContexte",
    "Issue",
    "Kind",
    "Level",
    "Need",
    "Programme",
    "Shape",
    "says",
]
