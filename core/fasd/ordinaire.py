"""The ordinary offer, outside any regional programme: a programme like the others. Plain Python."""

from dataclasses import replace
from functools import wraps

from core.fasd import codes
from core.fasd.checks import COMMON
from core.fasd.table import FASD
from core.plugins.hooks import hookimpl
from core.rules import Level, Programme

ORDINAIRE = Programme(code="ordinaire", label="Offre de formation", fields=FASD, checks=COMMON)
OWN = (Level.SESSION, Level.DISPOSITIF)  # what a private addition types


def _own(check):
    """Return a check that speaks of sessions and dispositifs only.

    The text above them was judged with the public offer.
    """

    @wraps(check)
    def checked(fiche):
        return (issue for issue in check(fiche) if Level(issue.key[0]) in OWN)

    return checked


# Private sessions added to a public offer (D5): formation and action are read,
# sessions and dispositifs are typed.
COMPAGNON = replace(
    ORDINAIRE,
    label="Ajout privé à une offre publique",
    fields=FASD.refine(
        received={f.name: None for f in FASD if f.level not in OWN},
        allowed={
            "type_dispositif": tuple(
                code for code in codes.TYPE_DISPOSITIF if code != codes.PROGRAMME_REGIONAL
            ),
        },
    ),
    checks=tuple(_own(check) for check in COMMON),
)


@hookimpl
def register_programmes():
    return [ORDINAIRE]
