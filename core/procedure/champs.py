"""One field in words: what is asked, in which shape, with which value, why, and who says so."""

from dataclasses import dataclass

from core.dossiers.wording import say
from core.fasd.sources import full, pourquoi
from core.models import Famille
from core.rules import Field, FromCertifinfo, FromContexte, Kind, Need, Programme
from core.rules.bounds import NEEDS
from core.rules.completeness import empty

CONTEXTE = {  # what the campaign gives, by attribute of `Contexte`
    "libelle_programme": "le nom du programme",
    "mandataire": "le mandataire du lot",
    "lot": "le numéro du lot",
    "id_action_cr": "l’identifiant de l’action, transmis par la Région",
    "of_mandataire_cr": "l’identifiant du mandataire, transmis par la Région",
    "annee": "l’année de la campagne",
}
LONGEST = 80  # characters of a label in a list
SHAPES = {
    Kind.TEXT: "une ligne de texte",
    Kind.LONG: "un texte",
    Kind.INTEGER: "un nombre entier",
    Kind.AMOUNT: "un nombre, deux décimales au plus",
    Kind.CHOICE: "un choix",
    Kind.CHOICES: "un ou plusieurs choix",
    Kind.DATE: "une date, jour/mois/année",
    Kind.TIME: "une heure, comme 14:15",
    Kind.BOOLEAN: "oui ou non",
    Kind.URL: "une adresse complète, commençant par https://",
    Kind.EMAIL: "une adresse électronique",
    Kind.PHONE: "un numéro de téléphone",
    Kind.SITE: "un site de l’annuaire",
    Kind.CONTACT: "un contact de l’annuaire",
    Kind.ETABLISSEMENT: "un établissement de l’annuaire",
    Kind.FILE: "un fichier",
    Kind.COORDINATE: "une coordonnée en degrés",
}


@dataclass(frozen=True, slots=True)
class Champ:
    """A field of the procédure: texts only, ready for any renderer."""

    name: str
    label: str
    need: str
    required: bool  # nothing goes out without it
    locked: bool  # nobody types it
    expected: str
    value: str
    help: str
    why: str
    source: str
    tightened: bool  # the campaign asks more than the programme


def champ(field: Field, programme: Programme, bare: Programme, names) -> Champ:
    """Return a field of a programme in words; `bare`: the same programme without its campaign."""
    tightened = field.name in bare.fields and field != bare.fields[field.name]
    return Champ(
        name=field.name,
        label=field.label,
        need=need_of(field),
        required=field.need in (Need.REQUIRED, Need.DEFAULT),
        locked=field.need.locked,
        expected="" if field.need.locked else expected_of(field, names),
        value=value_of(field, programme, names),
        help=field.help,
        why=pourquoi(field, tightened=tightened),
        source=full(field.source),
        tightened=tightened,
    )


def need_of(field: Field) -> str:
    if isinstance(field.value, FromCertifinfo) and field.need is Need.RECEIVED:
        return f"reçu de Certifinfo ; s’il ne le donne pas : {NEEDS[field.value.lacking]}"
    return NEEDS[field.need]


# What is expected -------------------------------------------------------------------------


def expected_of(field: Field, names) -> str:
    """Return the shape and the bounds of a value."""
    match field.kind:
        case Kind.TEXT | Kind.LONG:
            return text(field)
        case Kind.INTEGER | Kind.AMOUNT:
            return quantity(field)
        case Kind.CHOICE | Kind.CHOICES:
            labels = " ; ".join(short(label) for _, label in choices(field))
            return f"{SHAPES[field.kind]} : {labels}"
        case Kind.CODE | Kind.CODES:
            return codes(field, names)
        case Kind.ROWS:
            return table(field)
    return SHAPES[field.kind]


def text(field: Field) -> str:
    shape = SHAPES[field.kind]
    if not field.max_length:
        return shape
    return f"{shape}, {number(field.max_length)} caractères au plus"


def quantity(field: Field) -> str:
    unit = f"({field.unit})" if field.unit else ""
    words = (SHAPES[field.kind], unit, bounds(field))
    return " ".join(filter(None, words))


def choices(field: Field) -> list[tuple[str, str]]:
    """Return the values of a closed list that the programme and the campaign keep."""
    if not field.allowed:
        return list(field.table.choices)
    return [(code, label) for code, label in field.table.choices if code in field.allowed]


def short(label: str) -> str:
    """Return a label without the explanation that follows it.

    « Niveau 3. Capacité à… » gives « Niveau 3 ».
    """
    if len(label) <= LONGEST:
        return label
    return label.partition(". ")[0]


def codes(field: Field, names) -> str:
    shape = f"{how_many_codes(field)} du référentiel {Famille(field.famille).label}"
    if not field.allowed:
        return shape
    allowed = " ; ".join(names.term(field.famille, code) for code in field.allowed)
    return f"{shape}, parmi : {allowed}"


def how_many_codes(field: Field) -> str:
    if field.kind is Kind.CODE:
        return "un code"
    if field.max_items:
        return f"jusqu’à {field.max_items} codes"
    return "un ou plusieurs codes"


def table(field: Field) -> str:
    columns = ", ".join(f"{column.label} ({NEEDS[column.need]})" for column in field.columns)
    return f"un tableau ; chaque ligne donne : {columns}"


def bounds(field: Field) -> str:
    low = field.minimum
    high = field.maximum
    if low is not None and high is not None:
        return f"de {number(low)} à {number(high)}"
    if low is not None:
        return f"{number(low)} au moins"
    if high is not None:
        return f"{number(high)} au plus"
    return ""


def number(value) -> str:
    """Return a number as French writes it: thin spaces, a decimal comma."""
    return f"{value:,}".replace(",", "\u202f").replace(".", ",")


# What is given ----------------------------------------------------------------------------


def value_of(field: Field, programme: Programme, names) -> str:
    """Return what is fixed, received or proposed."""
    match field.value:
        case FromContexte(name="libelle_programme"):
            return programme.label
        case FromContexte(name=name):
            return CONTEXTE.get(name, "transmis par la campagne")
        case FromCertifinfo():
            return "donné par Certifinfo"
    if field.need not in (Need.FIXED, Need.RECEIVED, Need.DEFAULT):
        return ""
    if empty(field.value):
        return ""
    words = say(field, field.value, names)
    return short(words) if field.kind is Kind.CHOICE else words
