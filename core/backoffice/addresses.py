"""Where a fiche, or a field of it, is on the screen."""

import re

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
# What another fiche lacks: core/dossiers/annuaire_first.py
IN_THE_ANNUAIRE = re.compile(r"annuaire\.([EL])([0-9]+)")
MODELS = {Level.ETABLISSEMENT: "etablissement", Level.SITE: "site"}


def fiche_url(key: str) -> str:
    """Return the page of a fiche, from its key (`S143842`)."""
    return reverse(PAGES[Level(key[0])], args=[key[1:]])


def anchor(field: str) -> str:
    """Return the anchor of a field; a small table's is its group."""
    name, _, row = field.partition(".")
    if not name:
        return ""
    if row or name in SMALL_TABLES:
        return f"#{name}-group"
    return f"#champ-{name}"


def issue_url(issue: Issue) -> str:
    """Return where what an issue says is mended."""
    if lacking := IN_THE_ANNUAIRE.fullmatch(issue.code):
        level, number = lacking.groups()
        return reverse(f"admin:core_{MODELS[Level(level)]}_dossier", args=[number])
    if issue.field == "accord":  # typed with the move that needs it
        return reverse("admin:core_action_mouvement", args=[issue.key[1:], "submit"])
    return fiche_url(issue.key) + anchor(issue.field)


def move_url(subject, name):
    model = subject._meta.model_name
    return reverse(f"admin:core_{model}_mouvement", args=[subject.pk, name])


def dossier_url(subject):
    model = subject._meta.model_name
    return reverse(f"admin:core_{model}_dossier", args=[subject.pk])
