"""Find a person by name or address, and requests by address, whatever accents and capitals."""

from core.comptes.models import DemandeCle
from core.search.matching import matching
from core.texts.plain import plain

NAMES = ("nom", "prenom", "email")


def named(rows, text, most) -> list[int]:
    """Return the keys of the first rows whose names or address hold each word that is typed.

    Every row is read, and the middle of a word is enough: an index of words would miss « Le Brun »
    written « Lebrun », where an erasure may be asked. The page is rarely opened.
    """
    words = plain(text).split()
    if not words:
        return []
    keys = []
    for key, *names in rows.values_list("pk", *NAMES).iterator():
        written = plain(" ".join(name or "" for name in names))
        if all(word in written for word in words):
            keys.append(key)
        if len(keys) == most:
            break
    return keys


def requests_from(address) -> list[int]:
    """Return the keys of the requests that came from an address, whatever its capitals."""
    rows = matching(DemandeCle.objects.all(), address).values_list("pk", "email")
    wanted = address.casefold()
    return [key for key, email in rows if email.casefold() == wanted]
