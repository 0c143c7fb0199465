"""Rights on the annuaire: établissements, sites, contacts, portes ouvertes, alerts."""

from django.db.models import Q

from core.models import Alerte, Contact, Etablissement, PorteOuverte, Site
from core.rights.common import BY_STAFF, OPEN, REVIEW, STAFF, through
from core.rights.scopes import (
    ADMINISTRATEUR,
    CARIFOREF,
    GESTIONNAIRE,
    ORGANISME,
    alert_of_my_etablissement,
    either,
    everything,
    in_state,
    member,
    named_in_an_action,
    not_held,
    of_my_sites,
    principal_of,
    site_of_mine,
    site_of_my_lots,
)
from workflows.lifecycle import State


def publishable_of_sites_i_see(user):
    """Another organisation's référent SOFI is its own business."""
    return through(Site, "site")(user) & ~Q(roles=["sofi"])


def fiche(owner, viewers) -> dict:
    """Return the lines of a fiche of the annuaire: who owns it, who sees it."""
    own = {ORGANISME: [owner], CARIFOREF: [everything]}
    return {
        "view": {ORGANISME: [viewers], **BY_STAFF, GESTIONNAIRE: [everything]},
        "change": {
            ORGANISME: [owner, OPEN, not_held],
            CARIFOREF: [in_state(State.DRAFT, State.SUBMITTED, State.QUESTIONED)],
        },
        "submit": own,
        "answer": own,
        "give_up": own,
        "reopen": own,
        "update_live": own,
        "confirm": own,
        "archive": STAFF,
        "restore": STAFF,
        **REVIEW,
    }


LIVE = {ORGANISME: [of_my_sites], **BY_STAFF}

RULES = {
    Etablissement: {
        **fiche(owner=member, viewers=either(member, named_in_an_action)),
        "manage_accounts": {ORGANISME: [principal_of], **BY_STAFF},
    },
    Site: {
        **fiche(owner=site_of_mine, viewers=either(site_of_mine, site_of_my_lots)),
        "read_file": {ORGANISME: [site_of_mine], **BY_STAFF},  # its certificate
    },
    Contact: {
        "view": {
            ORGANISME: [either(of_my_sites, publishable_of_sites_i_see)],
            **BY_STAFF,
            GESTIONNAIRE: [everything],
        },
        "change": LIVE,
        "confirm": LIVE,
        "delete": LIVE,
    },
    PorteOuverte: {
        "view": LIVE,
        "change": LIVE,
        "delete": LIVE,
    },
    Alerte: {"view": {ORGANISME: [either(of_my_sites, alert_of_my_etablissement)], **BY_STAFF}},
}
ADD = {
    Etablissement: {CARIFOREF},
    Site: {ORGANISME, CARIFOREF},
    Contact: {ORGANISME, CARIFOREF, ADMINISTRATEUR},
    PorteOuverte: {ORGANISME, CARIFOREF, ADMINISTRATEUR},
}
