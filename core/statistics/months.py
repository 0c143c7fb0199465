"""Sessions and places that start in each of the next twelve months.

Among those that somebody reads online.
"""

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
    firsts = [
        date(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1, 1)
        for n in range(MONTHS + 1)
    ]
    wanted = Q(en_ligne=True, retiree_le=None, date_debut__gte=firsts[0], date_debut__lt=firsts[-1])
    rows = Session.objects.allowed(user, "view").order_by()
    if policy.is_staff(
        user,
        # Nearly all are theirs: by the index of the dates; an organisation's are few, by its own keys.
    ):
        rows = rows.filter(wanted)
    count, seats = (
        Count("pk", distinct=True, filter=wanted),
        Sum("dispositifs__places", filter=wanted),
    )
    sessions, places = Counter(), Counter()
    for day, starting, taken in rows.values_list("date_debut").annotate(
        starting=count,
        places=seats,
    ):
        if starting:
            sessions[day.replace(day=1)] += starting
            places[day.replace(day=1)] += taken or 0
    if not sessions:
        return []
    most, most_places = max(sessions.values()), max(places.values(), default=0) or 1
    return [
        Month(
            day,
            sessions[day],
            places[day],
            round(100 * sessions[day] / most),
            round(100 * places[day] / most_places),
        )
        for day in firsts[:-1]
    ]
