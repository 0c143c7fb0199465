"""The badges of the diffusion targets: who would take this dossier, who would not, and the field that says why."""

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
    found = verdicts(plugins.targets(), root, organismes_of(root))
    groups: dict[tuple, list[Verdict]] = {}
    for verdict in found:
        groups.setdefault(verdict.refusals, []).append(verdict)
    return {
        "groups": [_badges(several, root, linked=linked) for several in groups.values()],
        "a_confirmer": ", ".join(
            verdict.target.label for verdict in found if verdict.target.a_confirmer
        ),
    }


def _badges(several: list[Verdict], root: Fiche, *, linked: bool) -> Badges:
    first = several[0]
    tone = "oui" if first.taken else "partie" if first.partly else "non"
    by_reason: dict[tuple, list[Issue]] = {}
    for issue in first.refusals:
        by_reason.setdefault((issue.message, issue.source), []).append(issue)
    reasons = tuple(
        Reason(message, source, issue_url(issues[0]) if linked else "", _where(issues, root))
        for (message, source), issues in by_reason.items()
    )
    return Badges(tuple(verdict.target.label for verdict in several), tone, reasons)


def _where(issues: list[Issue], root: Fiche) -> str:
    """Return which sessions are refused for a reason, when others pass."""
    keys = {issue.key for issue in issues}
    sessions = list(root.each(Level.SESSION))
    refused = [s.key[1:] for s in sessions if any(x.key in keys for x in s.walk())]
    if not refused or len(refused) == len(sessions):
        return ""
    return (
        f"session {refused[0]}"
        if len(refused) == 1
        else f"{len(refused)} sessions sur {len(sessions)}"
    )


def organismes_of(root: Fiche) -> Organismes:
    """Return what the annuaire knows of the organismes responsables, in two queries."""
    sirets = {
        siret for session in root.each(Level.SESSION) if (siret := session["organisme_responsable"])
    }
    rows = (
        Etablissement.objects.filter(siret__in=sirets).prefetch_related("sites") if sirets else ()
    )
    return {
        row.siret: Fiche(
            Level.ETABLISSEMENT,
            row.key,
            {"nda": row.nda},
            tuple(
                Fiche(Level.SITE, s.key, {"qualite": s.qualite, "qualiopi_fin": s.qualiopi_fin})
                for s in row.sites.all()
            ),
        )
        for row in rows
    }
