"""Numbers as French writes them: 35,5 ; 1 200,50 ; 20 %.

What may be read in two ways is not read: 1.200 is a thousand to some, one and two tenths to others.
"""

import re
from decimal import Decimal

from core.texts.shapes.visible import pasted

AMOUNT_UNIT = re.compile(r" ?(?:€|eur|euros?|%)$", re.IGNORECASE)
INTEGER_UNIT = re.compile(r" ?(?:h|heures?)$", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,][0-9]+)?|[+-]?[.,][0-9]+")
DOTTED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")  # 1.200,50
NO_DECIMAL = re.compile(r"\.0{1,2}$")  # 35,0; not 1.000
INTEGER = re.compile(r"[+-]?[0-9]+")
LONGEST = 24


def bare(text: str, unit: re.Pattern) -> str:
    """Return a number as Python reads it, without its unit nor its spaces; "" when it is none."""
    number = unit.sub("", pasted(text.replace("\u2212", "-")))
    if len(number) > LONGEST:
        return ""
    if DOTTED.fullmatch(number):
        number = number.replace(".", "")
    if not NUMBER.fullmatch(number):
        return ""
    return number.replace(" ", "").replace(",", ".")


def integer(text: str) -> int | None:
    """Return a whole number, or None when this is not one: 35,5 is not, 35,0 is."""
    number = NO_DECIMAL.sub("", bare(text, INTEGER_UNIT))
    return int(number) if INTEGER.fullmatch(number) else None


def amount(text: str, places: int) -> Decimal | None:
    """Return a number with so many decimals at most, or None."""
    number = bare(text, AMOUNT_UNIT)
    if not number:
        return None
    value = Decimal(number)
    decimals = -value.as_tuple().exponent
    if decimals > places:
        return None
    return value.quantize(Decimal(1).scaleb(-places))
