"""Informations collectives to come.

Which sessions lack one, which are near, and a series of them.
"""

from django.db.models import Exists, F, OuterRef, Q

from core.fasd.recrutement import FERME, FIXED_DATES
from core.models import InformationCollective
from workflows.lifecycle import State


def still_recruits(today) -> Q:
    """Select the sessions that still take people.

    As `core.fasd.recrutement.recruits` says of a fiche.
    """
    starts = Q(date_debut__gt=today)
    runs = Q(date_debut__lte=today, date_fin__gte=today) & ~Q(entrees_sorties__in=FIXED_DATES)
    return (starts | runs) & ~Q(etat_recrutement=FERME) & Q(retiree_le=None)


def lacking(sessions, today):
    """Return the sessions among these that recruit, and for which no meeting is to come."""
    ahead = InformationCollective.objects.filter(session=OuterRef("pk"), date__gte=today)
    return (
        sessions.filter(still_recruits(today))
        .exclude(action__state=State.ARCHIVED)
        .filter(~Exists(ahead))
    )


def to_come(sessions, today):
    """Return the meetings to come of these sessions.

    Once a session of fixed dates has started, there is none.
    """
    rows = InformationCollective.objects.filter(
        session__in=sessions,
        session__retiree_le=None,
        date__gte=today,
    )
    closed = Q(
        session__entrees_sorties__in=FIXED_DATES,
        session__date_debut__isnull=False,
        date__gt=F("session__date_debut"),
    )
    return rows.exclude(closed).order_by("date", "heure_debut", "pk")
