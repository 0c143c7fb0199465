"""The back-office: one site, staff and organisations alike; rows and buttons come from the policy."""

from core.admin import (
    action,
    annuaire_live,
    campagne,
    campagne_lots,
    checks,
    etablissement,
    formation,
    referentiel,
    session,
    site,
    user,
)

__all__ = [
    "action", "annuaire_live", "campagne", "campagne_lots", "checks", "etablissement", "formation", "referentiel", "session",
    "site", "user",
]  # fmt: skip
