"""What the cells of a file may name: terms of référentiels, and rows of the annuaire."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.fasd.shapes import siret
from core.fiches.forms.rows import REFERENCES
from core.models import Contact, Famille, Site, Terme
from core.rules import Field, Kind
from core.texts.plain import plain

SEPARATOR = re.compile(r"[;|\n]")
DASH = re.compile(r"\s+[-–]\s+")
NUMBER = re.compile(r"\d+")
LONGEST_NUMBER = 18  # digits of a number of the base
SIRET = 14


@dataclass(slots=True)
class Lexicon:
    """What the cells of a file may name: terms, sites, contacts and établissements, read together.

    `terms`: by famille, the code of each plain code or label. `keys`: numbers, or SIRET.
    """

    terms: dict[str, dict[str, str]] = field(default_factory=dict)
    keys: dict[Kind, set[str]] = field(default_factory=dict)
    etablissements: list = field(default_factory=list)  # rows

    def knows(self, kind: Kind, key: str) -> bool:
        return key in self.keys.get(kind, ())

    def codes(self, famille: str) -> set[str]:
        return set(self.terms.get(famille, {}).values())


def lexicon_of(cells: Iterable[tuple[Field, str]], user) -> Lexicon:
    """Return what these cells may name, and that this person may choose; a few queries."""
    codes: dict[str, set[str]] = defaultdict(set)
    keys: dict[Kind, set[str]] = defaultdict(set)
    for typed_field, text in cells:
        kind = typed_field.kind
        if kind in (Kind.CODE, Kind.CODES):
            for part in parts(text):
                codes[typed_field.famille].add(code_of(part))
        elif kind in REFERENCES:
            key = key_of(typed_field, text)
            if key:
                keys[kind].add(key)
    lexicon = Lexicon()
    for famille, wanted in codes.items():
        lexicon.terms[famille] = _terms(famille, wanted)
    for kind, wanted in keys.items():
        if kind is Kind.ETABLISSEMENT:
            rows = _allowed(kind, user).filter(siret__in=wanted)
            lexicon.etablissements = list(rows)
            lexicon.keys[kind] = {row.siret for row in rows}
        else:
            lexicon.keys[kind] = _numbers(kind, wanted, user)
    return lexicon


def _terms(famille: str, wanted: set[str]) -> dict[str, str]:
    """Return the code of each term, by its plain code and its plain label."""
    rows = Terme.objects.famille(famille)
    if famille != Famille.PREREQUIS:  # few, and known by their labels too
        rows = rows.filter(code__in=wanted)
    terms = {}
    for code, libelle in rows.values_list("code", "libelle"):
        terms[plain(libelle)] = code
        terms[plain(code)] = code
    return terms


def _allowed(kind: Kind, user):
    """Return the rows of the annuaire that this person may see."""
    return REFERENCES[kind].objects.allowed(user, "view")


def _numbers(kind, wanted, user) -> set[str]:
    """Return the numbers of the rows, among those wanted, that this person may choose."""
    rows = _allowed(kind, user).filter(pk__in=wanted)
    if REFERENCES[kind] in (Contact, Site):
        rows = rows.filter(actif=True)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


# One cell ---------------------------------------------------------------------------------


def parts(text: str) -> list[str]:
    """Return the values of a cell that holds several, in order, each once."""
    values = {}  # a set that keeps the order
    for part in SEPARATOR.split(text):
        value = part.strip()
        if value:
            values[value] = True
    return list(values)


def code_of(text: str) -> str:
    """Return the code of « 15061 - Accompagnement vers emploi »."""
    code, *_ = DASH.split(text, maxsplit=1)
    return code.strip()


def key_of(typed_field: Field, text: str) -> str:
    """Return the number, or the SIRET, that a cell gives for a row of the annuaire."""
    if typed_field.kind is Kind.ETABLISSEMENT:
        return siret_of(text)
    number = NUMBER.match(text.strip())
    return number[0][:LONGEST_NUMBER] if number else ""


def siret_of(text: str) -> str:
    """Return the SIRET that a cell ends with: « Institut A (123 456 789 00012) »."""
    mended = siret(text)
    if len(mended) == SIRET and NUMBER.fullmatch(mended):
        return mended
    digits = "".join(NUMBER.findall(text))
    return digits[-SIRET:] if len(digits) >= SIRET else ""
