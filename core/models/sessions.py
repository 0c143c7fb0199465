"""« Active » (D25), written once: online, and its end is not past, or it has none.

Conditions keep one shape, which the plans of both databases were measured with: see the traps of
`AGENTS.md` before adding `en_ligne` or a range of dates beside an organisation's keys.
"""

from django.db.models import Q

from core.policy import Scoped

ONLINE = Q(en_ligne=True)


def not_over(day, field="date_fin") -> Q:
    """Select what has not ended on this day: the last day counts, and no end is never past."""
    return Q(**{f"{field}__gte": day}) | Q(**{field: None})


def over(day) -> Q:
    """Select the sessions that have ended before this day."""
    return Q(date_fin__lt=day)


def active(day) -> Q:
    """Select the sessions that are active on this day."""
    return ONLINE & not_over(day)


def active_until_by(day, last) -> Q:
    """Select the sessions that are active on `day`, and end on `last` at the latest."""
    return Q(en_ligne=True, date_fin__gte=day, date_fin__lte=last)


def is_active(session, day) -> bool:
    """Whether a session, already read, is active on this day."""
    if not session.en_ligne:
        return False
    return session.date_fin is None or session.date_fin >= day


def activity(session, day) -> str:
    """Say whether a session is diffused, was, or never was (S1: « État A/I »)."""
    if is_active(session, day):
        return "Actif"
    return "Inactif" if session.a_ete_en_ligne else "Pas en ligne"


class SessionQuerySet(Scoped):
    def active(self, day):
        """Return the sessions that are active on this day (D25)."""
        return self.filter(active(day))
