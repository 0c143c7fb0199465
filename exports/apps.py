"""What goes out: reads publications only."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"
    verbose_name = "Diffusion"

    def ready(self):
        from exports.online import receivers  # noqa: F401  connects them
