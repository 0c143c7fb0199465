"""The states of a working copy."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "En cours de saisie"
    SUBMITTED = "submitted", "En attente de validation"
    QUESTIONED = "questioned", "En attente de réponses"
    VALIDATED = "validated", "Validée"
    ARCHIVED = "archived", "Archivée"


DRAFT, SUBMITTED, QUESTIONED, VALIDATED, ARCHIVED = State.values
ANY = [DRAFT, SUBMITTED, QUESTIONED, VALIDATED]
WAITING = [SUBMITTED, QUESTIONED]  # in the queue of who validates
