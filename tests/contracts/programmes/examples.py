"""The programmes that are held to the contracts, and the fields of their examples."""

from typing import NamedTuple

import pytest

from core import plugins
from core.dossiers.rows import replace
from core.fasd.annuaire import ANNUAIRE
from core.rules import Field, Need, Programme

EVERY = [*plugins.programmes(), ANNUAIRE]
OFFERS = plugins.programmes()
WITH_EXAMPLE = [p for p in OFFERS if p.example]
by_code = pytest.mark.parametrize("programme", EVERY, ids=lambda p: p.code)


class Cell(NamedTuple):
    """A field of a fiche of a programme's example."""

    programme: Programme
    key: str
    field: Field

    def __str__(self):
        return f"{self.programme.code} {self.key}.{self.field.name}"

    def issues(self, value) -> list:
        """Return what is said of the example with this value in the field."""
        root = replace(self.programme.example(), self.key, {self.field.name: value})
        return self.programme.issues(root)

    def blocking(self, value) -> list:
        return [issue for issue in self.issues(value) if issue.blocking]

    def refusals(self, value) -> list[str]:
        """Return what is said of this value, at the field."""
        path = f"{self.key}.{self.field.name}"
        return [issue.message for issue in self.blocking(value) if issue.path == path]


def cells(*needs) -> list[Cell]:
    """Return each field of each example that has one of these needs."""
    found = []
    for programme in WITH_EXAMPLE:
        root = programme.example()
        fields = programme.fields.within(root.contexte)
        for fiche in root.walk():
            for field in fields.level(fiche.level):
                if field.need in needs:
                    found.append(Cell(programme, fiche.key, field))
    assert found or not WITH_EXAMPLE, "nothing is verified"
    return found


def constrained(has) -> list[Cell]:
    """Return each field of each example that is typed and has a constraint."""
    typed = (Need.REQUIRED, Need.EXPECTED, Need.OPTIONAL, Need.DEFAULT)
    return [cell for cell in cells(*typed) if has(cell.field)]


def blocking(programme, root):
    return [issue for issue in programme.issues(root) if issue.blocking]


def given(programme, field):
    return field.given(programme.example().contexte)
