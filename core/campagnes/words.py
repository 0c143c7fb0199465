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
        self.dates = {}
        pairs = []
        for programme in programmes:
            self.dates[id(programme)] = bounds_of_dates(programme)
            for field in programme.fields:
                if plain(field):
                    pairs.append((field, field.value))
                if field.famille:
                    pairs.append((field, list(field.allowed)))
        self.names = Names(pairs)

    def asked(self, programme: Programme, field: Field) -> list[str]:
        """Return what a programme asks of a field: « Fixé : temps plein », « au plus 280 h »."""
        parts = [self._need(field)]
        if field.allowed:
            codes = [self._code(field, code) for code in field.allowed]
            parts.append(f"parmi : {', '.join(codes)}")
        if field.kind in NUMBERS and field.minimum:
            parts.append(f"au moins {grouped(field.minimum)} {field.unit}".strip())
        if field.kind in NUMBERS and field.maximum is not None:
            parts.append(f"au plus {grouped(field.maximum)} {field.unit}".strip())
        if field.kind in TEXTS and field.max_length:
            parts.append(f"{grouped(field.max_length)} caractères au plus")
        dates = self.dates[id(programme)].get(field.name)
        if dates and dates.minimum:
            parts.append(f"à partir du {date_format(dates.minimum, 'd/m/Y')}")
        if dates and dates.maximum:
            parts.append(f"jusqu’au {date_format(dates.maximum, 'd/m/Y')}")
        return parts

    def _need(self, field):
        label = NEEDS[field.need].capitalize()
        if field.need not in (Need.DEFAULT, Need.FIXED, Need.RECEIVED):
            return label
        if plain(field):
            return f"{label} : {say(field, field.value, self.names)}"
        if field.value is not None:
            return f"{label} : {GIVEN}"
        return label

    def _code(self, field, code):
        if field.famille:
            return self.names.term(field.famille, code)
        if field.table:
            return field.table.get(code, code)
        return str(code)

    def changes(self, before: Programme, after: Programme) -> list[RuleChange]:
        """Return the fields that two sets of rules ask differently, in the order of the FASD."""
        rule_changes = []
        for field in after.fields:
            text_before = "—"
            if field.name in before.fields:
                text_before = " · ".join(self.asked(before, before.fields[field.name]))
            text_after = " · ".join(self.asked(after, field))
            if text_before != text_after:
                rule_changes.append(RuleChange(field, text_before, text_after))
        return rule_changes


def bounds_of_dates(programme: Programme) -> dict[str, Between]:
    """Return the bounds that a campaign sets to dates, by name of field."""
    return {check.field.name: check for check in programme.checks if isinstance(check, Between)}


def grouped(value) -> str:
    return number_format(value, force_grouping=True)


def plain(field: Field) -> bool:
    """Whether a field's value is written in its declaration, and can be said."""
    if empty(field.value) or field.kind is Kind.ROWS:
        return False
    return not hasattr(field.value, "name")


def changes(before: Programme, after: Programme) -> list[RuleChange]:
    """Return what differs between two sets of rules, in words."""
    if before is after:
        return []
    return Words(before, after).changes(before, after)
