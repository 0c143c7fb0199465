"""What is at stake: the active sessions that depend on an établissement.

Two queries, however many établissements.
"""

from collections import Counter

from django.db.models import Count, F, Q

from core.models import Session
from core.models.sessions import active
from workflows.dates import today

RESPONSABLE = "organisme_responsable"
DISPENSATEUR = "action__site_dispensateur__etablissement"


def sessions_at_stake(etablissements) -> Counter:
    """Return how many active sessions each of these établissements answers for or gives."""
    live = active(today())
    # Those that an établissement gives itself are counted already.
    of_another = Q(**{RESPONSABLE: None}) | ~Q(**{RESPONSABLE: F(DISPENSATEUR)})
    stakes = Counter()
    for link, condition in ((RESPONSABLE, live), (DISPENSATEUR, live & of_another)):
        # By the établissement only: an index of the sessions online would lead through all of them.
        sessions = Session.objects.filter(**{f"{link}__in": list(etablissements)}).order_by()
        totals = sessions.values_list(link).annotate(sessions=Count("pk", filter=condition))
        stakes.update(dict(totals))
    return +stakes
