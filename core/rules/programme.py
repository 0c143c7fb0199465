"""A programme: a table of fields, and a few checks across them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.rules.completeness import issues
from core.rules.fiches import Fiche, Issue
from core.rules.table import FieldTable

Check = Callable[[Fiche], Iterator[Issue]]


def says(sentence: str, *, source: str):
    """Tell what a check asks, in French: the procédure de saisie repeats it with who asks."""

    def told(check):
        check.regle = (sentence, source)
        return check

    return told


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: what it asks of the FASD table, and a few checks across fields."""

    code: str
    label: str
    fields: FieldTable
    checks: tuple[Check, ...] = ()
    region_code: str = ""  # `code_programme` of the Région file
    a_confirmer: bool = False  # rules not confirmed by a Cariforef person
    procedure: str = ""  # the document that its rules come from
    example: Callable[[], Fiche] | None = None
    live_fields: tuple[str, ...] | None = None  # a shorter list than the setting's (D6)

    @property
    def regional(self) -> bool:
        return bool(self.region_code)

    @property
    def titre(self) -> str:
        """Return the label as screens show it: what is not confirmed says so (D9)."""
        return f"{self.label} (règles à confirmer)" if self.a_confirmer else self.label

    def issues(self, fiche: Fiche) -> list[Issue]:
        """Return what is missing or wrong in a dossier, blocking first, in FASD order."""
        return issues(self, fiche)
