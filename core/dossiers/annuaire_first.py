"""What must be online in the annuaire before an offer is (D23)."""

from core.models import Contact, Session
from core.rules import Issue


def missing_in_the_annuaire(action) -> list[Issue]:
    """Return what the responsable and the dispensateur lack for this offer to go online."""
    issues = []

    def miss(path, message, row):
        issues.append(
            Issue(f"annuaire.{row.key}", path, message, source="D23"),
        )  # the code says which fiche mends it

    site = action.site_dispensateur
    if site and not site.is_online:
        miss(
            action.key + ".site_dispensateur",
            f"Le site dispensateur « {site} » n’est pas encore validé.",
            site,
        )
    if site and not site.etablissement.is_online:
        message = f"L’établissement dispensateur « {site.etablissement} » n’est pas encore validé."
        miss(action.key + ".site_dispensateur", message, site.etablissement)
    sessions = Session.objects.filter(action=action, retiree_le=None).select_related(
        "organisme_responsable",
        "site_lieu",
    )
    seen = set()
    for session in sessions.order_by("pk"):
        responsable = session.organisme_responsable
        if responsable is None or responsable.pk in seen:
            continue
        seen.add(responsable.pk)
        path = session.key + ".organisme_responsable"
        if not responsable.is_online:
            miss(
                path,
                f"L’organisme responsable « {responsable} » n’est pas encore validé.",
                responsable,
            )
        if not responsable.sites.filter(online_number__isnull=False).exists():
            miss(
                path,
                f"Aucun site de l’organisme responsable « {responsable} » n’est validé.",
                responsable,
            )
        if not responsable.nda and action.formation.cadre != "initiale":
            miss(
                path,
                f"« {responsable} » n’a pas de numéro de déclaration d’activité : il est exigé en "
                "formation continue.",
                responsable,
            )
        if not publishable_contact(responsable):
            miss(
                path,
                f"« {responsable} » n’a aucun contact à publier : ajoutez-en un à l’un de ses "
                "sites.",
                responsable,
            )
    return issues


def publishable_contact(etablissement) -> bool:
    """Whether someone of this établissement may be named to the public."""
    contacts = Contact.objects.filter(site__etablissement=etablissement, actif=True)
    return any(contact.publishable for contact in contacts)
