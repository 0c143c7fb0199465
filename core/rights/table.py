"""The table of rights: who may do what on which rows. With no line that matches, nothing.

A condition turns a user into a `Q`; conditions of a line hold together, roles of an action add up.
Lists ask `Model.objects.allowed(user, action)`, an object asks `can(user, action, row)`: the same filter.
"""

from django.db.models import Q

from core import policy
from core.comptes.models import CleActivation, DemandeCle, Evenement, Invitation, Texte
from core.models import (
    Action,
    Alerte,
    Attribution,
    Campagne,
    Contact,
    Dispositif,
    Effacement,
    Etablissement,
    Formation,
    Lot,
    Membership,
    PorteOuverte,
    RemplacementCertifinfo,
    Session,
    Site,
    Terme,
    User,
)
from core.rights.scopes import (
    ADMINISTRATEUR,
    CARIFOREF,
    EVERYTHING,
    GESTIONNAIRE,
    NOTHING,
    ORGANISME,
    account_of_an_organisation,
    account_of_mine,
    alert_of_my_etablissement,
    at_a_site_of_mine,
    each_by_its_index,
    either,
    entered_by_staff,
    everything,
    followed_by_another,
    formateur,
    formateur_or_mandataire,
    in_state,
    invitation_of_mine,
    its_programme_works,
    lot_is_open,
    mandataire,
    member,
    my_campagnes,
    my_lots,
    my_programmes_attributions,
    named_in_an_action,
    not_held,
    of_my_programmes,
    of_my_sites,
    porteur,
    porteur_of_the_public_one,
    principal_of,
    public_online,
    site_of_mine,
    site_of_my_lots,
    staff_change,
)
from workflows.lifecycle import State
from workflows.models import Publication


def through(model, link, action="view"):
    """What a row may be follows from its parent's line for the same user."""

    def condition(user):
        parent = policy.rows(model, user, action)
        if parent in (EVERYTHING, NOTHING):
            return parent
        return Q(**{f"{link}__in": model.objects.filter(parent).values("pk")})

    return condition


# The table ------------------------------------------------------------------------------

OPEN = in_state(State.DRAFT, State.QUESTIONED)
PORTEUR = {ORGANISME: [porteur], CARIFOREF: [entered_by_staff]}
PORTEUR_OR_STAFF = {ORGANISME: [porteur], CARIFOREF: [everything]}
STAFF = {CARIFOREF: [everything]}
BY_STAFF = {CARIFOREF: [everything], ADMINISTRATEUR: [everything]}
REVIEW = {
    **dict.fromkeys(
        ("ask", "refuse", "validate", "unpublish", "republish", "hold", "release", "leave"),
        STAFF,
    ),
    "take": {CARIFOREF: [followed_by_another]},
}

ACTION = {
    "view": {
        ORGANISME: [
            each_by_its_index(
                Action,
                porteur,
                at_a_site_of_mine,
                formateur,
                mandataire,
                porteur_of_the_public_one,
            ),
        ],
        CARIFOREF: [everything],
        GESTIONNAIRE: [of_my_programmes],
        ADMINISTRATEUR: [everything],
    },
    "change": {
        ORGANISME: [porteur, OPEN, not_held, its_programme_works],
        CARIFOREF: [staff_change, its_programme_works],
    },
    "change_porteur": STAFF,
    "add_private": {
        ORGANISME: [either(porteur, at_a_site_of_mine, formateur), public_online],
    },  # D5
    **dict.fromkeys(("submit", "take_back", "answer", "give_up"), PORTEUR),
    **REVIEW,
    **dict.fromkeys(("reopen", "archive", "restore", "update_live"), PORTEUR_OR_STAFF),
}

