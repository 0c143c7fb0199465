"""Say in the journal what happened to an account or a key; and to the log, without a name."""

import logging

from core.comptes.models import Evenement

log = logging.getLogger("sofi.comptes")


def note(quoi, *, par=None, compte=None, etablissement=None):
    Evenement.objects.create(quoi=quoi, par=par, compte=compte, etablissement=etablissement)
    log.info(
        quoi,
        extra={
            "by": getattr(par, "pk", None),
            "account": getattr(compte, "pk", None),
            "etablissement": getattr(etablissement, "pk", None),
        },
    )
