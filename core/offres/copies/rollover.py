"""A campaign rolled over to the next year: each action copied for the attribution that follows its own (F16)."""

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


@dataclass(slots=True)
class Line:
    """An action of the year, and the attributions of the next one for which it may be copied."""

    action: Action
    sessions: int
    targets: list[Attribution] = field(default_factory=list)

    @property
    def target(self) -> Attribution | None:
        """Return the attribution that most resembles its own, if one does."""
        return (
            self.targets[0]
            if self.targets and likeness(self.action.attribution, self.targets[0])
            else None
        )


def mine(user):
    """Return the actions that this user may copy: those it entered, or its organisation."""
    rows = (
        Action.objects.allowed(user, "view")
        .filter(action_publique=None)
        .exclude(state=State.ARCHIVED)
    )
    return rows if policy.is_staff(user) else rows.filter(porteur__in=scopes.mine(user))


def campagnes(user):
    """Return the campaigns that this user may roll over, with the number of its actions: the latest first."""
    found = Campagne.objects.filter(lots__attributions__actions__in=mine(user))
    count = Count(
        "lots__attributions__actions",
        filter=Q(lots__attributions__actions__in=mine(user)),
        distinct=True,
    )
    return found.annotate(nombre=count).distinct().order_by("-annee", "programme")


def likeness(old, new) -> int:
    """Say how much an attribution resembles that of the year before: place first, then who answers for it."""
    same_place = old.nom_site == new.nom_site or (old.site_id and old.site_id == new.site_id)
    return (
        2 * bool(same_place) + (old.lot.mandataire_id == new.lot.mandataire_id)
        if old.formateur_id == new.formateur_id
        else 0
    )


def lines(user, campagne) -> list[Line]:
    """Return the actions of a campaign with the free attributions of the next year, the most alike first."""
    actions = mine(user).filter(attribution__lot__campagne=campagne)
    actions = actions.select_related(
        "formation",
        "porteur",
        "attribution__lot__campagne",
        "attribution__formateur",
    )
    actions = actions.annotate(
        nombre=Count("sessions", filter=Q(sessions__retiree_le=None)),
    ).order_by("pk")
    free = Attribution.objects.allowed(user, "enter").filter(
        actions=None,
        lot__campagne__programme=campagne.programme,
        lot__campagne__annee=campagne.annee + 1,
    )
    free = list(free.select_related("lot__campagne", "formateur").order_by("lot__numero", "pk"))
    found, used = [], set()
    for action in actions:
        targets = sorted(
            (a for a in free if a.pk not in used),
            key=lambda a: -likeness(action.attribution, a),
        )
        line = Line(action, action.nombre, targets)
        if line.target:
            used.add(line.target.pk)
        found.append(line)
    return found


@transaction.atomic
def roll_over(pairs, *, by, shift: Shift = A_YEAR) -> list[Action]:
    """Copy each action for its new attribution, all or none. Raises `Refused` with the reason."""
    return [
        copy_action(action, by=by, porteur=action.porteur, attribution=attribution, shift=shift)
        for action, attribution in pairs
    ]