OWN_FICHE = {ORGANISME: [site_of_mine], CARIFOREF: [everything]}
SITE = {
    "view": {ORGANISME: [either(site_of_mine, site_of_my_lots)], **BY_STAFF,
             GESTIONNAIRE: [everything]},
    "read_file": {ORGANISME: [site_of_mine], **BY_STAFF},  # its certificate
    "change": {ORGANISME: [site_of_mine, OPEN, not_held], CARIFOREF: [in_state(State.DRAFT, State.SUBMITTED, State.QUESTIONED)]},
    **dict.fromkeys(("submit", "answer", "give_up", "reopen", "update_live", "confirm"), OWN_FICHE),
    **REVIEW,
    **dict.fromkeys(("archive", "restore"), STAFF),
}  # fmt: skip
OWN_ETABLISSEMENT = {ORGANISME: [member], CARIFOREF: [everything]}
ETABLISSEMENT = {
    **SITE,
    "view": {
        ORGANISME: [either(member, named_in_an_action)],
        **BY_STAFF,
        GESTIONNAIRE: [everything],
    },
    "read_file": {},
    "confirm": OWN_ETABLISSEMENT,
    "change": {
        ORGANISME: [member, OPEN, not_held],
        CARIFOREF: [in_state(State.DRAFT, State.SUBMITTED, State.QUESTIONED)],
    },
    **dict.fromkeys(("submit", "answer", "give_up", "reopen", "update_live"), OWN_ETABLISSEMENT),
    "manage_accounts": {ORGANISME: [principal_of], **BY_STAFF},
}
CHANGE_ACTION = {role: [through(Action, "action", "change")] for role in (ORGANISME, CARIFOREF)}
CHANGE_SESSION = {role: [through(Session, "session", "change")] for role in (ORGANISME, CARIFOREF)}
LIVE = {ORGANISME: [of_my_sites], **BY_STAFF}
WRITES_THE_TEXT = Q(
    action_publique=None,
)  # a private addition reads the formation, it neither opens nor closes it (D5)
VIEWERS = (ORGANISME, CARIFOREF, GESTIONNAIRE, ADMINISTRATEUR)


def formation_through_actions(user):
    """A formation is read with one of its actions."""
    parent = policy.rows(Action, user, "view")
    return (
        EVERYTHING
        if parent == EVERYTHING
        else Q(pk__in=Action.objects.filter(parent).values("formation"))
    )


def formation_is_open(user):
    """A formation changes while all its actions do: none is sent, validated, or somebody else's (D4)."""
    actions = Action.objects.filter(WRITES_THE_TEXT)
    closed = actions.filter(state__in=[State.SUBMITTED, State.VALIDATED]).values("formation")
    mine = actions.filter(policy.rows(Action, user, "change"))
    others = actions.filter(state__in=[State.DRAFT, State.QUESTIONED]).exclude(
        pk__in=mine.values("pk"),
    )
    return (
        Q(pk__in=mine.values("formation"))
        & ~Q(pk__in=closed)
        & ~Q(pk__in=others.values("formation"))
    )


def formation_for_staff(user):
    """Staff correct the text of a formation with the action that was sent (D14)."""
    return Q(
        pk__in=Action.objects.filter(WRITES_THE_TEXT, policy.rows(Action, user, "change")).values(
            "formation",
        ),
    )


def publishable_of_sites_i_see(user):
    """Another organisation's référent SOFI is its own business."""
    return through(Site, "site")(user) & ~Q(roles=["sofi"])


