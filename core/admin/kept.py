"""What everybody at the Cariforef counts alike is counted once a minute, when the base is big."""

from django.core.cache import cache

from core import policy
from core.models import Session

BIG = 20_000  # sessions: below, each page counts for itself
SECONDS = 60


def kept(user, name, find):
    """Return `find()`, or what it gave less than a minute ago to somebody who reads every row as well."""
    if policy.rows(Session, user, "view") != policy.EVERYTHING:
        return find()
    last = Session.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return find() if last < BIG else cache.get_or_set(f"sofi.{name}", find, SECONDS)
