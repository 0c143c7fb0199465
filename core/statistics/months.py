"""Sessions and places, of those one reads online, that start in each of the next twelve months."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from core import policy
from core.models import Session

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the table.

    Its first day, what starts in it, and the part of the greatest, for a bar.
    """

    first: date
    sessions: int
    places: int
    part_sessions: int  # percents
    part_places: int


def months(user, today) -> list[Month]:
    """Return the twelve months from this one, in one query; nothing when nothing starts."""
    firsts = [first_of_month(today, later) for later in range(MONTHS + 1)]
    sessions, places = _starting(user, firsts[0], firsts[-1])
    if not sessions:
        return []
    most_sessions = max(sessions.values())
    most_places = max(places.values(), default=0) or 1
    return [
        Month(
            first,
            sessions[first],
            places[first],
            round(100 * sessions[first] / most_sessions),
            round(100 * places[first] / most_places),
        )
        for first in firsts[:-1]
    ]


def first_of_month(day, later) -> date:
    """Return the first day of the month that comes so many months later."""
    month = day.month - 1 + later
    return date(day.year + month // 12, month % 12 + 1, 1)


def _starting(user, first, last) -> tuple[Counter, Counter]:
    """Return how many sessions and places start in each month, by its first day."""
    wanted = Q(en_ligne=True, retiree_le=None, date_debut__gte=first, date_debut__lt=last)
    rows = Session.objects.allowed(user, "view").order_by()
    if policy.is_staff(user):
        # Nearly all are theirs: by the index of the dates. An organisation's are few: by its keys.
        rows = rows.filter(wanted)
    days = rows.values_list("date_debut").annotate(
        starting=Count("pk", distinct=True, filter=wanted),
        places=Sum("dispositifs__places", filter=wanted),
    )
    sessions = Counter()
    places = Counter()
    for day, starting, seats in days:
        if starting:
            month = day.replace(day=1)
            sessions[month] += starting
            places[month] += seats or 0
    return sessions, places
