"""What becomes of an action, in a few words.

The moves made, and how many of a thousand actions live so.

`edit` is a save that changes a few fields; `retire` withdraws the last session; the others are
moves.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Life:
    """The steps after the first save of every fiche; `whole`: everything was typed."""

    steps: str
    current: int  # weight for an action that has not ended
    recent: int  # … that ended less than a year ago
    old: int  # … that ended before
    whole: bool = True


LIVES = (
    Life("submit validate", 520, 640, 90),
    Life("submit ask answer validate", 60, 60, 10),
    Life("submit ask edit answer validate", 40, 40, 5),
    Life("submit refuse edit submit validate", 40, 40, 5),
    Life("submit take_back submit validate", 20, 20, 5),
    Life("submit validate reopen edit submit validate", 90, 60, 20),
    Life("submit validate reopen retire submit validate", 10, 10, 5),
    Life("submit validate unpublish republish", 5, 10, 5),
    Life("submit validate reopen edit", 40, 10, 5),
    Life("submit validate reopen edit submit", 15, 0, 0),
    Life("submit validate reopen edit submit ask", 5, 0, 0),
    Life("submit", 40, 0, 0),
    Life("submit hold", 3, 0, 0),
    Life("submit ask", 20, 0, 0),
    Life("submit refuse", 12, 10, 10),
    Life("submit take_back", 8, 5, 5),
    Life("", 30, 15, 15),
    Life("", 30, 25, 25, whole=False),
    Life("hold release", 2, 0, 0),
    Life("submit validate unpublish", 10, 20, 40),
    Life("submit validate archive", 5, 40, 650),
    Life("submit ask answer validate archive", 0, 5, 80),
    Life("submit validate reopen edit submit validate archive", 0, 5, 50),
    Life("submit validate archive restore", 3, 5, 5),
)
AGES = ("current", "recent", "old")
WEIGHTS = {age: [getattr(life, age) for life in LIVES] for age in AGES}
STAFF_MOVES = {"validate", "ask", "refuse", "hold", "release", "unpublish", "republish"}


def pick(rng, age) -> Life:
    return rng.choices(LIVES, WEIGHTS[age])[0]
