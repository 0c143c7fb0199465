"""What is missing or misshapen in a dossier, asked of any programme. Plain Python, no Django."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.rules.fiches import Fiche, Issue
from core.rules.fields import Field
from core.rules.levels import Kind, Level, Need, Shape
from core.texts.shapes import email_problem, phone_problem, postal_code_problem, url_problem

if TYPE_CHECKING:
    from core.rules.programme import Programme

CHILD = {
    Level.FORMATION: (Level.ACTION, "Ajoutez une action à cette formation."),
    Level.ACTION: (Level.SESSION, "Ajoutez au moins une session à cette action."),
    Level.SESSION: (Level.DISPOSITIF, "Ajoutez au moins un dispositif à cette session."),
}
QUIET = (Need.OPTIONAL, Need.RECEIVED, Need.UNUSED)  # nothing is said of these when they are empty
PROBLEMS = {  # of a text, by what it is
    Kind.URL: url_problem,
    Kind.EMAIL: email_problem,
    Kind.PHONE: phone_problem,
    Shape.CODE_POSTAL: postal_code_problem,
}
# `True` is an int to Python, and no number to anybody.
NUMBERS = (
    Kind.INTEGER,
    Kind.AMOUNT,
    Kind.COORDINATE,
)
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
    if not _has_its_shape(field, value):
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
    problem_of_text = PROBLEMS.get(field.shape or field.kind)
    if problem_of_text:
        return problem_of_text(field.label, value)
    return _unknown_choice(field, value)


def _has_its_shape(field: Field, value: Any) -> bool:
    if isinstance(value, bool) and field.kind in NUMBERS:
        return False
    expected = SHAPES.get(field.kind, ())
    return not expected or isinstance(value, expected)


def _unknown_choice(field: Field, value: Any) -> str:
    chosen = value if isinstance(value, (list, tuple)) else [value]
    if field.table is not None:
        for code in chosen:
            if code not in field.table:
                return f"« {field.label} » : « {code} » n’est pas un choix possible."
    if field.allowed and any(code not in field.allowed for code in chosen):
        labels = [field.table[code] if field.table else code for code in field.allowed]
        names = ", ".join(f"« {label} »" for label in labels)
        return f"« {field.label} » : ce programme n’admet que {names}."
    return ""


def field_issues(fiche: Fiche, field: Field, contexte) -> Iterator[Issue]:
    """Yield what one field of one fiche lacks."""
    value = fiche.values.get(field.name)
    path = fiche.path(field.name)
    if field.need is Need.UNUSED:
        return
    fixed = field.given(contexte) if field.need is Need.FIXED else None
    if empty(value):
        if field.need in (Need.REQUIRED, Need.DEFAULT) or not empty(fixed):
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
    if not empty(fixed) and value != fixed:
        yield Issue(
            "fixe",
            path,
            f"« {field.label} » est fixé par le programme.",
            source=field.source,
        )
    sentence = misshapen(field, value)
    if sentence:
        yield Issue("forme", path, sentence, source=field.source)
    if field.kind is Kind.ROWS:
        for number, row in enumerate(value):
            for issue in _row_issues(Fiche(fiche.level, "", row), field, contexte):
                yield Issue(
                    issue.code,
                    f"{path}.{number}{issue.path}",
                    f"{field.label}, ligne {number + 1} : {issue.message}",
                    issue.blocking,
                    field.source,
                )


def _row_issues(row: Fiche, field: Field, contexte) -> Iterator[Issue]:
    """Yield what one row of a small table lacks."""
    for column in field.columns:
        yield from field_issues(row, column, contexte)


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
