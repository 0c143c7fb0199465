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
PLAIN = {
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

    nom: str
    libelle: str
    obligation: str
    exige: bool  # nothing goes out without it
    verrou: bool  # nobody types it
    attendu: str
    valeur: str
    aide: str
    pourquoi: str
    source: str
    campagne: bool  # the campaign asks more than the programme


def champ(field: Field, programme: Programme, bare: Programme, names) -> Champ:
    """Return a field of a programme in words; `bare`: the same programme without its campaign."""
    tightened = field.name in bare.fields and field != bare.fields[field.name]
    return Champ(
        nom=field.name,
        libelle=field.label,
        obligation=obligation(field),
        exige=field.need in (Need.REQUIRED, Need.DEFAULT),
        verrou=field.need.locked,
        attendu="" if field.need.locked else attendu(field, names),
        valeur=valeur(field, programme, names),
        aide=field.help,
        pourquoi=pourquoi(field, tightened=tightened),
        source=full(field.source),
        campagne=tightened,
    )


def obligation(field: Field) -> str:
    if isinstance(field.value, FromCertifinfo) and field.need is Need.RECEIVED:
        return f"reçu de Certifinfo ; s’il ne le donne pas : {NEEDS[field.value.lacking]}"
    return NEEDS[field.need]


def attendu(field: Field, names) -> str:
    """Return the shape and the bounds of a value."""
    match field.kind:
        case Kind.TEXT | Kind.LONG:
            most = f", {number(field.max_length)} caractères au plus" if field.max_length else ""
            return ("une ligne de texte" if field.kind is Kind.TEXT else "un texte") + most
        case Kind.INTEGER | Kind.AMOUNT:
            shape = (
                "un nombre entier"
                if field.kind is Kind.INTEGER
                else "un nombre, deux décimales au plus"
            )
            return " ".join(
                filter(None, (shape, f"({field.unit})" if field.unit else "", bounds(field))),
            )
        case Kind.CHOICE | Kind.CHOICES:
            several = "un ou plusieurs choix" if field.kind is Kind.CHOICES else "un choix"
            return f"{several} : {' ; '.join(short(label) for _, label in choices(field))}"
        case Kind.CODE | Kind.CODES:
            return codes(field, names)
        case Kind.ROWS:
            columns = ", ".join(f"{c.label} ({NEEDS[c.need]})" for c in field.columns)
            return f"un tableau ; chaque ligne donne : {columns}"
    return PLAIN[field.kind]


def choices(field: Field) -> list[tuple[str, str]]:
    """Return the values of a closed list that the programme and the campaign keep."""
    return [
        (code, label)
        for code, label in field.table.choices
        if not field.allowed or code in field.allowed
    ]


def short(label: str) -> str:
    """Return a label without the explanation that follows it: « Niveau 3. Capacité à… » gives « Niveau 3 »."""
    return label.partition(". ")[0] if len(label) > LONGEST else label


def codes(field: Field, names) -> str:
    several = f"jusqu’à {field.max_items} codes" if field.max_items else "un ou plusieurs codes"
    shape = f"{several if field.kind is Kind.CODES else 'un code'} du référentiel {Famille(field.famille).label}"
    kept = " ; ".join(names.term(field.famille, code) for code in field.allowed)
    return f"{shape}, parmi : {kept}" if kept else shape


def bounds(field: Field) -> str:
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f"de {number(low)} à {number(high)}"
    return (
        f"{number(low)} au moins"
        if low is not None
        else f"{number(high)} au plus"
        if high is not None
        else ""
    )


def number(value) -> str:
    return f"{value:,}".replace(",", "\u202f").replace(".", ",")


def valeur(field: Field, programme: Programme, names) -> str:
    """Return what is fixed, received or proposed."""
    match field.value:
        case FromContexte(name="libelle_programme"):
            return programme.label
        case FromContexte(name=name):
            return CONTEXTE.get(name, "transmis par la campagne")
        case FromCertifinfo():
            return "donné par Certifinfo"
    if field.need not in (Need.FIXED, Need.RECEIVED, Need.DEFAULT) or empty(field.value):
        return ""
    return (
        short(say(field, field.value, names))
        if field.kind is Kind.CHOICE
        else say(field, field.value, names)
    )
