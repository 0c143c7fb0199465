"""Where a fiche, or a field of it, is on the screen."""

from django.urls import reverse

from core.fasd import FASD
from core.rules import Issue, Kind, Level

SMALL_TABLES = frozenset(field.name for field in FASD if field.kind is Kind.ROWS)

PAGES = {
    Level.FORMATION: "admin:core_formation_change",
    Level.ACTION: "admin:core_action_change",
    Level.SESSION: "admin:core_session_change",
    Level.DISPOSITIF: "admin:core_dispositif_change",
    Level.ETABLISSEMENT: "admin:core_etablissement_change",
    Level.SITE: "admin:core_site_change",
}


DOSSIERS = {
    Level.ACTION: "admin:core_action_dossier",
    Level.ETABLISSEMENT: "admin:core_etablissement_dossier",
    Level.SITE: "admin:core_site_dossier",
}


def fiche_url(key: str) -> str:
    """Return the page of a fiche, from its key (`S143842`)."""
    return reverse(PAGES[Level(key[0])], args=[key[1:]])


def anchor(field: str) -> str:
    """Return the anchor of a field; a small table's is its group."""
    name, _, row = field.partition(".")
    if not name:
        return ""
    return f"#{name}-group" if row or name in SMALL_TABLES else f"#champ-{name}"


def issue_url(issue: Issue) -> str:
    """Return where an issue is mended."""
    if issue.elsewhere:
        level = Level(issue.elsewhere[0])
        return reverse(DOSSIERS[level], args=[issue.elsewhere[1:]])
    if issue.field == "accord":  # typed with the move that needs it
        return reverse("admin:core_action_mouvement", args=[issue.key[1:], "submit"])
    return fiche_url(issue.key) + anchor(issue.field)


def move_url(subject, name):
    return reverse(f"admin:core_{subject._meta.model_name}_mouvement", args=[subject.pk, name])


def dossier_url(subject):
    return reverse(f"admin:core_{subject._meta.model_name}_dossier", args=[subject.pk])
