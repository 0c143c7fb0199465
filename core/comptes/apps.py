"""Accounts, keys and the texts of the public pages."""

from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "core.comptes"
    label = "comptes"
    verbose_name = "Comptes"

    def ready(self):
        from core.comptes import receivers  # noqa: F401  connects itself to the signals of allauth
