"""A cell becomes a value, by the kind of its field.

What cannot be one is refused by a French sentence.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache

from core.fiches.forms.fields import problem
from core.models import Famille
from core.rules import Field, Kind
from core.tableur.lexicon import Lexicon, code_of, key_of, parts
from core.texts.plain import one_line, plain

CLEAR = "(effacer)"  # typed in a cell, empties the field of an offer being changed
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")
YEARS = range(2000, 2101)
HOUR = re.compile(r"([01]?\d|2[0-3])\s*[h:]\s*([0-5]\d)?(?::[0-5]\d)?", re.IGNORECASE)
YES = {"oui", "o", "vrai", "true", "1", "x"}
NO = {"non", "n", "faux", "false", "0"}
BLANKS = re.compile(r"[\s\u00a0\u202f]")
INTEGER = re.compile(r"-?\d{1,9}")
GREATEST = Decimal("9999999.99")
PLACES = {Kind.AMOUNT: 2, Kind.COORDINATE: 6}  # decimals
SHOWN = 60  # characters of a cell in a sentence
NUMBER_OF = {
    Kind.SITE: "de site",
    Kind.CONTACT: "de contact",
    Kind.ETABLISSEMENT: "de SIRET",
}


class Unkeepable(Exception):
    """A cell that cannot be kept: the message says why."""


def value_of(field: Field, text: str, lexicon: Lexicon):
    """Return the value of a cell that is not empty. Raises `Unkeepable`."""
    if clears(text):
        return [] if field.kind in (Kind.CHOICES, Kind.CODES) else None
    value = _value(field, text, lexicon)
    sentence = problem(field, value)
    if sentence:
        raise Unkeepable(sentence)
    return value


def clears(text: str) -> bool:
    """Whether a cell asks that its field be emptied."""
    return text.lstrip().startswith("(") and plain(text) == CLEAR


def _value(field: Field, text: str, lexicon: Lexicon):
    label = f"« {field.label} »"
    match field.kind:
        case Kind.LONG:
            return _words(label, text)
        case Kind.TEXT | Kind.URL | Kind.EMAIL | Kind.PHONE:
            return one_line(_words(label, text))
        case Kind.INTEGER:
            return _integer(label, text)
        case Kind.AMOUNT | Kind.COORDINATE:
            return _decimal(label, text, PLACES[field.kind])
        case Kind.DATE:
            return _date(label, text)
        case Kind.TIME:
            return _time(label, text)
        case Kind.BOOLEAN:
            return _boolean(label, text)
        case Kind.CHOICE:
            return _choice(field, text)
        case Kind.CHOICES:
            return _each_once(_choice(field, part) for part in parts(text))
        case Kind.CODE:
            return _term(field, text, lexicon)
        case Kind.CODES:
            return _each_once(_term(field, part, lexicon) for part in parts(text))
    return _row(field, text, lexicon)


def _short(text: str) -> str:
    return one_line(text)[:SHOWN]


def _each_once(values) -> list:
    return list(dict.fromkeys(values))


def _digits(text: str) -> str:
    return BLANKS.sub("", text)


def _words(label: str, text: str) -> str:
    """Return a text that no spreadsheet would compute."""
    if text.startswith("'") and text[1:2] in "=+-@":  # as our exports write it
        text = text[1:]
    first = text.lstrip()[:1]
    if first in ("=", "@"):
        raise Unkeepable(
            f"{label} commence par « {first} » : une formule n’est pas enregistrée, "
            "écrivez le texte.",
        )
    return text


def _integer(label: str, text: str) -> int:
    digits = _digits(text)
    if not INTEGER.fullmatch(digits):
        raise Unkeepable(f"{label} : « {_short(text)} » n’est pas un nombre entier.")
    return int(digits)


def _decimal(label: str, text: str, places: int) -> Decimal:
    """Return a number, with so many decimals."""
    digits = _digits(text).rstrip("€%").replace(",", ".")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        number = None
    if number is None or not _fits(number, places):
        raise Unkeepable(
            f"{label} : « {_short(text)} » n’est pas un nombre à {places} décimales au plus.",
        )
    return number.quantize(Decimal(1).scaleb(-places))


def _fits(number: Decimal, places: int) -> bool:
    """Whether a number can be kept without being rounded."""
    if not number.is_finite():
        return False
    if abs(number) > GREATEST:
        return False
    return -number.as_tuple().exponent <= places


def _date(label: str, text: str) -> date:
    """Return a day, in one of the shapes that people type."""
    text = text.strip().removesuffix(" 00:00:00")
    for shape in DATES:
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        if day.year in YEARS:
            return day
    raise Unkeepable(f"{label} : « {_short(text)} » n’est pas une date, comme 05/01/2026.")


def _time(label: str, text: str) -> time:
    match = HOUR.fullmatch(text.strip())
    if not match:
        raise Unkeepable(f"{label} : « {_short(text)} » n’est pas une heure, comme 14:15.")
    hour, minute = match.groups()
    return time(int(hour), int(minute or 0))


def _boolean(label: str, text: str) -> bool:
    answer = plain(text)
    if answer not in YES | NO:
        raise Unkeepable(f"{label} : écrivez « oui » ou « non », et non « {_short(text)} ».")
    return answer in YES


def _choice(field: Field, text: str) -> str:
    """Return the value of a label, of a code of ours, or of a code of LHÉO that names one value."""
    spelled = _spellings(tuple(field.table.choices)).get(plain(text))
    if spelled:
        return spelled
    in_lheo = text.strip()
    codes = [code for code in field.table if field.table.lheo_code(code) == in_lheo]
    if len(codes) == 1:
        return codes[0]
    raise Unkeepable(
        f"« {field.label} » : « {_short(text)} » n’est pas un choix possible. "
        "Prenez-le dans la liste de la colonne.",
    )


@cache
def _spellings(choices) -> dict[str, str]:
    """Return each code of a table by what a cell may call it."""
    codes = {}
    for code, label in choices:
        before_explanation = label.partition(". ")[0]
        for name in (code, label, before_explanation):
            codes.setdefault(plain(name), code)
    return codes


def _term(field: Field, text: str, lexicon: Lexicon) -> str:
    """Return the code of a term, given by its code or by its label."""
    terms = lexicon.terms.get(field.famille, {})
    code = code_of(text)
    term = terms.get(plain(code)) or terms.get(plain(text))
    if term:
        return term
    raise Unkeepable(
        f"« {field.label} » : le code « {_short(code)} » est inconnu du référentiel "
        f"{Famille(field.famille).label}.",
    )


def _row(field: Field, text: str, lexicon: Lexicon) -> str:
    """Return the key of a row of the annuaire that this person may choose."""
    key = key_of(field, text)
    if key and lexicon.knows(field.kind, key):
        return key
    number = NUMBER_OF[field.kind]
    if not key:
        raise Unkeepable(
            f"« {field.label} » : « {_short(text)} » ne commence pas par un numéro {number}. "
            "Prenez-le dans la liste.",
        )
    raise Unkeepable(
        f"« {field.label} » : le numéro {number} {key} n’est pas de ceux que vous pouvez choisir.",
    )
