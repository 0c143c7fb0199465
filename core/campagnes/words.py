"""Rules in words: what is asked of a field, and what differs between two sets of rules."""

from dataclasses import dataclass

from django.utils.formats import date_format, number_format

from core.dossiers.wording import Names, say
from core.rules import Field, Kind, Need, Programme
from core.rules.ajustements import Between
from core.rules.bounds import NEEDS, NUMBERS, TEXTS
from core.rules.completeness import empty

GIVEN = "donné par la campagne, le lot ou Certifinfo"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A field that two sets of rules ask differently."""

    field: Field
    before: str
    after: str


class Words:
    """Says the rules of several programmes, whose codes and labels are read together."""

    def __init__(self, *programmes: Programme):
        self.dates = {
            id(p): {check.field.name: check for check in p.checks if isinstance(check, Between)}
            for p in programmes
        }
        fields = [f for p in programmes for f in p.fields]
        pairs = [(f, f.value) for f in fields if plain(f)] + [
            (f, list(f.allowed)) for f in fields if f.famille
        ]
        self.names = Names(pairs)

    def asked(self, programme: Programme, field: Field) -> list[str]:
        """Return what a programme asks of a field: « Fixé : temps plein », « au plus 280 h »."""
        found = [self._need(field)]
        if field.allowed:
            found.append("parmi : " + ", ".join(self._code(field, code) for code in field.allowed))
        if field.kind in NUMBERS and field.minimum:
            minimum = number_format(field.minimum, force_grouping=True)
            found.append(f"au moins {minimum} {field.unit}".strip())
        if field.kind in NUMBERS and field.maximum is not None:
            maximum = number_format(field.maximum, force_grouping=True)
            found.append(f"au plus {maximum} {field.unit}".strip())
        if field.kind in TEXTS and field.max_length:
            found.append(
                f"{number_format(field.max_length, force_grouping=True)} caractères au plus",
            )
        if dates := self.dates[id(programme)].get(field.name):
            found += [f"à partir du {date_format(dates.minimum, 'd/m/Y')}"] if dates.minimum else []
            found += [f"jusqu’au {date_format(dates.maximum, 'd/m/Y')}"] if dates.maximum else []
        return found

    def _need(self, field):
        label = NEEDS[field.need].capitalize()
        if field.need not in (Need.DEFAULT, Need.FIXED, Need.RECEIVED):
            return label
        value = say(field, field.value, self.names) if plain(field) else GIVEN
        return f"{label} : {value}" if plain(field) or field.value is not None else label

    def _code(self, field, code):
        if field.famille:
            return self.names.term(field.famille, code)
        return field.table.get(code, code) if field.table else str(code)

    def changes(self, before: Programme, after: Programme) -> list[RuleChange]:
        """Return the fields that two sets of rules ask differently, in the order of the FASD."""
        found = []
        for field in after.fields:
            known = field.name in before.fields
            said = " · ".join(self.asked(before, before.fields[field.name])) if known else "—"
            now = " · ".join(self.asked(after, field))
            if said != now:
                found.append(RuleChange(field, said, now))
        return found


def plain(field: Field) -> bool:
    """Whether a field's value is written in its declaration, and can be said."""
    return (
        not empty(field.value) and not hasattr(field.value, "name") and field.kind is not Kind.ROWS
    )


def changes(before: Programme, after: Programme) -> list[RuleChange]:
    """Return what differs between two sets of rules, in words."""
    return [] if before is after else Words(before, after).changes(before, after)
