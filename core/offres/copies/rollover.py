"""A campaign rolled over to the next year (F16).

Each action is copied for the attribution that follows its own.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q

from core import policy
from core.models import Action, Attribution, Campagne
from core.offres.copies.rows import copy_action
from core.offres.copies.shift import SEMAINES, Shift
from core.rights import scopes
from workflows.lifecycle import State

A_YEAR = Shift(52, SEMAINES)  # the same day of the week
OF_THE_PLACE = 2
OF_THE_MANDATAIRE = 1


@dataclass(slots=True)
class Line:
    """An action of the year, and the attributions of the next one that it may be copied for."""

    action: Action
    sessions: int
    targets: list[Attribution] = field(default_factory=list)

    @property
    def target(self) -> Attribution | None:
        """Return the attribution that most resembles its own, if one does."""
        if not self.targets:
            return None
        best = self.targets[0]
        return best if likeness(self.action.attribution, best) else None


def mine(user):
    """Return the actions that this user may copy: those it entered, or its organisation."""
    rows = Action.objects.allowed(user, "view").filter(action_publique=None)
    rows = rows.exclude(state=State.ARCHIVED)
    if policy.is_staff(user):
        return rows
    return rows.filter(porteur__in=scopes.mine(user))


def campagnes(user):
    """Return the campaigns that this user may roll over, the latest first.

    Each with the number of its actions, as `nombre`.
    """
    own = Q(lots__attributions__actions__in=mine(user))
    count = Count("lots__attributions__actions", filter=own, distinct=True)
    rows = Campagne.objects.filter(own).annotate(nombre=count)
    return rows.distinct().order_by("-annee", "programme")


def likeness(old, new) -> int:
    """Say how much an attribution resembles that of the year before.

    The place counts first, then who answers for it.
    """
    if old.formateur_id != new.formateur_id:
        return 0
    same_site = old.site_id and old.site_id == new.site_id
    degree = 0
    if same_site or old.nom_site == new.nom_site:
        degree += OF_THE_PLACE
    if old.lot.mandataire_id == new.lot.mandataire_id:
        degree += OF_THE_MANDATAIRE
    return degree


def lines(user, campagne) -> list[Line]:
    """Return the actions of a campaign with the free attributions of the next year.

    Of these, the most alike come first.
    """
    free = free_attributions(user, campagne)
    result = []
    taken = set()
    for action in actions_of(user, campagne):
        left = [attribution for attribution in free if attribution.pk not in taken]
        left.sort(key=lambda new, old=action.attribution: -likeness(old, new))
        line = Line(action, action.nombre, left)
        if line.target:
            taken.add(line.target.pk)
        result.append(line)
    return result


def actions_of(user, campagne):
    """Return the actions of a campaign that this user may copy, each with its number of sessions.

    That number is the annotation `nombre`.
    """
    actions = mine(user).filter(attribution__lot__campagne=campagne)
    actions = actions.select_related(
        "formation",
        "porteur",
        "attribution__lot__campagne",
        "attribution__formateur",
    )
    living = Count("sessions", filter=Q(sessions__retiree_le=None))
    return actions.annotate(nombre=living).order_by("pk")


def free_attributions(user, campagne) -> list[Attribution]:
    """Return the attributions of the next year for which nothing is entered yet."""
    free = Attribution.objects.allowed(user, "enter").filter(
        actions=None,
        lot__campagne__programme=campagne.programme,
        lot__campagne__annee=campagne.annee + 1,
    )
    free = free.select_related("lot__campagne", "formateur")
    return list(free.order_by("lot__numero", "pk"))


@transaction.atomic
def roll_over(pairs, *, by, shift: Shift = A_YEAR) -> list[Action]:
    """Copy each action for its new attribution, all or none. Raises `Refused` with the reason."""
    copies = []
    for action, attribution in pairs:
        copy = copy_action(
            action,
            by=by,
            porteur=action.porteur,
            attribution=attribution,
            shift=shift,
        )
        copies.append(copy)
    return copies
