from django.apps import AppConfig


class SaisieConfig(AppConfig):
    name = "core.fiches.autosave"
    label = "saisie"
    verbose_name = "Saisies non enregistrées"
