"""What is typed or pasted in a field becomes its value, or a French sentence says why it cannot.

Written once for every door: fiche, series, workbook, imports. What is certain is mended
(`core/texts/shapes`); the rules of the field then judge the value (`core.rules.completeness`).
"""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from core.fasd.identifiants import siret_problem
from core.rules import Field, Kind, Shape
from core.texts import shapes

SHOWN = 60  # characters of a cell in a sentence
LARGEST = 999_999_999  # whole number that every column keeps
GREATEST = Decimal("9999999.99")
PLACES = {Kind.AMOUNT: 2, Kind.COORDINATE: 6}  # decimals


class Misread(ValueError):
    """A text that is no value of its field: the message says why."""


def siret(text: str) -> str:
    """Return the SIRET that was meant, where that is certain."""
    return shapes.siret(text, _is_siret)


def siret_refusal(text: str) -> str:
    """Return why a number that was mended is not a SIRET, the cause first, or nothing."""
    return shapes.siret_hint(text) or siret_problem(text)


def _is_siret(digits: str) -> bool:
    return not siret_problem(digits)


OF_KIND: dict[Kind, Callable[[str], str]] = {
    Kind.URL: shapes.url,
    Kind.EMAIL: shapes.email,
    Kind.PHONE: shapes.phone,
}
OF_SHAPE: dict[Shape, Callable[[str], str]] = {
    Shape.CODE_POSTAL: shapes.postal_code,
    Shape.SIRET: siret,
    Shape.CODE: shapes.digits_of,
}


def normalised(field: Field, text: str) -> str:
    """Return one line as it was meant: what is certain is mended, the rest is left as typed."""
    if field.shape:
        return OF_SHAPE[field.shape](text)
    if field.kind in OF_KIND:
        return OF_KIND[field.kind](text)
    return shapes.visible(text)


def read(field: Field, text: str):
    """Return the value of a text that is not empty. Raises `Misread`."""
    match field.kind:
        case Kind.INTEGER:
            return integer(field.label, text)
        case Kind.AMOUNT | Kind.COORDINATE:
            return decimal(field.label, text, PLACES[field.kind])
        case Kind.DATE:
            return day(field.label, text)
        case Kind.TIME:
            return hour(field.label, text)
    return normalised(field, text)


def integer(label: str, text: str) -> int:
    number = shapes.integer(text)
    if number is None or abs(number) > LARGEST:
        raise Misread(f"« {label} » : « {_short(text)} » n’est pas un nombre entier.")
    return number


def decimal(label: str, text: str, places: int) -> Decimal:
    """Return a number, with so many decimals at most."""
    number = shapes.amount(text, places)
    if number is None or abs(number) > GREATEST:
        raise Misread(
            f"« {label} » : « {_short(text)} » n’est pas un nombre à {places} décimales au plus.",
        )
    return number


def day(label: str, text: str) -> date:
    value = shapes.day(text)
    if value is None:
        raise Misread(f"« {label} » : {shapes.day_problem(text)}")
    return value


def hour(label: str, text: str) -> time:
    value = shapes.hour(text)
    if value is None:
        raise Misread(f"« {label} » : « {_short(text)} » n’est pas une heure, comme 14:15.")
    return value


def _short(text: str) -> str:
    return shapes.visible(text)[:SHOWN]
