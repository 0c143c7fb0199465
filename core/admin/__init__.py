"""The admin classes of each room, named for Django to find them.

One site, staff and organisations alike; rows and buttons come from the policy.
"""

from core.annuaire.admin import contacts, etablissement, site
from core.backoffice import checks
from core.campagnes.admin import campagne, lots
from core.comptes.admin import user
from core.offres.admin import action, formation, session
from core.referentiels import admin as referentiels

__all__ = [
    "action",
    "campagne",
    "checks",
    "contacts",
    "etablissement",
    "formation",
    "lots",
    "referentiels",
    "session",
    "site",
    "user",
]
