"""What is missing or misshapen in a dossier, asked of any programme. Plain Python, no Django."""

import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.rules.fiches import Fiche, Issue
from core.rules.fields import Field
from core.rules.levels import Kind, Level, Need

if TYPE_CHECKING:
    from core.rules.programme import Programme

CHILD = {
    Level.FORMATION: (Level.ACTION, "Ajoutez une action à cette formation."),
    Level.ACTION: (Level.SESSION, "Ajoutez au moins une session à cette action."),
    Level.SESSION: (Level.DISPOSITIF, "Ajoutez au moins un dispositif à cette session."),
}
QUIET = (Need.OPTIONAL, Need.RECEIVED, Need.UNUSED)  # nothing is said of these when they are empty
URL = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+\S*")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"(\+|0)[\d .\-()]{8,24}")
NUMBERS = (
    Kind.INTEGER,
    Kind.AMOUNT,
    Kind.COORDINATE,
)  # `True` is an int to Python, and no number to anybody
SHAPES: dict[Kind, tuple[type, ...]] = {
    Kind.INTEGER: (int,),
    Kind.AMOUNT: (Decimal, int),
    Kind.COORDINATE: (Decimal, int),
    Kind.DATE: (date,),
    Kind.TIME: (time,),
    Kind.BOOLEAN: (bool,),
    Kind.CHOICES: (list, tuple),
    Kind.CODES: (list, tuple),
    Kind.ROWS: (list, tuple),
}


def empty(value: Any) -> bool:
    """Whether a value was left out; `False` and `0` are answers."""
    return value is None or value == "" or value == [] or value == ()


def misshapen(field: Field, value: Any) -> str:
    """Return why a value cannot be kept in this field, as a French sentence, or an empty string."""
    if empty(value):
        return ""
    expected = SHAPES.get(field.kind, ())
    if (expected and not isinstance(value, expected)) or (
        isinstance(value, bool) and field.kind in NUMBERS
    ):
        return f"« {field.label} » n’a pas la forme attendue."
    if field.max_length and isinstance(value, str) and len(value) > field.max_length:
        return (
            f"« {field.label} » compte {len(value)} caractères : "
            f"{field.max_length} au plus, retirez-en {len(value) - field.max_length}."
        )
    if field.max_items and isinstance(value, (list, tuple)) and len(value) > field.max_items:
        return f"« {field.label} » : {field.max_items} choix au plus, il y en a {len(value)}."
    if field.minimum is not None and value < field.minimum:
        return f"« {field.label} » ne peut pas être inférieur à {field.minimum}."
    if field.maximum is not None and value > field.maximum:
        return f"« {field.label} » ne peut pas dépasser {field.maximum}."
    if field.kind is Kind.URL and not URL.fullmatch(value):
        return f"« {field.label} » doit être une adresse complète, commençant par https://."
    if field.kind is Kind.EMAIL and not EMAIL.fullmatch(value):
        return f"« {field.label} » doit être une adresse électronique, comme nom@exemple.fr."
    if field.kind is Kind.PHONE and (sentence := phone_problem(field.label, value)):
        return sentence
    return _unknown_choice(field, value)


def phone_problem(label: str, value: str) -> str:
    """Return why a telephone number cannot be one, or nothing."""
    return (
        ""
        if PHONE.fullmatch(value)
        else f"« {label} » doit être un numéro de téléphone, comme 02 40 20 40 20."
    )


def _unknown_choice(field: Field, value: Any) -> str:
    chosen = value if isinstance(value, (list, tuple)) else [value]
    if field.table is not None:
        for code in chosen:
            if code not in field.table:
                return f"« {field.label} » : « {code} » n’est pas un choix possible."
    if field.allowed and any(code not in field.allowed for code in chosen):
        kept = ", ".join(
            f"« {field.table[code] if field.table else code} »" for code in field.allowed
        )
        return f"« {field.label} » : ce programme n’admet que {kept}."
    return ""


def field_issues(fiche: Fiche, field: Field, contexte) -> Iterator[Issue]:
    """Yield what one field of one fiche lacks."""
    value = fiche.values.get(field.name)
    path = fiche.path(field.name)
    if field.need is Need.UNUSED:
        return
    if empty(value):
        if field.need in (Need.REQUIRED, Need.DEFAULT) or (
            field.need is Need.FIXED and not empty(field.given(contexte))
        ):
            yield Issue("requis", path, f"« {field.label} » est à renseigner.", source=field.source)
        elif field.need is Need.EXPECTED:
            yield Issue(
                "conseil",
                path,
                f"« {field.label} » : il est conseillé de le renseigner.",
                blocking=False,
                source=field.source,
            )
        return
    if field.need is Need.FIXED and value != (given := field.given(contexte)) and not empty(given):
        yield Issue(
            "fixe",
            path,
            f"« {field.label} » est fixé par le programme.",
            source=field.source,
        )
    if sentence := misshapen(field, value):
        yield Issue("forme", path, sentence, source=field.source)
    if field.kind is Kind.ROWS:
        for number, row in enumerate(value):
            for column in field.columns:
                for issue in field_issues(Fiche(fiche.level, "", row), column, contexte):
                    yield Issue(
                        issue.code,
                        f"{path}.{number}{issue.path}",
                        f"{field.label}, ligne {number + 1} : {issue.message}",
                        issue.blocking,
                        field.source,
                    )


def issues(programme: "Programme", root: Fiche) -> list[Issue]:
    """Return the issues of a whole dossier; `root` carries the `Contexte`."""
    found: list[Issue] = []
    table = programme.fields.within(root.contexte)
    for fiche in root.walk():
        for field in table.level(fiche.level):
            if field.need not in QUIET or not empty(fiche.values.get(field.name)):
                found += field_issues(fiche, field, root.contexte)
        if fiche.level in CHILD:
            level, sentence = CHILD[fiche.level]
            if not any(child.level is level for child in fiche.children):
                found.append(Issue("vide", fiche.path(""), sentence, source="LHÉO"))
    missing = {issue.path for issue in found if issue.code == "requis"}
    for check in programme.checks:
        found += (issue for issue in check(root) if issue.path not in missing)  # said once
    return sorted(found, key=lambda issue: not issue.blocking)
