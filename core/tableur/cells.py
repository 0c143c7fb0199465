"""A cell becomes a value, by the kind of its field; what cannot be one is refused by a French sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache

from core.fiches.forms.fields import problem
from core.fiches.forms.rows import REFERENCES
from core.models import Contact, Famille, Site, Terme
from core.rules import Field, Kind
from core.texts.plain import one_line, plain

EFFACER = "(effacer)"  # typed in a cell, empties the field of an offer being changed
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")
HOUR = re.compile(r"([01]?\d|2[0-3])\s*[h:]\s*([0-5]\d)?(?::[0-5]\d)?", re.IGNORECASE)
YES, NO = {"oui", "o", "vrai", "true", "1", "x"}, {"non", "n", "faux", "false", "0"}
SEPARATOR = re.compile(r"[;|\n]")
NUMBER = re.compile(r"\d+")
AMOUNT = Decimal("9999999.99")
SIRET = 14


class Faute(Exception):
    """A cell that cannot be kept: the message says why."""


def parts(text: str) -> list[str]:
    """Return the values of a cell that holds several, in order, each once."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in SEPARATOR.split(text)))))


def code_of(text: str) -> str:
    """Return the code of « 15061 - Accompagnement vers emploi »."""
    return re.split(r"\s+[-–]\s+", text, maxsplit=1)[0].strip()


@dataclass(slots=True)
class Lexique:
    """What the cells of a file may name: terms, sites, contacts and établissements, read together."""

    termes: dict[str, dict[str, str]] = field(
        default_factory=dict,
    )  # famille: plain code or label, to code
    lignes: dict[Kind, set[str]] = field(default_factory=dict)  # numbers, or SIRET
    etablissements: list = field(default_factory=list)  # the rows

    def knows(self, kind: Kind, key: str) -> bool:
        return key in self.lignes.get(kind, ())


def lexique(cells: Iterable[tuple[Field, str]], user) -> Lexique:
    """Return what these cells may name, and that this person may choose; a few queries."""
    codes: dict[str, set[str]] = {}
    keys: dict[Kind, set[str]] = {}
    for one, text in cells:
        if one.kind in (Kind.CODE, Kind.CODES):
            codes.setdefault(one.famille, set()).update(code_of(part) for part in parts(text))
        elif one.kind in REFERENCES and (key := key_of(one, text)):
            keys.setdefault(one.kind, set()).add(key)
    found = Lexique()
    for famille, wanted in codes.items():
        rows = Terme.objects.famille(famille)
        rows = rows if famille == Famille.PREREQUIS else rows.filter(code__in=wanted)
        known = found.termes.setdefault(famille, {})
        for code, libelle in rows.values_list("code", "libelle"):
            known |= {plain(libelle): code, plain(code): code}
    for kind, wanted in keys.items():
        model = REFERENCES[kind]
        name = "siret" if kind is Kind.ETABLISSEMENT else "pk"
        rows = model.objects.allowed(user, "view").filter(**{f"{name}__in": wanted})
        rows = rows.filter(actif=True) if model in (Contact, Site) else rows
        if kind is Kind.ETABLISSEMENT:
            found.etablissements = list(rows)
            found.lignes[kind] = {row.siret for row in found.etablissements}
        else:
            found.lignes[kind] = {str(key) for key in rows.values_list(name, flat=True)}
    return found


def key_of(one: Field, text: str) -> str:
    """Return the number, or the SIRET, that a cell gives for a row of the annuaire."""
    if one.kind is Kind.ETABLISSEMENT:
        return siret_of(text)
    first = NUMBER.match(text.strip())
    return first[0][:18] if first else ""


def siret_of(text: str) -> str:
    """Return the SIRET that a cell ends with: « Institut A (123 456 789 00012) »."""
    digits = "".join(NUMBER.findall(text))
    return digits[-SIRET:] if len(digits) >= SIRET else ""


# One cell ---------------------------------------------------------------------------------


def value(one: Field, text: str, known: Lexique):
    """Return the value of a cell that is not empty. Raises `Faute`."""
    if empties(text):
        return [] if one.kind in (Kind.CHOICES, Kind.CODES) else None
    found = _value(one, text, known)
    if sentence := problem(one, found):
        raise Faute(sentence)
    return found


def empties(text: str) -> bool:
    """Whether a cell asks that its field be emptied."""
    return text.lstrip().startswith("(") and plain(text) == EFFACER


