"""The back-office: one site, staff and organisations alike; rows and buttons come from the policy."""

from core.admin import action, annuaire, campagne, campagne_lots, checks, formation, referentiel, session, user

__all__ = ["action", "annuaire", "campagne", "campagne_lots", "checks", "formation", "referentiel", "session", "user"]
