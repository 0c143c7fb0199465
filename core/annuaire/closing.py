"""Closing an établissement: what depends on it, then everything archived together, or nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from core.comptes.journal import note
from core.comptes.models import Evenement, Invitation
from core.models import (
    Action,
    Attribution,
    Etablissement,
    Membership,
    PorteOuverte,
    Role,
    Session,
    User,
)
from workflows.lifecycle import WAITING, State
from workflows.service import Refused, perform
from workflows.signals import moving


@dataclass(frozen=True, slots=True)
class Consequences:
    """What closing would touch."""

    offres_en_ligne: list
    offres_en_cours: list
    sessions: int
    sites: list
    comptes: list  # that have no other établissement
    partages: int  # accounts that keep another one
    attributions: int
    portes_ouvertes: int


def offers_of(etablissement):
    """Return the offers that it holds, gives, or answers for."""
    sessions = Session.objects.filter(organisme_responsable=etablissement, retiree_le=None)
    depends = (
        Q(porteur=etablissement)
        | Q(site_dispensateur__etablissement=etablissement)
        | Q(pk__in=sessions.values("action"))
    )
    offers = Action.objects.filter(depends).exclude(state=State.ARCHIVED)
    return offers.select_related("formation", "porteur").order_by("pk")


def consequences(etablissement) -> Consequences:
    today = timezone.localdate()
    offers = list(offers_of(etablissement))
    members = Membership.objects.filter(etablissement=etablissement, role=Role.ORGANISME)
    users = User.objects.filter(is_active=True, pk__in=members.values("user"))
    elsewhere = Membership.objects.exclude(etablissement=etablissement).values("user")
    actions = [action.pk for action in offers]
    sessions = Session.objects.active(today).filter(action__in=actions)
    attributions = Attribution.objects.filter(
        formateur=etablissement,
        retiree_le=None,
        lot__campagne__annee__gte=today.year,
    )
    open_days = PorteOuverte.objects.filter(
        site__etablissement=etablissement,
        date_debut__gte=today,
    )
    return Consequences(
        offres_en_ligne=[action for action in offers if action.is_online],
        offres_en_cours=[action for action in offers if not action.is_online],
        sessions=sessions.count(),
        sites=list(etablissement.sites.exclude(state=State.ARCHIVED)),
        comptes=list(users.exclude(pk__in=elsewhere).order_by("email")),
        partages=users.filter(pk__in=elsewhere).count(),
        attributions=attributions.count(),
        portes_ouvertes=open_days.count(),
    )


@transaction.atomic
def close(etablissement, *, by, reason, offers=False, accounts=False) -> None:
    """Archive an établissement and its sites; its offers and its accounts too when asked.

    Raises `Refused`.
    """
    touched = consequences(etablissement)
    if touched.offres_en_ligne and not offers:
        raise Refused(_depending(len(touched.offres_en_ligne)))
    if offers:
        for action in [*touched.offres_en_ligne, *touched.offres_en_cours]:
            _archive(action, by, reason)
    for subject in [etablissement, *touched.sites]:
        _archive(subject, by, reason)
    Etablissement.objects.filter(pk=etablissement.pk).update(ferme_le=timezone.localdate())
    if accounts:
        Invitation.objects.filter(etablissement=etablissement).delete()
        keys = [user.pk for user in touched.comptes]
        User.objects.filter(pk__in=keys).update(is_active=False)
        for user in touched.comptes:
            note(Evenement.Quoi.DESACTIVATION, par=by, compte=user, etablissement=etablissement)


def _depending(count: int) -> str:
    """Return why an établissement does not close while offers are online."""
    if count == 1:
        depending = "1 offre en ligne dépend"
    else:
        depending = f"{count} offres en ligne dépendent"
    return (
        f"{depending} de cet établissement : "
        "cochez leur archivage, ou donnez-les d’abord à un autre organisme."
    )


def _archive(subject, by, reason):
    """Archive a subject, from whatever state it is in."""
    subject = type(subject)._base_manager.get(pk=subject.pk)
    if subject.state == State.ARCHIVED:
        return
    if subject.hold_reason:
        perform(subject, "release", by=by, comment=reason)
    if subject.state in WAITING:
        perform(subject, "refuse", by=by, comment=reason)
    perform(subject, "archive", by=by, comment=reason)


@receiver(moving, sender=Etablissement)
def opened_again(sender, subject, name, **kwargs):
    """An établissement that is restored is no longer closed."""
    if name == "restore":
        subject.ferme_le = None
