"""The offer and the annuaire. Starts the plugins."""

from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Offre de formation"

    def ready(self):
        from core.annuaire import certificates as depots  # noqa: F401  connects their receivers
        from core.offres import receivers  # noqa: F401  connects their receivers
        from core.plugins import manager as plugins

        plugins.start(settings.PROGRAMMES, entry_points=settings.PROGRAMME_ENTRY_POINTS)
