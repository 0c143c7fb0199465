"""The ordinary offer, outside any regional programme: a programme like the others. Plain Python."""

from core.checks import COMMON
from core.fasd import FASD
from core.plugins import hookimpl
from core.rules import Programme

ORDINAIRE = Programme(code="ordinaire", label="Offre de formation", fields=FASD, checks=COMMON)


@hookimpl
def register_programmes():
    return [ORDINAIRE]
