"""Which column of an annuaire file is which field, and how its cells are read: the export of the lists may come back."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.rules import Field, Kind, Level
from core.texts.plain import plain

SIRET, SITE = "siret", "site"
NOT_IMPORTED = (Kind.FILE,)
OF_SITE = ("site", "n°", "numero", "numero de site", "site n°")
OF_SIRET = ("siret", "etablissement")
DIGITS = re.compile(r"[0-9](?:[\s\u00a0\u202f]?[0-9]){13}")
YES, NO = ("oui", "actif", "vrai", "1", "x"), ("non", "inactif", "faux", "0")


def fields_by_heading() -> dict[str, Field]:
    known = {}
    for field in ANNUAIRE_FIELDS:
        if field.kind not in NOT_IMPORTED and field.name != SIRET:
            known[plain(field.name)] = known[plain(field.name.replace("_", " "))] = known[
                plain(field.label)
            ] = field
    return known


def columns(headings) -> tuple[dict[int, Field | str], list[str]]:
    """Return what each column holds, and the headings that nobody knows."""
    known, found, unknown = fields_by_heading(), {}, []
    for place, heading in enumerate(headings):
        name = plain(heading).replace("’", "'")
        if name in OF_SIRET and SIRET not in found.values():
            found[place] = SIRET
        elif name in OF_SITE and SITE not in found.values():
            found[place] = SITE
        elif (
            field := known.get(name) or known.get(plain(heading))
        ) and field not in found.values():
            found[place] = field
        elif heading:
            unknown.append(heading)
    return found, unknown


def siret_of(cell: str) -> str:
    """Return the SIRET of a cell, alone or between words: « Alpha (130 005 119 00032) »."""
    found = DIGITS.search(cell)
    return re.sub(r"\D", "", found[0]) if found else "".join(cell.split())


def value(field: Field, cell: str):
    """Return a cell as a fiche holds it, or raise `ValueError` with a French sentence."""
    match field.kind:
        case Kind.BOOLEAN:
            if (word := plain(cell)) in YES + NO:
                return word in YES
            raise ValueError(f"« {cell} » n’est ni oui, ni non.")
        case Kind.DATE:
            return _date(cell)
        case Kind.COORDINATE:
            try:
                return Decimal(cell.replace(",", "."))
            except InvalidOperation:
                raise ValueError(f"« {cell} » n’est pas une coordonnée.") from None
        case Kind.CHOICE:
            for code, label in field.table.choices:
                if plain(cell) in (plain(code), plain(label)):
                    return code
            raise ValueError(f"« {cell} » n’est pas un choix possible de « {field.label} ».")
        case Kind.CODE:
            return cell.partition(" - ")[0].strip()
        case Kind.CODES:
            return list(dict.fromkeys(re.findall(r"\b[0-9]{5}\b", cell))) or [cell[:20]]
    return (
        cell
        if field.level is Level.SITE or field.name == "raison_sociale"
        else "".join(cell.split())
    )


def _date(cell) -> date:
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell, pattern).date()  # noqa: DTZ007  a day, in no time zone
        except ValueError:
            continue
    raise ValueError(f"« {cell} » n’est pas une date : écrivez jour/mois/année.")
