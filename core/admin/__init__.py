"""The back-office: one site, staff and organisations alike; rows and buttons come from the policy."""

from core.annuaire.admin import contacts as annuaire_live
from core.annuaire.admin import etablissement, site
from core.backoffice import checks
from core.campagnes.admin import campagne
from core.campagnes.admin import lots as campagne_lots
from core.comptes.admin import user
from core.offres.admin import action, formation, session
from core.referentiels import admin as referentiel

__all__ = [
    "action", "annuaire_live", "campagne", "campagne_lots", "checks", "etablissement", "formation", "referentiel", "session",
    "site", "user",
]  # fmt: skip
