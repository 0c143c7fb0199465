"""Reminders: one mail a person, with all that its établissements have to look at.

Never the same twice in a month.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.models import Alerte, Membership, Role, User
from core.sentinelle.subjects import SUJETS
from workflows import mails


def dues(today):
    """Return the alerts that are worth a mail: new, nearer to their end, or said a month ago."""
    again = today - timedelta(days=settings.RAPPEL_JOURS)
    nearer = Q(palier__lt=F("palier_rappele"))
    return Alerte.objects.filter(Q(rappelee_le=None) | Q(rappelee_le__lte=again) | nearer)


def recipients(today):
    """Return the accounts to write to, of the organisations that an alert worth a mail concerns."""
    members = Membership.objects.filter(
        role=Role.ORGANISME,
        etablissement__in=dues(today).values("etablissement"),
    )
    return User.objects.filter(
        is_active=True,
        notifications=True,
        pk__in=members.values("user"),
    ).order_by("pk")


def rappeler(today=None) -> int:
    """Write once to each person concerned, note what was said, and return how many mails left."""
    today = today or timezone.localdate()
    due = set(dues(today).values_list("pk", flat=True))
    told = set()
    sent = 0
    for user in recipients(today):
        mine = list(
            Alerte.objects.allowed(user)
            .select_related("etablissement")
            .order_by("etablissement", "-grave", "pk"),
        )
        worth = {alerte.pk for alerte in mine} & due
        if worth and _write(user, mine):
            sent += 1
            told |= worth
    for alerte in Alerte.objects.filter(pk__in=told):
        alerte.rappelee_le = today
        alerte.palier_rappele = alerte.palier
        alerte.save(update_fields=["rappelee_le", "palier_rappele"])
    return sent


def _write(user, alertes) -> bool:
    lines = [(alerte, SUJETS[alerte.code]) for alerte in alertes if alerte.code in SUJETS]
    context = {
        "lines": lines,
        "several": len({alerte.etablissement_id for alerte, _ in lines}) > 1,
        "url": settings.SOFI_URL + reverse("admin:sentinelle"),
    }
    points = "1 point à vérifier" if len(lines) == 1 else f"{len(lines)} points à vérifier"
    return mails.send_now(
        "core/annuaire/mails/rappel.txt",
        user.email,
        f"Annuaire : {points}",
        context,
    )
