"""What the lines of several tables share: who, in which state, and through which parent."""

from django.db.models import Q

from core import policy
from core.rights.scopes import (
    ADMINISTRATEUR,
    CARIFOREF,
    EVERYTHING,
    GESTIONNAIRE,
    NOTHING,
    ORGANISME,
    everything,
    followed_by_another,
    in_state,
)
from workflows.lifecycle import State

VIEWERS = (ORGANISME, CARIFOREF, GESTIONNAIRE, ADMINISTRATEUR)
STAFF = {CARIFOREF: [everything]}
BY_STAFF = {CARIFOREF: [everything], ADMINISTRATEUR: [everything]}
OPEN = in_state(State.DRAFT, State.QUESTIONED)
REVIEW = {
    "ask": STAFF,
    "refuse": STAFF,
    "validate": STAFF,
    "unpublish": STAFF,
    "republish": STAFF,
    "hold": STAFF,
    "release": STAFF,
    "leave": STAFF,
    "take": {CARIFOREF: [followed_by_another]},
}


def by_viewers(condition) -> dict:
    """Return a line that says the same to every role."""
    return {role: [condition] for role in VIEWERS}


def through(model, link, action="view"):
    """Return the condition of rows that may be what their parent's line says for the same user."""

    def condition(user):
        parent = policy.rows(model, user, action)
        if parent in (EVERYTHING, NOTHING):
            return parent
        return Q(**{f"{link}__in": model.objects.filter(parent).values("pk")})

    return condition
