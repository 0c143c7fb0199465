"""What a campaign may ask of a field: more than its programme and LHÉO, never less.

Each excess in a sentence. Plain Python.
"""

from dataclasses import replace
from datetime import date

from core.rules import OFFER, Contexte, Fiche, Field, FromContexte, Kind, Need, Programme
from core.rules.completeness import empty, misshapen

TEXTS = (Kind.TEXT, Kind.LONG)
NUMBERS = (Kind.INTEGER, Kind.AMOUNT)
LISTED = (Kind.CHOICE, Kind.CHOICES, Kind.CODE, Kind.CODES)
VALUED = (
    *TEXTS,
    *NUMBERS,
    *LISTED,
    Kind.DATE,
    Kind.TIME,
    Kind.BOOLEAN,
    Kind.URL,
    Kind.EMAIL,
    Kind.PHONE,
)
RANK = {Need.OPTIONAL: 0, Need.EXPECTED: 1, Need.REQUIRED: 2, Need.DEFAULT: 2, Need.FIXED: 3}
NEEDS = {
    Need.OPTIONAL: "facultatif",
    Need.EXPECTED: "conseillé",
    Need.REQUIRED: "obligatoire",
    Need.DEFAULT: "proposé et obligatoire",
    Need.FIXED: "fixé",
    Need.RECEIVED: "reçu",
    Need.UNUSED: "non employé",
}
CLOSED = {
    Need.FIXED: "est fixé par le programme : une campagne ne peut pas le changer.",
    Need.RECEIVED: "est reçu de la Région ou de Certifinfo : une campagne ne peut pas le changer.",
    Need.UNUSED: "n’est pas employé par ce programme : une campagne ne peut pas l’ajouter.",
}


def choices_of_need(field: Field) -> list[Need]:
    """Return the needs by which a campaign may tighten a field."""
    if field.need in CLOSED:
        return []
    tighter = [Need.EXPECTED, Need.REQUIRED]
    if field.kind in VALUED:
        tighter += [Need.DEFAULT, Need.FIXED]
    return [need for need in tighter if RANK[need] >= RANK[field.need]]


def loosenings(field: Field, a) -> list[str]:
    """Return why an ajustement asks less than the programme, or cannot be kept, in French."""
    label = f"« {field.label} »"
    if field.need in CLOSED:
        return [f"{label} {CLOSED[field.need]}"]
    if a.need and a.need not in choices_of_need(field):
        return [_of_the_need(field, a, label)]
    problems = [*_of_values(field, a, label), *_of_bounds(field, a, label)]
    return problems or _of_the_value(field, a, label)


def _of_the_need(field, a, label):
    if a.need in RANK and RANK[a.need] < RANK[field.need]:
        return (
            f"{label} est {NEEDS[field.need]} dans ce programme : une campagne ne peut pas le "
            f"rendre {NEEDS[a.need]}."
        )
    return f"{label} ne peut pas être {NEEDS[a.need]} par une campagne."


def _of_values(field, a, label):
    if not a.allowed:
        return
    beyond = [value for value in a.allowed if value not in field.allowed]
    if field.kind not in LISTED:
        yield f"{label} n’est pas une liste : ses valeurs ne se choisissent pas."
    elif field.allowed and beyond:
        names = ", ".join(_named(field, value) for value in beyond)
        yield f"{label} : le programme n’admet pas {names}, une campagne ne peut pas l’ajouter."
    elif field.table is not None and any(value not in field.table for value in a.allowed):
        yield f"{label} : une des valeurs choisies n’existe pas."


def _named(field, value):
    label = field.table.get(value, value) if field.table else value
    return f"« {label} »"


def _of_bounds(field, a, label):
    if a.minimum is None and a.maximum is None:
        return
    if field.kind in TEXTS:
        if a.minimum is not None:
            yield f"{label} est un texte : seul son maximum de caractères se règle."
        if a.maximum is not None and a.maximum < 1:
            yield f"{label} doit garder au moins un caractère."
        if a.maximum is not None and field.max_length and a.maximum > field.max_length:
            yield (
                f"{label} compte {field.max_length} caractères au plus (programme, LHÉO) : "
                "une campagne ne peut pas l’allonger."
            )
        return
    if field.kind not in (*NUMBERS, Kind.DATE):
        yield f"{label} n’est ni un nombre, ni une date, ni un texte : il n’a pas de seuil."
        return
    if field.kind is not Kind.DATE:
        if a.minimum is not None and field.minimum is not None and a.minimum < field.minimum:
            yield (
                f"{label} ne descend pas sous {field.minimum} (programme ou LHÉO) : "
                "une campagne ne peut pas l’abaisser."
            )
        if a.maximum is not None and field.maximum is not None and a.maximum > field.maximum:
            yield (
                f"{label} ne dépasse pas {field.maximum} (programme ou LHÉO) : "
                "une campagne ne peut pas le relever."
            )
    if a.minimum is not None and a.maximum is not None and a.minimum > a.maximum:
        yield f"{label} : le minimum dépasse le maximum."


def _of_the_value(field, a, label):
    """Look at the value that is proposed or fixed, the programme's own included."""
    given = a.need in (Need.DEFAULT, Need.FIXED)
    if not empty(a.value) and not given:
        return [f"{label} : dites si la valeur est proposée ou fixée."]
    value = field.value if empty(a.value) else a.value
    if isinstance(value, FromContexte) or (not given and field.need is not Need.DEFAULT):
        return []
    if empty(value):
        verb = "fixer" if a.need is Need.FIXED else "proposer"
        return [f"{label} : donnez la valeur à {verb}."]
    narrow = replace(field, allowed=a.allowed or field.allowed)
    if field.kind in NUMBERS:
        narrow = replace(
            narrow,
            minimum=_first(a.minimum, field.minimum),
            maximum=_first(a.maximum, field.maximum),
        )
    if field.kind in TEXTS:
        narrow = replace(narrow, max_length=_first(a.maximum, field.max_length))
    wrong = misshapen(narrow, value)
    if field.kind is Kind.DATE and isinstance(value, date):
        too_early = a.minimum and value < a.minimum
        too_late = a.maximum and value > a.maximum
        if not wrong and (too_early or too_late):
            wrong = f"{label} : la date est hors des seuils."
    if not wrong:
        return []
    if empty(a.value):
        return [f"La valeur que le programme propose n’est plus admise. {wrong}"]
    return [wrong]


def _first(one, other):
    return other if one is None else one


def unreachable(programme: Programme, champ: str) -> list[str]:
    """Return what the programme's own checks answer to a fixed value, whatever else is typed.

    Nothing could ever be sent.
    """
    field = programme.fields[champ]
    if field.need is not Need.FIXED:
        return []
    root = None
    for level in reversed(OFFER):
        values = {champ: field.value} if level is field.level else {}
        children = (root,) if root else ()
        root = Fiche(level, f"{level}0", values, children)
    root = replace(root, contexte=Contexte(aujourdhui=date(2000, 1, 1)))
    messages = []
    for issue in programme.issues(root):
        if issue.blocking and issue.field == champ:
            messages.append(f"Aucune offre ne pourrait être envoyée : {issue.message}")
    return messages
