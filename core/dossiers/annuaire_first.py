"""What must be online in the annuaire before an offer is (D23)."""

from collections.abc import Iterator

from core.models import Contact, Etablissement, Session
from core.rules import Issue


def missing_in_the_annuaire(action) -> list[Issue]:
    """Return what the responsable and the dispensateur lack for this offer to go online."""
    return [*_of_the_dispensateur(action), *_of_the_responsables(action)]


def _of_the_dispensateur(action) -> Iterator[Issue]:
    site = action.site_dispensateur
    if not site:
        return
    path = f"{action.key}.site_dispensateur"
    if not site.is_online:
        message = f"Le site dispensateur « {site} » n’est pas encore validé."
        yield _missing("site", path, message, site)
    etablissement = site.etablissement
    if not etablissement.is_online:
        message = f"L’établissement dispensateur « {etablissement} » n’est pas encore validé."
        yield _missing("etablissement", path, message, etablissement)


def _of_the_responsables(action) -> Iterator[Issue]:
    """Yield what each responsable lacks, at the first session that names it."""
    sessions = Session.objects.filter(action=action, retiree_le=None)
    sessions = sessions.select_related("organisme_responsable", "site_lieu")
    seen = set()
    for session in sessions.order_by("pk"):
        responsable = session.organisme_responsable
        if responsable is None or responsable.pk in seen:
            continue
        seen.add(responsable.pk)
        path = f"{session.key}.organisme_responsable"
        for code, message in _lacks(responsable, action.formation):
            yield _missing(code, path, message, responsable)


def _lacks(responsable: Etablissement, formation) -> Iterator[tuple[str, str]]:
    """Yield what a responsable lacks to answer for a formation: (code, sentence)."""
    if not responsable.is_online:
        yield (
            "responsable",
            f"L’organisme responsable « {responsable} » n’est pas encore validé.",
        )
    if not responsable.sites.filter(online_number__isnull=False).exists():
        yield (
            "sans_site",
            f"Aucun site de l’organisme responsable « {responsable} » n’est validé.",
        )
    if not responsable.nda and formation.cadre != "initiale":
        yield (
            "sans_nda",
            (
                f"« {responsable} » n’a pas de numéro de déclaration d’activité : "
                "il est exigé en formation continue."
            ),
        )
    if not publishable_contact(responsable):
        yield (
            "sans_contact",
            f"« {responsable} » n’a aucun contact à publier : ajoutez-en un à l’un de ses sites.",
        )


def _missing(code, path, message, mended_by) -> Issue:
    return Issue(f"annuaire.{code}", path, message, source="D23", elsewhere=mended_by.key)


def publishable_contact(etablissement) -> bool:
    """Whether someone of this établissement may be named to the public."""
    contacts = Contact.objects.filter(site__etablissement=etablissement, actif=True)
    return any(contact.publishable for contact in contacts)
