"""Slow down who guesses, or has mails sent.

After a few failures each one doubles the wait, per SIRET and per address alike.

A SIRET that does not exist is counted as one that does: a lock says nothing of it.
"""

from datetime import timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.comptes.journal import note
from core.comptes.models import Evenement, Verrou

FREE = 3  # failures without a wait: one mistypes
FIRST = timedelta(seconds=30)
# Whoever knows a SIRET can lock it: nobody is kept out of his own account for a day.
LONGEST = timedelta(hours=1)
LONGEST_OF = {"ip": timedelta(hours=24)}
FORGOTTEN = timedelta(hours=24)  # without a failure
FREE_OF = {"ip": 20, "courriels": 5}  # a training room is one address; one mistypes one's own


def code(kind, value) -> str:
    return salted_hmac("sofi.verrou", f"{kind}:{value}", algorithm="sha256").hexdigest()


def wait(**who) -> int:
    """Return how many minutes one waits before trying again, or 0.

    `who`: kind=value, several at once.
    """
    codes = [code(kind, value) for kind, value in who.items()]
    locks = Verrou.objects.filter(code__in=codes, jusqua__gt=timezone.now())
    last = locks.order_by("-jusqua").first()
    if last is None:
        return 0
    return ceil((last.jusqua - timezone.now()).total_seconds() / 60)


@transaction.atomic
def failed(**who):
    """Count one failure for each; two at once are two."""
    now = timezone.now()
    for kind, value in sorted(who.items()):
        lock, _ = Verrou.objects.select_for_update().get_or_create(code=code(kind, value))
        lock.echecs = 1 if now - lock.dernier > FORGOTTEN else lock.echecs + 1
        lock.dernier = now
        over = lock.echecs - FREE_OF.get(kind, FREE)
        delay = min(FIRST * 2 ** min(over, 20), LONGEST_OF.get(kind, LONGEST))
        lock.jusqua = now + delay if over > 0 else None
        lock.save()
        if over == 1:
            note(Evenement.Quoi.VERROU)


def forgiven(**who):
    codes = [code(kind, value) for kind, value in who.items()]
    Verrou.objects.filter(code__in=codes).delete()
