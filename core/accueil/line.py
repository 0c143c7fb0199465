"""A line of « À faire »."""

from dataclasses import dataclass, field
from datetime import date, timedelta

SHOWN = 7
OF_A_KIND = 2
SOMEDAY = timedelta(days=365)  # what has no date waits behind what has one


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """Something to do: the day from which it is late, a sentence, and the button that does it."""

    due: date
    rank: int
    sentence: str
    button: str = field(compare=False)
    url: str = field(compare=False)
