"""Words as they are typed: no accent, no article, numbers written with or without spaces.

Plain Python.
"""

import re
from dataclasses import dataclass

from core.texts.plain import plain

LONGEST = 60  # characters of a word that count
MOST = 12  # words that count
ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
TYPED = re.compile(r"(?<![^\W_])\d+(?:(?: \d+)+|(?:-\d+)+)(?![^\W_])|[^\W_]+")
# What `plain` writes otherwise than by taking an accent away; the databases do the rest.
SPELT = {
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ß": "ss",
    "ẞ": "ss",
    "ª": "a",
    "º": "o",
    "¹": "1",
    "²": "2",
    "³": "3",
    "\u02bc": "'",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was typed: the beginning of one, or, when `whole`, all of it."""

    text: str
    whole: bool = False


def asked(text: str) -> list[tuple[Word, ...]]:
    """Return what a person looks for, word by word.

    Numbers that follow one another stay together: « 130 005 481 » may be one. Those of a code,
    « 19482-89393 », are whole.
    """
    runs = []
    for typed in TYPED.findall(ELIDED.sub(" ", plain(text)))[:MOST]:
        if "-" in typed:
            numbers = typed.split("-")
            runs += [(Word(number[:LONGEST], whole=True),) for number in numbers]
        else:
            runs.append(tuple(Word(word[:LONGEST]) for word in typed.split()))
    return runs[:MOST]
