"""Values that suit a programme, whichever it is: they come from its own example."""

from functools import cache

from core.rules import Kind, Level, Need, Programme
from core.rules.completeness import empty

OWN = (
    Kind.SITE,
    Kind.CONTACT,
    Kind.ETABLISSEMENT,
    Kind.DATE,
)  # an example's places, people and dates are its own


def told(programme: Programme, level: Level) -> dict:
    """Return what a programme's example says at a level, but for places, people and dates; nothing without an example."""
    said = _first(programme.example, level)
    fields = [
        f
        for f in programme.fields.level(level)
        if f.kind not in OWN and not any(c.kind in OWN for c in f.columns)
    ]
    return {f.name: said[f.name] for f in fields if not empty(said.get(f.name))}


@cache
def _first(example, level) -> dict:
    return dict(next(example().each(level)).values) if example else {}


def suited(programme: Programme, level: Level, values: dict) -> dict:
    """Return values that a programme admits: what it wants and nobody gave, or refuses, is told by its example."""
    example = told(programme, level)
    found = dict(values)
    for field in programme.fields.level(level):
        value, known = values.get(field.name), example.get(field.name)
        if known is None or field.need.locked or field.need is Need.UNUSED:
            continue
        wanted = empty(value) and field.need is Need.REQUIRED and field.name not in values
        refused = field.allowed and not empty(value) and value not in field.allowed
        too_long = field.unit == "h" and value is not None and value > known
        if wanted or refused or too_long:
            found[field.name] = known
    return found


def days(programme: Programme, usual: int) -> int:
    """Return how long a session lasts, in days: no longer than the example's."""
    session = _first(programme.example, Level.SESSION)
    return min(usual, (session["date_fin"] - session["date_debut"]).days) if session else usual
