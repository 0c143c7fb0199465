"""The one door to a search: keep the rows that answer what is typed.

The policy is asked elsewhere, and before.
"""

import re

from core.search.index import Rows
from core.search.ways import ways_of
from core.search.words import Word, asked

NUMBER = re.compile(r"([a-z]?)(\d{1,18})")


def matching(queryset, text):
    """Keep the rows in which each typed word begins a word, or is a number of theirs."""
    runs = [of_run(queryset.model, run) for run in asked(text)]
    if not runs:
        return queryset
    keys_found, *others = runs
    if others:
        # One set of keys, reckoned once: left to join them in its own order, PostgreSQL takes
        # seconds.
        keys_found = keys_found.intersection(*others)
    return queryset.filter(pk__in=keys_found)


def of_run(model, run):
    """Return the keys of the rows that answer a word, or numbers that follow one another.

    These may be one number, written with spaces.
    """
    if len(run) == 1:
        return together(having(model, run[0]))
    each = keys(model)
    for word in run:
        each = each.filter(pk__in=together(having(model, word)))
    joined = Word("".join(word.text for word in run))
    return together([each, *having(model, joined)])


def having(model, word):
    """Return the rows that answer a word, by each of the ways of their list."""
    ways = ways_of(model)
    rows = [bearing(model, [word.text], by=path, whole=word.whole) for path in ways.words]
    rows += numbered(model, ways, word)
    return rows or [keys(model).none()]


def numbered(model, ways, word):
    """Return the rows of which a word is the number: « 12 », or « F12 » by its letter."""
    number = NUMBER.fullmatch(word.text)
    if number is None:
        return []
    typed, digits = number.groups()
    paths = [path for letter, path in ways.numbers.items() if typed in ("", letter)]
    return [keys(model).filter(**{path: int(digits)}) for path in paths]


def bearing(model, words, *, by="", whole=False):
    """Return the rows of which the words, or those of the rows they name, hold one of these."""
    owner = model
    for step in by.split("__") if by else ():
        owner = owner._meta.get_field(step).related_model
    lookup = f"{by or 'pk'}__in"
    return keys(model).filter(**{lookup: Rows(owner, words, whole=whole)})


def keys(model):
    return model._base_manager.order_by().values("pk")


def together(parts):
    """Return several sub-selects as one.

    A union, never an OR, so that each goes by its own index.
    """
    first, *others = parts
    return first.union(*others, all=True) if others else first
