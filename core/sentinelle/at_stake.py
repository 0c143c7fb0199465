"""What is at stake: the sessions online that depend on an établissement. Two queries, however many établissements."""

from collections import Counter

from django.db.models import Count, F, Q
from django.utils import timezone

from core.models import Session

RESPONSABLE, DISPENSATEUR = "organisme_responsable", "action__site_dispensateur__etablissement"


def sessions_at_stake(etablissements) -> Counter:
    """Return how many sessions, online and not over, each of these établissements answers for or gives."""
    live = Q(en_ligne=True) & (Q(date_fin=None) | Q(date_fin__gte=timezone.localdate()))
    another = Q(**{RESPONSABLE: None}) | ~Q(
        **{RESPONSABLE: F(DISPENSATEUR)},
    )  # those that it gives itself are counted already
    found = Counter()
    for link, counted in ((RESPONSABLE, live), (DISPENSATEUR, live & another)):
        # By the établissement only: an index of the sessions online would lead through all of them.
        mine = Session.objects.filter(**{f"{link}__in": list(etablissements)}).order_by()
        found.update(dict(mine.values_list(link).annotate(sessions=Count("pk", filter=counted))))
    return +found
