"""What a campaign tightens over its programme, and the one function that merges it.

Plain Python, no Django.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from core.rules import Fiche, Field, FieldTable, Issue, Kind, Need, Programme
from core.rules.bounds import TEXTS, loosenings

# The issues that the manager's message explains.
OF_THE_FIELD = (
    "requis",
    "conseil",
    "fixe",
    "forme",
    "seuil",
)


@dataclass(frozen=True, slots=True)
class Ajustement:
    """One line of a campaign: what it asks of a field, more than the programme does."""

    champ: str
    need: Need | None = None  # None: as the programme
    value: Any = None  # proposed (DEFAULT) or fixed (FIXED)
    allowed: tuple[Any, ...] = ()
    minimum: Any = None  # of a number or of a date
    maximum: Any = None  # … or the characters of a text
    message: str = ""  # said to the organisation with the issue
    source: str = ""
    par: str = ""
    depuis: date | None = None

    def same_rule(self, other: "Ajustement | None") -> bool:
        """Whether two lines ask the same, whoever set them."""
        if other is None:
            return False
        return replace(self, par="", depuis=None) == replace(other, par="", depuis=None)


@dataclass(frozen=True, slots=True)
class Between:
    """A check: the dates of a field stay within the campaign's."""

    field: Field
    minimum: date | None
    maximum: date | None
    source: str

    @property
    def __name__(self):
        return f"{self.field.name}:{self.minimum}:{self.maximum}"

    @property
    def regle(self):
        bounds = [
            f"à partir du {self.minimum:%d/%m/%Y}" if self.minimum else "",
            f"jusqu’au {self.maximum:%d/%m/%Y}" if self.maximum else "",
        ]
        return (
            f"« {self.field.label} » : {', '.join(filter(None, bounds))} dans cette campagne.",
            self.source,
        )

    def __call__(self, root: Fiche) -> Iterator[Issue]:
        for fiche in root.each(self.field.level):
            value = fiche[self.field.name]
            if value and self.minimum and value < self.minimum:
                yield self._issue(fiche, f"ne peut pas précéder le {self.minimum:%d/%m/%Y}")
            if value and self.maximum and value > self.maximum:
                yield self._issue(fiche, f"ne peut pas dépasser le {self.maximum:%d/%m/%Y}")

    def _issue(self, fiche, sentence):
        message = f"« {self.field.label} » {sentence} dans cette campagne."
        return Issue("seuil", fiche.path(self.field.name), message, source=self.source)


@dataclass(frozen=True, slots=True)
class Adjusted(Programme):
    """A programme as a campaign asks it.

    What the manager says is told with each issue of the field.
    """

    ajustements: tuple[Ajustement, ...] = ()

    def issues(self, fiche: Fiche) -> list[Issue]:
        messages = {a.champ: a.message for a in self.ajustements if a.message}
        return [self._explained(issue, messages) for issue in Programme.issues(self, fiche)]

    @staticmethod
    def _explained(issue: Issue, messages: dict[str, str]) -> Issue:
        if issue.code not in OF_THE_FIELD or issue.field not in messages:
            return issue
        return replace(issue, message=f"{issue.message} {messages[issue.field]}")


def apply(programme: Programme, ajustements: Iterable[Ajustement], *, source: str) -> Programme:
    """Return the programme as the campaign asks it.

    A line that would loosen it, or names no field of it, does nothing.
    """
    tightening = tuple(a for a in ajustements if _tightens(programme, a))
    if not tightening:
        return programme
    changed = {a.champ: adjusted(programme.fields[a.champ], a, source) for a in tightening}
    table = FieldTable(tuple(changed.get(f.name, f) for f in programme.fields))
    dates = []
    for a in tightening:
        field = table[a.champ]
        if field.kind is Kind.DATE and (a.minimum or a.maximum):
            dates.append(Between(field, a.minimum, a.maximum, a.source or source))
    new = {"fields": table, "checks": (*programme.checks, *dates)}
    if type(programme) is not Programme:  # one that knows how to answer for itself keeps its way
        return replace(programme, **new)
    same = {f.name: getattr(programme, f.name) for f in fields(Programme)}
    return Adjusted(**same | new, ajustements=tightening)


def _tightens(programme: Programme, a: Ajustement) -> bool:
    if a.champ not in programme.fields:
        return False
    return not loosenings(programme.fields[a.champ], a)


def set_by_campaign(programme: Programme, champ: str) -> Ajustement | None:
    """Return what the campaign asks of a field, where it does."""
    return next((a for a in getattr(programme, "ajustements", ()) if a.champ == champ), None)


def adjusted(field: Field, a: Ajustement, source: str) -> Field:
    """Return one field as the campaign asks it."""
    changes: dict[str, Any] = {"source": a.source or source}
    if a.need:
        changes["need"] = a.need
    if a.need in (Need.DEFAULT, Need.FIXED) and a.value is not None:
        changes["value"] = a.value
    if a.allowed:
        changes["allowed"] = a.allowed
    if a.message:
        changes["help"] = f"{field.help} {a.message}".strip()
    if field.kind in (Kind.INTEGER, Kind.AMOUNT):
        if a.minimum is not None:
            changes["minimum"] = a.minimum
        if a.maximum is not None:
            changes["maximum"] = a.maximum
    if field.kind in TEXTS and a.maximum is not None:
        changes["max_length"] = a.maximum
    return replace(field, **changes)


def fingerprint(programme: Programme) -> str:
    """Return what identifies the rules of a programme: the same rules, the same value."""
    asked = [
        (f.name, f.need, f.value, f.allowed, f.max_length, f.maximum, f.minimum)
        for f in programme.fields
    ]
    checks = [getattr(check, "__name__", repr(check)) for check in programme.checks]
    table = repr([*asked, *checks])
    return hashlib.sha1(table.encode(), usedforsecurity=False).hexdigest()[:32]
