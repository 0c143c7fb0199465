"""Where the words of the rows of a list are: theirs, and those of the rows that they name.

A model says it beside its index of words, as `search_ways`. A path leads to rows that have an index
of words; "" is the row itself. A number is known whole: « 12 » is not « 1250 ».
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Ways:
    """Paths to the words, and to the numbers by the letter that tells them apart (`F`, `A`…)."""

    words: tuple[str, ...] = ("",)
    numbers: Mapping[str, str] = field(default_factory=dict)


NOWHERE = Ways(())
_elsewhere: dict[type, Ways] = {}


def declare(model, ways: Ways) -> None:
    """Say at start the ways of a model that knows nothing of searching."""
    _elsewhere[model] = ways


def ways_of(model) -> Ways:
    """Return the ways of a model; none when its list is not searched."""
    return _elsewhere.get(model) or getattr(model, "search_ways", NOWHERE)


def searched() -> list[type]:
    """Return the models whose lists are searched."""
    return [model for model in apps.get_models() if ways_of(model) != NOWHERE]
