"""The badges of the diffusion targets: who would take this dossier, and who would not.

With the field that says why.
"""

from dataclasses import dataclass

from core import plugins
from core.backoffice.addresses import issue_url
from core.models import Etablissement
from core.plugins.target import Organismes, Verdict, verdicts
from core.rules import Fiche, Issue, Level


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some sessions are refused, and where to mend it."""

    message: str
    source: str
    url: str
    where: str  # the sessions it holds for, when it is not all of them


@dataclass(frozen=True, slots=True)
class Badges:
    """Targets that answer alike, with their reasons."""

    labels: tuple[str, ...]
    tone: str  # oui, partie, non
    reasons: tuple[Reason, ...]


def diffusion(root: Fiche, *, linked: bool = True) -> dict | None:
    """Return what the panel says of the targets; nothing for a fiche of the annuaire."""
    if root.level is not Level.FORMATION:
        return None
    groups: dict[tuple, list[Verdict]] = {}
    to_confirm = []
    for verdict in verdicts(plugins.targets(), root, organismes_of(root)):
        groups.setdefault(verdict.refusals, []).append(verdict)
        if verdict.target.a_confirmer:
            to_confirm.append(verdict.target.label)
    return {
        "groups": [_badges(alike, root, linked=linked) for alike in groups.values()],
        "a_confirmer": ", ".join(to_confirm),
    }


def _badges(alike: list[Verdict], root: Fiche, *, linked: bool) -> Badges:
    first = alike[0]
    by_reason: dict[tuple, list[Issue]] = {}
    for issue in first.refusals:
        by_reason.setdefault((issue.message, issue.source), []).append(issue)
    reasons = []
    for (message, source), issues in by_reason.items():
        url = issue_url(issues[0]) if linked else ""
        reasons.append(Reason(message, source, url, _where(issues, root)))
    labels = tuple(verdict.target.label for verdict in alike)
    return Badges(labels, _tone(first), tuple(reasons))


def _tone(verdict: Verdict) -> str:
    if verdict.taken:
        return "oui"
    if verdict.partly:
        return "partie"
    return "non"


def _where(issues: list[Issue], root: Fiche) -> str:
    """Return which sessions are refused for a reason, when others pass."""
    keys = {issue.key for issue in issues}
    sessions = list(root.each(Level.SESSION))
    refused = [session for session in sessions if _holds(session, keys)]
    if not refused or len(refused) == len(sessions):
        return ""
    if len(refused) == 1:
        return f"session {refused[0].key[1:]}"
    return f"{len(refused)} sessions sur {len(sessions)}"


def _holds(session: Fiche, keys: set[str]) -> bool:
    """Whether a session, or a fiche under it, is one of these."""
    return any(fiche.key in keys for fiche in session.walk())


def organismes_of(root: Fiche) -> Organismes:
    """Return what the annuaire knows of the organismes responsables, in two queries."""
    sirets = {session["organisme_responsable"] for session in root.each(Level.SESSION)}
    sirets -= {None, ""}
    if not sirets:
        return {}
    rows = Etablissement.objects.filter(siret__in=sirets).prefetch_related("sites")
    return {row.siret: _organisme(row) for row in rows}


def _organisme(row) -> Fiche:
    """Return what the targets read of an établissement and of its sites."""
    sites = []
    for site in row.sites.all():
        values = {"qualite": site.qualite, "qualiopi_fin": site.qualiopi_fin}
        sites.append(Fiche(Level.SITE, site.key, values))
    return Fiche(Level.ETABLISSEMENT, row.key, {"nda": row.nda}, tuple(sites))
