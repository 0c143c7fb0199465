"""SIRET numbers, and what spreadsheets make of them.

Which number is right is known to `core/fasd/identifiants.py`.
"""

import re
from collections.abc import Callable

from core.texts.shapes.visible import pasted

SIRET = 14
LEAST = 11  # digits: a SIRET begins by three zeros at most
SEPARATORS = re.compile(r"[\s.\-_/]")
EXPONENT = re.compile(r"[0-9](?:[.,][0-9]*)?E\+?[0-9]{1,2}", re.IGNORECASE)


def digits_of(text: str) -> str:
    """Return a number without the spaces, dots and hyphens that people put in it."""
    number = pasted(text)
    if EXPONENT.fullmatch(number):
        return number
    return SEPARATORS.sub("", number)


def siret(text: str, is_right: Callable[[str], bool]) -> str:
    """Return the SIRET that was meant, where that is certain.

    `is_right` says whether 14 digits are a SIRET. Lost first zeros are given back (572078400106 is
    00572078400106), a zero too many is taken away (15 digits), when the key is then right.
    """
    digits = digits_of(text)
    if not digits.isascii() or not digits.isdigit():
        return digits
    if len(digits) == SIRET + 1 and digits.startswith("0") and is_right(digits[1:]):
        return digits[1:]
    whole = digits.zfill(SIRET)
    if LEAST <= len(digits) < SIRET and is_right(whole):
        return whole
    return digits


def siret_hint(text: str) -> str:
    """Return the cause of a number that a spreadsheet has spoilt, or nothing."""
    if not EXPONENT.fullmatch(pasted(text)):
        return ""
    return (
        f"« {pasted(text)} » : un tableur a arrondi ce SIRET. Mettez la colonne au format Texte, "
        "puis écrivez de nouveau les 14 chiffres."
    )
