"""The programmes that are held to the contracts, and the fields of their examples."""

import pytest

from core import plugins
from core.fasd.annuaire import ANNUAIRE
from core.rules import Need

EVERY = [*plugins.programmes(), ANNUAIRE]
OFFERS = plugins.programmes()
WITH_EXAMPLE = [p for p in OFFERS if p.example]
by_code = pytest.mark.parametrize("programme", EVERY, ids=lambda p: p.code)


def cells(*needs):
    """Return each field of each example that has one of these needs."""
    return [
        pytest.param(p, x.key, f, id=f"{p.code}-{x.key}-{f.name}")
        for p in WITH_EXAMPLE
        for x in p.example().walk()
        for f in p.fields.within(p.example().contexte).level(x.level)
        if f.need in needs
    ]


def constrained(has):
    """Return each field of each example that is typed and has a constraint."""
    typed = (Need.REQUIRED, Need.EXPECTED, Need.OPTIONAL, Need.DEFAULT)
    return [cell for cell in cells(*typed) if has(cell.values[2])]


def blocking(programme, root):
    return [issue for issue in programme.issues(root) if issue.blocking]


def given(programme, field):
    return field.given(programme.example().contexte)
