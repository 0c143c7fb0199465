"""What a campaign tightens over its programme, and the one function that merges it. Plain Python, no Django."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from core.rules import Fiche, Field, FieldTable, Issue, Kind, Need, Programme
from core.rules.bounds import TEXTS, loosenings

OF_THE_FIELD = (
    "requis",
    "conseil",
    "fixe",
    "forme",
    "seuil",
)  # issues that the manager's message explains


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
        return other is not None and replace(self, par="", depuis=None) == replace(
            other,
            par="",
            depuis=None,
        )


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
    """A programme as a campaign asks it; what the manager says is told with each issue of the field."""

    ajustements: tuple[Ajustement, ...] = ()

    def issues(self, fiche: Fiche) -> list[Issue]:
        said = {a.champ: a.message for a in self.ajustements if a.message}
        found = Programme.issues(self, fiche)
        return [
            replace(issue, message=f"{issue.message} {said[issue.field]}")
            if issue.field in said and issue.code in OF_THE_FIELD
            else issue
            for issue in found
        ]


def apply(programme: Programme, ajustements: Iterable[Ajustement], *, source: str) -> Programme:
    """Return the programme as the campaign asks it; a line that would loosen it, or names no field of it, does nothing."""
    kept = tuple(
        a
        for a in ajustements
        if a.champ in programme.fields and not loosenings(programme.fields[a.champ], a)
    )
    if not kept:
        return programme
    changed = {a.champ: adjusted(programme.fields[a.champ], a, source) for a in kept}
    table = FieldTable(tuple(changed.get(f.name, f) for f in programme.fields))
    dates = tuple(
        Between(table[a.champ], a.minimum, a.maximum, a.source or source)
        for a in kept
        if table[a.champ].kind is Kind.DATE and (a.minimum or a.maximum)
    )
    new = {"fields": table, "checks": (*programme.checks, *dates)}
    if type(programme) is not Programme:  # one that knows how to answer for itself keeps its way
        return replace(programme, **new)
    return Adjusted(
        **{f.name: getattr(programme, f.name) for f in fields(Programme)} | new,
        ajustements=kept,
    )


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
        changes |= {
            name: bound
            for name in ("minimum", "maximum")
            if (bound := getattr(a, name)) is not None
        }
    if field.kind in TEXTS and a.maximum is not None:
        changes["max_length"] = a.maximum
    return replace(field, **changes)


def fingerprint(programme: Programme) -> str:
    """Return what identifies the rules of a programme: the same rules, the same value."""
    asked = [
        (f.name, f.need, f.value, f.allowed, f.max_length, f.maximum, f.minimum)
        for f in programme.fields
    ]
    table = repr([*asked, *(getattr(check, "__name__", repr(check)) for check in programme.checks)])
    return hashlib.sha1(table.encode(), usedforsecurity=False).hexdigest()[:32]