RULES = {
    Action: ACTION,
    Formation: {
        "view": {role: [formation_through_actions] for role in VIEWERS},
        "change": {ORGANISME: [formation_is_open], CARIFOREF: [formation_for_staff]},
    },
    Session: {
        "view": {role: [through(Action, "action")] for role in VIEWERS},
        "change": CHANGE_ACTION,
        "delete": CHANGE_ACTION,
    },
    Dispositif: {
        "view": {role: [through(Session, "session")] for role in VIEWERS},
        "change": CHANGE_SESSION,
        "delete": CHANGE_SESSION,
    },
    Etablissement: ETABLISSEMENT,
    Site: SITE,
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
        "view": {ORGANISME: [of_my_sites], **BY_STAFF},
        "change": LIVE,
        "delete": LIVE,
    },
    Alerte: {"view": {ORGANISME: [either(of_my_sites, alert_of_my_etablissement)], **BY_STAFF}},
    Effacement: {"view": BY_STAFF},
    Campagne: {
        "view": {GESTIONNAIRE: [my_campagnes], **BY_STAFF},
        "change": {GESTIONNAIRE: [my_campagnes], ADMINISTRATEUR: [everything]},
        "configure": {
            GESTIONNAIRE: [my_campagnes],
            ADMINISTRATEUR: [everything],
        },  # its rules (D20)
    },
    Lot: {
        "view": {GESTIONNAIRE: [my_lots], **BY_STAFF},
        "change": {GESTIONNAIRE: [my_lots], ADMINISTRATEUR: [everything]},
    },
    Attribution: {
        "view": {
            ORGANISME: [formateur_or_mandataire],
            GESTIONNAIRE: [my_programmes_attributions],
            **BY_STAFF,
        },
        "enter": {  # create its action (D18); a lot that is stopped blocks it
            ORGANISME: [formateur_or_mandataire, lot_is_open],
            CARIFOREF: [lot_is_open],
        },
    },
    Terme: {"view": {role: [everything] for role in VIEWERS}},
    RemplacementCertifinfo: {"view": BY_STAFF},
    Publication: {"view": BY_STAFF},
    CleActivation: dict.fromkeys(("view", "revoke"), BY_STAFF),
    DemandeCle: dict.fromkeys(("view", "answer"), BY_STAFF),
    Texte: dict.fromkeys(("view", "change", "delete"), BY_STAFF),
    Evenement: {"view": BY_STAFF},
    Invitation: {"manage": {ORGANISME: [invitation_of_mine], **BY_STAFF}},
    User: {
        "view": {ADMINISTRATEUR: [everything]},
        "change": {ADMINISTRATEUR: [everything]},
    },
    Membership: {
        "view": {ADMINISTRATEUR: [everything]},
        "change": {ADMINISTRATEUR: [everything]},
        "delete": {ADMINISTRATEUR: [everything]},
        "manage": {
            ORGANISME: [account_of_mine],
            CARIFOREF: [account_of_an_organisation],
            ADMINISTRATEUR: [everything],
        },
    },
}

ADD = {  # who may create one, beside what its form then allows
    Formation: {ORGANISME, CARIFOREF},
    Action: {ORGANISME, CARIFOREF},
    Session: {ORGANISME, CARIFOREF},
    Dispositif: {ORGANISME, CARIFOREF},
    Etablissement: {CARIFOREF},
    Site: {ORGANISME, CARIFOREF},
    Contact: {ORGANISME, CARIFOREF, ADMINISTRATEUR},
    PorteOuverte: {ORGANISME, CARIFOREF, ADMINISTRATEUR},
    Campagne: {GESTIONNAIRE, ADMINISTRATEUR},
    Texte: {CARIFOREF, ADMINISTRATEUR},
    User: {ADMINISTRATEUR},
    Membership: {ADMINISTRATEUR},
}
PAGES = {  # pages that are not those of a row
    "import_region": {CARIFOREF, ADMINISTRATEUR},
    "validation": {CARIFOREF},
    "cles": {CARIFOREF, ADMINISTRATEUR},
    "voir_comme": {CARIFOREF, ADMINISTRATEUR},
    "essayer": {CARIFOREF, GESTIONNAIRE, ADMINISTRATEUR},
    "extensions": {CARIFOREF, ADMINISTRATEUR},
    "export_lheo": {CARIFOREF, ADMINISTRATEUR},
    "annuaire": {CARIFOREF, ADMINISTRATEUR},  # search, import, what the sentinelle found
    "donnees_personnelles": {CARIFOREF, ADMINISTRATEUR},
    "effacer": {ADMINISTRATEUR},
}


def start():
    """Give the table to the policy."""
    policy.register(rules=RULES, add=ADD, pages=PAGES, staff={CARIFOREF, ADMINISTRATEUR})
