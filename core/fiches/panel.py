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
    groups = []
    for fiche in root.walk():
        lines = [Line(issue, issue_url(issue)) for issue in issues if issue.key == fiche.key]
        if lines:
            groups.append((where(fiche), lines))
    table = programme.fields.within(root.contexte)
    asked = [
        (fiche[field.name], field)
        for fiche in root.walk()
        for field in table.level(fiche.level)
        if (field.need in NEEDED and field.kind is not Kind.ROWS) or field.need is Need.REQUIRED
    ]
    filled = sum(not empty(value) for value, _ in asked)
    blocking = sum(issue.blocking for issue in issues)
    return {
        "groups": groups,
        "blocking": blocking,
        "advice": len(issues) - blocking,
        "filled": filled,
        "asked": len(asked),
        "part": 100 * filled // len(asked) if asked else 100,
        "a_confirmer": programme.a_confirmer,
        "diffusion": diffusion(root),
    }
