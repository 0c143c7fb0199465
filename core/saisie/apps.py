from django.apps import AppConfig


class SaisieConfig(AppConfig):
    name = "core.saisie"
    label = "saisie"
    verbose_name = "Saisies non enregistrées"
