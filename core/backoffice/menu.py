"""The menu, by what the policy lets one open."""

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


def manages_accounts(user):
    """Whether this person is the main account of an établissement."""
    return (
        not policy.is_staff(user)
        and Etablissement.objects.allowed(user, "manage_accounts").exists()
    )


DIFFUSION = []  # (title, icon, URL name, page of the policy), added by the layers above


def may_import_annuaire(user):
    return policy.may_open(user, "annuaire") and policy.may_add(user, Etablissement)


def navigation(request):
    """Return unfold's sidebar for this user: groups of links (SOFI: Tableau de bord, Annuaire, Formations)."""
    user = request.user
    sees = lambda model: policy.may_some(user, "view", model)  # noqa: E731

    def link(title, icon, name, when=True):
        return {"title": title, "icon": icon, "link": reverse(f"admin:{name}")} if when else None

    groups = [
        (None, [
            link("Tableau de bord", "space_dashboard", "index"),
            link("File de validation", "fact_check", "file", policy.may_open(user, "validation")),
        ]),
        ("Formations", [
            link("Créer", "add_circle", "creer", policy.may_add(user, Action)),
            link("Formations publiques", "account_balance", "formations_publiques", policy.may_add(user, Action)),
            link("Reconduire une campagne", "event_repeat", "reconduire", policy.may_add(user, Action)),
            link("Envoyer", "send", "envoi", policy.may_add(user, Action)),
            link("Saisie par tableur", "table_view", "tableur", policy.may_add(user, Action)),
            link("Procédures de saisie", "description", "procedures", bool(policy.roles(user))),
            link("Actions", "school", "core_action_changelist", sees(Action)),
            link("Sessions", "event", "core_session_changelist", sees(Action)),
            link("Formations", "menu_book", "core_formation_changelist", sees(Action)),
        ]),
        ("Annuaire", [
            link("Établissements", "apartment", "core_etablissement_changelist", sees(Etablissement)),
            link("Sites", "location_on", "core_site_changelist", sees(Etablissement)),
            link("Contacts", "contacts", "core_contact_changelist", sees(Etablissement)),
            link("À vérifier", "rule", "sentinelle", sees(Alerte)),
            link("Import de l’annuaire", "upload_file", "import_annuaire", may_import_annuaire(user)),
            link("Mon équipe", "group", "equipe", manages_accounts(user)),
            link("Portes ouvertes", "door_open", "core_porteouverte_changelist", policy.may_add(user, Action)),
        ]),
        ("Programme régional", [
            link("Campagnes", "flag", "core_campagne_changelist", sees(Campagne)),
            link("Lots", "inventory", "core_lot_changelist", sees(Lot)),
            link("Places par lot", "event_seat", "places", sees(Attribution)),
            link("Attributions", "assignment", "core_attribution_changelist", sees(Attribution)),
            link("Import de la Région", "upload_file", "import_region", policy.may_open(user, "import_region")),
            link("Essayer un programme", "science", "essayer", policy.may_open(user, "essayer")),
        ]),
        ("Diffusion", [link(title, icon, name, policy.may_open(user, page)) for title, icon, name, page in DIFFUSION]),
        ("Administration", [
            link("Référentiels", "library_books", "core_terme_changelist", policy.is_staff(user)),
            link("Remplacements Certifinfo", "sync_alt", "core_remplacementcertifinfo_changelist", sees(RemplacementCertifinfo)),
            link("Extensions", "extension", "extensions", policy.may_open(user, "extensions")),
            link("Clés d’activation", "key", "comptes_cleactivation_changelist", policy.may_open(user, "cles")),
            link("Demandes de clé", "mark_email_unread", "comptes_demandecle_changelist", policy.may_open(user, "cles")),
            link("Données personnelles", "shield_person", "donnees_personnelles", policy.may_open(user, "donnees_personnelles")),
            link("Comptes", "manage_accounts", "core_user_changelist", sees(User)),
            link("Textes publics", "article", "comptes_texte_changelist", policy.may_open(user, "cles")),
            link("Journal des comptes", "history", "comptes_evenement_changelist", policy.may_open(user, "cles")),
        ]),
    ]  # fmt: skip
    return [
        {"title": title, "separator": title is not None, "items": [item for item in items if item]}
        for title, items in groups
        if any(items)
    ]
