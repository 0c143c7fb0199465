"""The menu, by what the policy lets one open."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from core import policy
from core.models import (
    Action,
    Alerte,
    Attribution,
    Campagne,
    Etablissement,
    Lot,
    RemplacementCertifinfo,
    User,
)

DIFFUSION = []  # (title, icon, URL name, page of the policy), added by the layers above


def always(user):
    return True


def adds_offers(user):
    return policy.may_add(user, Action)


def has_a_role(user):
    return bool(policy.roles(user))


def may_import_annuaire(user):
    return policy.may_open(user, "annuaire") and policy.may_add(user, Etablissement)


def manages_accounts(user):
    """Whether this person is the main account of an établissement."""
    if policy.is_staff(user):
        return False
    return Etablissement.objects.allowed(user, "manage_accounts").exists()


def sees(model):
    """Return the condition: this person reads some rows of a model."""
    return lambda user: policy.may_some(user, "view", model)


def opens(page):
    """Return the condition: this person opens a page of the policy."""
    return lambda user: policy.may_open(user, page)


class Entry(NamedTuple):
    """A link of the menu, and who is shown it."""

    title: str
    icon: str
    name: str  # of its URL
    shown_to: Callable = always

    def link(self):
        return {
            "title": self.title,
            "icon": self.icon,
            "link": reverse(f"admin:{self.name}"),
        }


MENU = {  # a row is an entry; the first group has no title
    None: (
        Entry("Tableau de bord", "space_dashboard", "index"),
        Entry("File de validation", "fact_check", "file", opens("validation")),
    ),
    "Formations": (
        Entry("Créer", "add_circle", "creer", adds_offers),
        Entry("Formations publiques", "account_balance", "formations_publiques", adds_offers),
        Entry("Reconduire une campagne", "event_repeat", "reconduire", adds_offers),
        Entry("Envoyer", "send", "envoi", adds_offers),
        Entry("Saisie par tableur", "table_view", "tableur", adds_offers),
        Entry("Procédures de saisie", "description", "procedures", has_a_role),
        Entry("Actions", "school", "core_action_changelist", sees(Action)),
        Entry("Sessions", "event", "core_session_changelist", sees(Action)),
        Entry("Formations", "menu_book", "core_formation_changelist", sees(Action)),
    ),
    "Annuaire": (
        Entry("Établissements", "apartment", "core_etablissement_changelist", sees(Etablissement)),
        Entry("Sites", "location_on", "core_site_changelist", sees(Etablissement)),
        Entry("Contacts", "contacts", "core_contact_changelist", sees(Etablissement)),
        Entry("À vérifier", "rule", "sentinelle", sees(Alerte)),
        Entry("Import de l’annuaire", "upload_file", "import_annuaire", may_import_annuaire),
        Entry("Mon équipe", "group", "equipe", manages_accounts),
        Entry("Portes ouvertes", "door_open", "core_porteouverte_changelist", adds_offers),
    ),
    "Programme régional": (
        Entry("Campagnes", "flag", "core_campagne_changelist", sees(Campagne)),
        Entry("Lots", "inventory", "core_lot_changelist", sees(Lot)),
        Entry("Places par lot", "event_seat", "places", sees(Attribution)),
        Entry("Attributions", "assignment", "core_attribution_changelist", sees(Attribution)),
        Entry("Import de la Région", "upload_file", "import_region", opens("import_region")),
        Entry("Essayer un programme", "science", "essayer", opens("essayer")),
    ),
    "Diffusion": (),
    "Administration": (
        Entry("Référentiels", "library_books", "core_terme_changelist", policy.is_staff),
        Entry(
            "Remplacements Certifinfo",
            "sync_alt",
            "core_remplacementcertifinfo_changelist",
            sees(RemplacementCertifinfo),
        ),
        Entry("Extensions", "extension", "extensions", opens("extensions")),
        Entry("Clés d’activation", "key", "comptes_cleactivation_changelist", opens("cles")),
        Entry(
            "Demandes de clé",
            "mark_email_unread",
            "comptes_demandecle_changelist",
            opens("cles"),
        ),
        Entry(
            "Données personnelles",
            "shield_person",
            "donnees_personnelles",
            opens("donnees_personnelles"),
        ),
        Entry("Comptes", "manage_accounts", "core_user_changelist", sees(User)),
        Entry("Textes publics", "article", "comptes_texte_changelist", opens("cles")),
        Entry("Journal des comptes", "history", "comptes_evenement_changelist", opens("cles")),
    ),
}


def navigation(request):
    """Return unfold's sidebar for this user: groups of links."""
    groups = []
    for title, entries in MENU.items():
        links = [entry.link() for entry in entries if entry.shown_to(request.user)]
        if title == "Diffusion":
            links = links_of_diffusion(request.user)
        if links:
            groups.append({"title": title, "separator": title is not None, "items": links})
    return groups


def links_of_diffusion(user):
    return [
        Entry(title, icon, name).link()
        for title, icon, name, page in DIFFUSION
        if policy.may_open(user, page)
    ]
