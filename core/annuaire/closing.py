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
    answers = Session.objects.filter(organisme_responsable=etablissement, retiree_le=None).values(
        "action",
    )
    mine = (
        Q(porteur=etablissement)
        | Q(site_dispensateur__etablissement=etablissement)
        | Q(pk__in=answers)
    )
    return (
        Action.objects.filter(mine)
        .exclude(state=State.ARCHIVED)
        .select_related("formation", "porteur")
        .order_by("pk")
    )


def consequences(etablissement) -> Consequences:
    today = timezone.localdate()
    offers = list(offers_of(etablissement))
    members = Membership.objects.filter(etablissement=etablissement, role=Role.ORGANISME)
    users = User.objects.filter(is_active=True, pk__in=members.values("user"))
    elsewhere = Membership.objects.exclude(etablissement=etablissement).values("user")
    live = Session.objects.active(today).filter(action__in=[a.pk for a in offers])
    return Consequences(
        offres_en_ligne=[a for a in offers if a.is_online],
        offres_en_cours=[a for a in offers if not a.is_online],
        sessions=live.count(),
        sites=list(etablissement.sites.exclude(state=State.ARCHIVED)),
        comptes=list(users.exclude(pk__in=elsewhere).order_by("email")),
        partages=users.filter(pk__in=elsewhere).count(),
        attributions=Attribution.objects.filter(
            formateur=etablissement,
            retiree_le=None,
            lot__campagne__annee__gte=today.year,
        ).count(),
        portes_ouvertes=PorteOuverte.objects.filter(
            site__etablissement=etablissement,
            date_debut__gte=today,
        ).count(),
    )


@transaction.atomic
def close(etablissement, *, by, reason, offers=False, accounts=False) -> None:
    """Archive an établissement and its sites; its offers and its accounts too when asked. Raises `Refused`."""
    found = consequences(etablissement)
    if found.offres_en_ligne and not offers:
        count = len(found.offres_en_ligne)
        many = "s" if count > 1 else ""
        raise Refused(
            f"{count} offre{many} en ligne dépend{'ent' if many else ''} de cet établissement : "
            "cochez leur archivage, ou donnez-les d’abord à un autre organisme.",
        )
    if offers:
        for action in [*found.offres_en_ligne, *found.offres_en_cours]:
            _archive(action, by, reason)
    for subject in [etablissement, *found.sites]:
        _archive(subject, by, reason)
    Etablissement.objects.filter(pk=etablissement.pk).update(ferme_le=timezone.localdate())
    if accounts:
        Invitation.objects.filter(etablissement=etablissement).delete()
        User.objects.filter(pk__in=[user.pk for user in found.comptes]).update(is_active=False)
        for user in found.comptes:
            note(Evenement.Quoi.DESACTIVATION, par=by, compte=user, etablissement=etablissement)


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
