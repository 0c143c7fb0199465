"""A plan of the Région file in French: one wording for the command and for the page."""

from datetime import date
from operator import attrgetter

from core.fasd.identifiants import grouped
from core.models import Lot
from core.plugins import programme
from core.texts.plain import plural


def value(difference, raw) -> str:
    """Return one side of a difference as people read it."""
    match raw:
        case None | "":
            return "vide"
        case bool():
            return "oui" if raw else "non"
        case date():
            return f"{raw:%d/%m/%Y}"
    if difference.field == "statut":
        return Lot.Statut(raw).label.lower()
    if difference.field == "mandataire":
        return grouped(raw)
    return str(raw)


def counts(plan) -> list[tuple[str, int]]:
    """Return what the plan holds, heading by heading, zeros included."""
    return [
        ("Lignes lues", plan.lines),
        ("Lignes nouvelles", len(plan.created)),
        ("Lignes modifiées", len(plan.changed)),
        ("Lignes inchangées", plan.unchanged),
        ("Lignes de retour dans le fichier", len(plan.returned)),
        ("Lignes absentes du fichier", len(plan.gone)),
        ("Campagnes nouvelles", len(plan.campagnes)),
        ("Lots nouveaux", len(plan.new_lots)),
        ("Lots modifiés", len(plan.lots)),
        ("Lots arrêtés", len(plan.stopped)),
        ("Organismes nouveaux (fiches en cours de saisie)", len(plan.organisations)),
        ("Sites nouveaux", len(plan.sites)),
    ]


def campagnes(plan) -> list[str]:
    return [f"{programme(code).label} {annee}" for code, annee in plan.campagnes]


def organisations(plan) -> list[str]:
    return [
        f"{organisation.raison_sociale} ({grouped(organisation.siret)})"
        for organisation in plan.organisations
    ]


def sites(plan) -> list[str]:
    """Return the sites that established organisations gain.

    Those of new organisations go without saying.
    """
    new = {organisation.siret for organisation in plan.organisations}
    names = []
    for site in plan.sites:
        if site.siret not in new:
            names.append(f"{site.nom} ({grouped(site.siret)})")
    return names


def stopped(plan) -> list[str]:
    return [difference.subject for difference in plan.stopped]


def gone(plan) -> list[str]:
    return [_line(row) for row in plan.gone]


def returned(plan) -> list[str]:
    return [_line(row) for row, _ in plan.returned]


def _line(row) -> str:
    lot = row.lot
    return f"Lot {lot.numero} ({lot.campagne.annee}) — {row.nom_site} ({grouped(row.siret)})"


LISTS = (
    ("Campagnes nouvelles", campagnes),
    ("Organismes nouveaux", organisations),
    ("Sites ajoutés à des organismes connus", sites),
    ("Lots arrêtés", stopped),
    ("Lignes de retour dans le fichier", returned),
    ("Lignes absentes du fichier : elles seront marquées, pas supprimées", gone),
)


def lists(plan) -> list[tuple[str, list[str]]]:
    """Return what the plan names, heading by heading; empty ones left out."""
    named = []
    for title, names_of in LISTS:
        names = names_of(plan)
        if names:
            named.append((title, names))
    return named


def differences(plan) -> list[tuple]:
    """Return (line, subject, field, before, after) in words, in the order of the file."""
    return [
        (
            difference.line,
            difference.subject,
            difference.label,
            value(difference, difference.before),
            value(difference, difference.after),
        )
        for difference in sorted(plan.differences, key=attrgetter("line"))
    ]


def summary(plan) -> str:
    if plan.empty:
        return "Rien ne change : tout ce que dit ce fichier est déjà dans SOFI."
    parts = [
        plural(len(plan.created), "ligne nouvelle", "lignes nouvelles"),
        plural(len(plan.changed), "modifiée"),
        plural(plan.unchanged, "inchangée"),
        plural(len(plan.gone), "absente"),
    ]
    return ", ".join(parts) + "."
