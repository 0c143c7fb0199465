"""Staff « voir comme cet organisme »: its rows, its buttons, and nothing that can be done.

Logged, shown on every page.
"""

import time

from core import policy
from core.comptes.journal import note
from core.comptes.models import Evenement
from core.models import Etablissement, Role
from core.models.user import Attache

SESSION = "vu_comme"  # {"etablissement": pk, "depuis": seconds}
LASTS = 3600
READS = ("GET", "HEAD", "OPTIONS")


def start(request, etablissement):
    request.session[SESSION] = {"etablissement": etablissement.pk, "depuis": int(time.time())}
    note(Evenement.Quoi.VUE_DEBUT, par=request.user, etablissement=etablissement)


def stop(request):
    kept = request.session.pop(SESSION, None)
    if kept:
        etablissement = Etablissement.objects.filter(pk=kept["etablissement"]).first()
        note(Evenement.Quoi.VUE_FIN, par=request.user, etablissement=etablissement)


def apply(request, user):
    """Give the user of this request the eyes of an organisation, and no other role than its."""
    kept = request.session.get(SESSION)
    if not kept:
        return
    if not policy.may_open(user, "voir_comme"):
        request.session.pop(SESSION)
    elif time.time() - kept["depuis"] > LASTS:
        stop(request)
    else:
        user.vu_comme = kept["etablissement"]
        user.attaches = [Attache(Role.ORGANISME, kept["etablissement"])]
        user.roles = {Role.ORGANISME}