def _value(one: Field, text: str, known: Lexique):
    label = f"« {one.label} »"
    match one.kind:
        case Kind.LONG:
            return _words(label, text)
        case Kind.TEXT | Kind.URL | Kind.EMAIL | Kind.PHONE:
            return one_line(_words(label, text))
        case Kind.INTEGER:
            if not re.fullmatch(r"-?\d{1,9}", bare := _digits(text)):
                raise Faute(f"{label} : « {_short(text)} » n’est pas un nombre entier.")
            return int(bare)
        case Kind.AMOUNT | Kind.COORDINATE:
            return _decimal(label, text, 2 if one.kind is Kind.AMOUNT else 6)
        case Kind.DATE:
            return _date(label, text)
        case Kind.TIME:
            if not (hour := HOUR.fullmatch(text.strip())):
                raise Faute(f"{label} : « {_short(text)} » n’est pas une heure, comme 14:15.")
            return time(int(hour[1]), int(hour[2] or 0))
        case Kind.BOOLEAN:
            if plain(text) not in YES | NO:
                raise Faute(f"{label} : écrivez « oui » ou « non », et non « {_short(text)} ».")
            return plain(text) in YES
        case Kind.CHOICE:
            return _choice(one, text)
        case Kind.CHOICES:
            return list(dict.fromkeys(_choice(one, part) for part in parts(text)))
        case Kind.CODE:
            return _term(one, text, known)
        case Kind.CODES:
            return list(dict.fromkeys(_term(one, part, known) for part in parts(text)))
    return _row(one, text, known)


def _short(text: str) -> str:
    return one_line(text)[:60]


def _digits(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text)


def _words(label: str, text: str) -> str:
    if text.startswith("'") and text[1:2] in "=+-@":  # as our exports write it
        text = text[1:]
    if text.lstrip()[:1] in ("=", "@"):
        raise Faute(
            f"{label} commence par « {text.lstrip()[:1]} » : une formule n’est pas enregistrée, écrivez le texte.",
        )
    return text


def _decimal(label: str, text: str, places: int) -> Decimal:
    try:
        found = Decimal(_digits(text).rstrip("€%").replace(",", "."))
    except InvalidOperation:
        found = None
    if (
        found is None
        or not found.is_finite()
        or abs(found) > AMOUNT
        or -found.as_tuple().exponent > places
    ):
        raise Faute(
            f"{label} : « {_short(text)} » n’est pas un nombre à {places} décimales au plus.",
        )
    return found.quantize(Decimal(1).scaleb(-places))


def _date(label: str, text: str) -> date:
    text = text.strip().removesuffix(" 00:00:00")
    for shape in DATES:
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    raise Faute(f"{label} : « {_short(text)} » n’est pas une date, comme 05/01/2026.")


def _choice(one: Field, text: str) -> str:
    """Return the value of a label, of a code of ours, or of a code of LHÉO that names one value only."""
    if code := _spellings(tuple(one.table.choices)).get(plain(text)):
        return code
    by_lheo = [code for code in one.table if one.table.lheo_code(code) == text.strip()]
    if len(by_lheo) == 1:
        return by_lheo[0]
    raise Faute(
        f"« {one.label} » : « {_short(text)} » n’est pas un choix possible. Prenez-le dans la liste de la colonne.",
    )


@cache
def _spellings(choices) -> dict[str, str]:
    """Return each code of a table by what a cell may call it."""
    found = {}
    for code, label in choices:
        for name in (code, label, label.partition(". ")[0]):
            found.setdefault(plain(name), code)
    return found


def _term(one: Field, text: str, known: Lexique) -> str:
    terms = known.termes.get(one.famille, {})
    if found := terms.get(plain(code_of(text))) or terms.get(plain(text)):
        return found
    raise Faute(
        f"« {one.label} » : le code « {_short(code_of(text))} » est inconnu du référentiel {Famille(one.famille).label}.",
    )


def _row(one: Field, text: str, known: Lexique) -> str:
    key = key_of(one, text)
    if key and known.knows(one.kind, key):
        return key
    what = {Kind.SITE: "de site", Kind.CONTACT: "de contact", Kind.ETABLISSEMENT: "de SIRET"}[
        one.kind
    ]
    if not key:
        raise Faute(
            f"« {one.label} » : « {_short(text)} » ne commence pas par un numéro {what}. Prenez-le dans la liste.",
        )
    raise Faute(
        f"« {one.label} » : le numéro {what} {key} n’est pas de ceux que vous pouvez choisir.",
    )
