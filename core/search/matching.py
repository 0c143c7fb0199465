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
    found = [of_run(queryset.model, run) for run in asked(text)]
    if not found:
        return queryset
    first, *others = (
        # One set of keys, reckoned once: left to join them in its own order, PostgreSQL takes
        # seconds.
        found
    )
    return queryset.filter(pk__in=first.intersection(*others) if others else first)


def of_run(model, run):
    """Return the keys of the rows that answer a word.

    Numbers that follow one another may be one, written with spaces.
    """
    if len(run) == 1:
        return together(having(model, run[0]))
    each = keys(model)
    for word in run:
        each = each.filter(pk__in=together(having(model, word)))
    return together([each, *having(model, Word("".join(word.text for word in run)))])


def having(model, word):
    """Return the rows that answer a word, by each of the ways of their list."""
    ways = ways_of(model)
    found = [bearing(model, [word.text], by=path, whole=word.whole) for path in ways.words]
    number = NUMBER.fullmatch(word.text)
    for letter, path in ways.numbers.items() if number else ():
        if number[1] in ("", letter):
            found.append(keys(model).filter(**{path: int(number[2])}))
    return found or [keys(model).none()]


def bearing(model, words, *, by="", whole=False):
    """Return the rows of which the words.

    Or those of the rows that they name, hold one of these.
    """
    owner = model
    for step in by.split("__") if by else ():
        owner = owner._meta.get_field(step).related_model
    return keys(model).filter(**{f"{by or 'pk'}__in": Rows(owner, words, whole=whole)})


def keys(model):
    return model._base_manager.order_by().values("pk")


def together(found):
    """Return several sub-selects as one.

    A union, never an OR, so that each goes by its own index.
    """
    first, *others = found
    return first.union(*others, all=True) if others else first
