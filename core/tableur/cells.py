"""A cell becomes a value, by the kind of its field.

What cannot be one is refused by a French sentence.
"""

from functools import cache

from core.fasd.shapes import Misread, read
from core.fiches.forms.fields import problem
from core.models import Famille
from core.rules import Field, Kind
from core.tableur.lexicon import Lexicon, code_of, key_of, parts
from core.texts.plain import one_line, plain
from core.texts.shapes import unquoted

CLEAR = "(effacer)"  # typed in a cell, empties the field of an offer being changed
YES = {"oui", "o", "vrai", "true", "1", "x"}
NO = {"non", "n", "faux", "false", "0"}
READ = (Kind.INTEGER, Kind.AMOUNT, Kind.COORDINATE, Kind.DATE, Kind.TIME)  # as at every door
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
    if field.kind in READ:
        return _read(field, text)
    match field.kind:
        case Kind.LONG:
            return _words(label, text)
        case Kind.TEXT | Kind.URL | Kind.EMAIL | Kind.PHONE:
            return _read(field, _words(label, text))
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


def _read(field: Field, text: str):
    try:
        return read(field, text)
    except Misread as misread:
        raise Unkeepable(str(misread)) from misread


def _short(text: str) -> str:
    return one_line(text)[:SHOWN]


def _each_once(values) -> list:
    return list(dict.fromkeys(values))


def _words(label: str, text: str) -> str:
    """Return a text that no spreadsheet would compute."""
    text = unquoted(text)  # as our exports write it
    first = text.lstrip()[:1]
    if first in ("=", "@"):
        raise Unkeepable(
            f"{label} commence par « {first} » : une formule n’est pas enregistrée, "
            "écrivez le texte.",
        )
    return text


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
