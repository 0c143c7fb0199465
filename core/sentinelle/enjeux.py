"""What is at stake: the sessions online that depend on an établissement. Two queries, however many établissements."""

from collections import Counter

from django.db.models import Q
from django.utils import timezone

from core.models import Session


def sessions_at_stake(etablissements) -> Counter:
    """Return how many sessions, online and not over, each of these établissements answers for or gives."""
    goes_on = Q(date_fin=None) | Q(date_fin__gte=timezone.localdate())
    live = Session.objects.filter(goes_on, en_ligne=True)
    found = {pk: set() for pk in etablissements}
    for link in ("organisme_responsable", "action__site_dispensateur__etablissement"):
        for owner, pk in live.filter(**{f"{link}__in": list(found)}).values_list(link, "pk"):
            found[owner].add(pk)
    return Counter({pk: len(sessions) for pk, sessions in found.items()})
