"""Which column of an annuaire file is which field, and how its cells are read.

The export of the lists may come back.
"""

import re

from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.fasd.shapes import normalised, read, siret
from core.rules import Field, Kind
from core.texts.plain import plain
from core.texts.shapes import unquoted, visible

SIRET = "siret"
SITE = "site"
NOT_IMPORTED = (Kind.FILE,)
OF_SITE = ("site", "n°", "numero", "numero de site", "site n°")
OF_SIRET = ("siret", "etablissement")
DIGITS = re.compile(r"(?<![0-9])[0-9](?:\s?[0-9]){13}(?!\s?[0-9])")
CODE = re.compile(r"\b[0-9]{5}\b")
YES = ("oui", "actif", "vrai", "1", "x")
NO = ("non", "inactif", "faux", "0")


def imported_fields() -> list[Field]:
    """Return the fields that a file may change; the SIRET says whose they are."""
    return [
        field for field in ANNUAIRE_FIELDS if field.kind not in NOT_IMPORTED and field.name != SIRET
    ]


def fields_by_heading() -> dict[str, Field]:
    by_heading = {}
    for field in imported_fields():
        for heading in (field.name, field.name.replace("_", " "), field.label):
            by_heading[plain(heading)] = field
    return by_heading


def columns(headings) -> tuple[dict[int, Field | str], list[str]]:
    """Return what each column holds, and the headings that nobody knows."""
    by_heading = fields_by_heading()
    by_place = {}
    unknown = []
    for place, heading in enumerate(headings):
        column = _column(heading, by_heading, by_place.values())
        if column is not None:
            by_place[place] = column
        elif heading:
            unknown.append(heading)
    return by_place, unknown


def names_siret(row) -> bool:
    """Whether a line is that of the headings."""
    return SIRET in columns(row.cells)[0].values()


def _column(heading, by_heading, taken) -> Field | str | None:
    """Return what a column holds, unless another before it does."""
    name = plain(heading).replace("’", "'")
    if name in OF_SIRET and SIRET not in taken:
        return SIRET
    if name in OF_SITE and SITE not in taken:
        return SITE
    field = by_heading.get(name) or by_heading.get(plain(heading))
    return None if field in taken else field


def siret_of(cell: str) -> str:
    """Return the SIRET of a cell, alone or between words: « Alpha (130 005 119 00032) »."""
    between_words = DIGITS.search(visible(cell))
    return siret(between_words[0] if between_words else cell)


def value_of(field: Field, cell: str):
    """Return a cell as a fiche holds it, or raise `ValueError` with a French sentence."""
    match field.kind:
        case Kind.BOOLEAN:
            return _answer(cell)
        case Kind.INTEGER | Kind.AMOUNT | Kind.COORDINATE | Kind.DATE | Kind.TIME:
            return read(field, cell)
        case Kind.CHOICE:
            return _choice(field, cell)
        case Kind.CODE:
            return cell.partition(" - ")[0].strip()
        case Kind.CODES:
            codes = CODE.findall(cell)
            return list(dict.fromkeys(codes)) or [cell[:20]]
    if field.kind is Kind.LONG:
        return unquoted(cell)
    return normalised(field, unquoted(cell))


def _answer(cell) -> bool:
    word = plain(cell)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(f"« {cell} » n’est ni oui, ni non.")


def _choice(field, cell) -> str:
    word = plain(cell)
    for code, label in field.table.choices:
        if word in (plain(code), plain(label)):
            return code
    raise ValueError(f"« {cell} » n’est pas un choix possible de « {field.label} ».")
