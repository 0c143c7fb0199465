"""The offer and the annuaire. At start, each room tells the rooms below what it knows."""

from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Offre de formation"

    def ready(self):
        # Imported here, for models are loaded after this module.
        from core import plugins
        from core.annuaire import answers as annuaire
        from core.annuaire import certificates  # noqa: F401  connects its receivers
        from core.fasd import FASD
        from core.offres import answers as offres
        from core.offres import receivers  # noqa: F401  connects its receivers
        from core.rights import table as rights
        from core.search.ways import Ways, declare
        from workflows.models import Publication

        rights.start()
        annuaire.start()
        offres.start()
        declare(Publication, Ways((), {"a": "object_id"}))
        plugins.start(
            settings.PROGRAMMES,
            common=FASD,
            entry_points=settings.PROGRAMME_ENTRY_POINTS,
        )
