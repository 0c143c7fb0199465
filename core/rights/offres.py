"""Rights on the offers: formation, action, session, dispositif."""

from django.db.models import Q

from core import policy
from core.models import Action, Dispositif, Formation, Session
from core.rights.common import OPEN, REVIEW, STAFF, by_viewers, through
from core.rights.scopes import (
    ADMINISTRATEUR,
    CARIFOREF,
    EVERYTHING,
    GESTIONNAIRE,
    ORGANISME,
    at_a_site_of_mine,
    each_by_its_index,
    either,
    entered_by_staff,
    everything,
    formateur,
    its_programme_works,
    mandataire,
    not_held,
    of_my_programmes,
    porteur,
    porteur_of_the_public_one,
    public_online,
    staff_change,
)
from workflows.lifecycle import State

# A private addition reads the formation: it neither opens nor closes it (D5).
WRITES_THE_TEXT = Q(action_publique=None)


def formation_through_actions(user):
    """A formation is read with one of its actions."""
    parent = policy.rows(Action, user, "view")
    if parent == EVERYTHING:
        return EVERYTHING
    return Q(pk__in=Action.objects.filter(parent).values("formation"))


def formation_is_open(user):
    """A formation changes while all its actions do (D4).

    None is sent, validated, or somebody else's.
    """
    actions = Action.objects.filter(WRITES_THE_TEXT)
    mine = actions.filter(policy.rows(Action, user, "change"))
    closed = actions.filter(state__in=[State.SUBMITTED, State.VALIDATED])
    open_ones = actions.filter(state__in=[State.DRAFT, State.QUESTIONED])
    others = open_ones.exclude(pk__in=mine.values("pk"))
    return (
        Q(pk__in=mine.values("formation"))
        & ~Q(pk__in=closed.values("formation"))
        & ~Q(pk__in=others.values("formation"))
    )


def formation_for_staff(user):
    """Staff correct the text of a formation with the action that was sent (D14)."""
    changeable = policy.rows(Action, user, "change")
    actions = Action.objects.filter(WRITES_THE_TEXT, changeable)
    return Q(pk__in=actions.values("formation"))


SEEN_BY_AN_ORGANISATION = each_by_its_index(
    Action,
    porteur,
    at_a_site_of_mine,
    formateur,
    mandataire,
    porteur_of_the_public_one,
)
PORTEUR = {ORGANISME: [porteur], CARIFOREF: [entered_by_staff]}
PORTEUR_OR_STAFF = {ORGANISME: [porteur], CARIFOREF: [everything]}
WITH_ITS_ACTION = through(Action, "action", "change")
WITH_ITS_SESSION = through(Session, "session", "change")
CHANGE_ACTION = {ORGANISME: [WITH_ITS_ACTION], CARIFOREF: [WITH_ITS_ACTION]}
CHANGE_SESSION = {ORGANISME: [WITH_ITS_SESSION], CARIFOREF: [WITH_ITS_SESSION]}

RULES = {
    Action: {
        "view": {
            ORGANISME: [SEEN_BY_AN_ORGANISATION],
            CARIFOREF: [everything],
            GESTIONNAIRE: [of_my_programmes],
            ADMINISTRATEUR: [everything],
        },
        "change": {
            ORGANISME: [porteur, OPEN, not_held, its_programme_works],
            CARIFOREF: [staff_change, its_programme_works],
        },
        "change_porteur": STAFF,
        "add_private": {  # D5
            ORGANISME: [either(porteur, at_a_site_of_mine, formateur), public_online],
        },
        "submit": PORTEUR,
        "take_back": PORTEUR,
        "answer": PORTEUR,
        "give_up": PORTEUR,
        "reopen": PORTEUR_OR_STAFF,
        "archive": PORTEUR_OR_STAFF,
        "restore": PORTEUR_OR_STAFF,
        "update_live": PORTEUR_OR_STAFF,
        **REVIEW,
    },
    Formation: {
        "view": by_viewers(formation_through_actions),
        "change": {ORGANISME: [formation_is_open], CARIFOREF: [formation_for_staff]},
    },
    Session: {
        "view": by_viewers(through(Action, "action")),
        "change": CHANGE_ACTION,
        "delete": CHANGE_ACTION,
    },
    Dispositif: {
        "view": by_viewers(through(Session, "session")),
        "change": CHANGE_SESSION,
        "delete": CHANGE_SESSION,
    },
}
ADD = {
    Formation: {ORGANISME, CARIFOREF},
    Action: {ORGANISME, CARIFOREF},
    Session: {ORGANISME, CARIFOREF},
    Dispositif: {ORGANISME, CARIFOREF},
}
