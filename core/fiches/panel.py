"""The live panel « État de la saisie »: what is missing, said by the rules of the programme."""

from dataclasses import dataclass

from core.backoffice.addresses import issue_url
from core.dossiers.difference import where
from core.fiches.badges import diffusion
from core.rules import Fiche, Issue, Kind, Need, Programme
from core.rules.completeness import empty

NEEDED = (Need.REQUIRED, Need.DEFAULT)


@dataclass(frozen=True, slots=True)
class Line:
    """An issue, and the address of the field that mends it."""

    issue: Issue
    url: str


def state_of_entry(programme: Programme, root: Fiche, extra_issues=()) -> dict:
    """Return the context of the panel: issues by fiche, blocking first, and the progress."""
    issues = [*programme.issues(root), *extra_issues]
    blocking = sum(issue.blocking for issue in issues)
    asked = values_asked(programme, root)
    filled = sum(not empty(value) for value in asked)
    return {
        "groups": by_fiche(root, issues),
        "blocking": blocking,
        "advice": len(issues) - blocking,
        "filled": filled,
        "asked": len(asked),
        "part": 100 * filled // len(asked) if asked else 100,
        "a_confirmer": programme.a_confirmer,
        "diffusion": diffusion(root),
    }


def by_fiche(root: Fiche, issues: list[Issue]) -> list[tuple[str, list[Line]]]:
    """Return the fiches that have issues, each with its lines."""
    groups = []
    for fiche in root.walk():
        lines = [Line(issue, issue_url(issue)) for issue in issues if issue.key == fiche.key]
        if lines:
            groups.append((where(fiche), lines))
    return groups


def values_asked(programme: Programme, root: Fiche) -> list:
    """Return the values, given or not, that the programme asks of a dossier."""
    table = programme.fields.within(root.contexte)
    values = []
    for fiche in root.walk():
        for field in table.level(fiche.level):
            if is_asked(field):
                values.append(fiche[field.name])
    return values


def is_asked(field) -> bool:
    if field.need is Need.REQUIRED:
        return True
    return field.need in NEEDED and field.kind is not Kind.ROWS
