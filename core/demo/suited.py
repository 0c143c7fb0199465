"""Values that suit a programme, whichever it is: they come from its own example."""

from functools import cache

from core.rules import Kind, Level, Need, Programme
from core.rules.completeness import empty

# An example's places, people and dates are its own.
OWN = (Kind.SITE, Kind.CONTACT, Kind.ETABLISSEMENT, Kind.DATE)


def told(programme: Programme, level: Level) -> dict:
    """Return what a programme's example says at a level, but for places, people and dates.

    Nothing without an example.
    """
    values = _first(programme.example, level)
    told_values = {}
    for field in programme.fields.level(level):
        value = values.get(field.name)
        if not _is_own(field) and not empty(value):
            told_values[field.name] = value
    return told_values


def _is_own(field) -> bool:
    """Whether a field, or a column of a small table, speaks of places, people or dates."""
    if field.kind in OWN:
        return True
    return any(column.kind in OWN for column in field.columns)


@cache
def _first(example, level) -> dict:
    if not example:
        return {}
    first = next(example().each(level))
    return dict(first.values)


def suited(programme: Programme, level: Level, values: dict) -> dict:
    """Return values that a programme admits.

    What it wants and nobody gave, or refuses, is told by its example.
    """
    example = told(programme, level)
    admitted = dict(values)
    for field in programme.fields.level(level):
        value = values.get(field.name)
        of_example = example.get(field.name)
        if of_example is None or field.need.locked or field.need is Need.UNUSED:
            continue
        wanted = field.need is Need.REQUIRED and field.name not in values
        refused = field.allowed and not empty(value) and value not in field.allowed
        too_long = field.unit == "h" and value is not None and value > of_example
        if wanted or refused or too_long:
            admitted[field.name] = of_example
    return admitted


def days(programme: Programme, usual: int) -> int:
    """Return how long a session lasts, in days: no longer than the example's."""
    session = _first(programme.example, Level.SESSION)
    if not session:
        return usual
    length = session["date_fin"] - session["date_debut"]
    return min(usual, length.days)
