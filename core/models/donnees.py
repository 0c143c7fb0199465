"""The register of what was erased at the request of a person, or when its time had come."""

from django.conf import settings
from django.db import models

from core.policy import Scoped

NATURES = {"contact": "Contact", "compte": "Compte", "demande": "Demande de clé"}


class Effacement(models.Model):
    """One erasure: of whom, under which pseudonym, on whose order, how many rows."""

    nature = models.CharField("nature", max_length=20, choices=NATURES)
    numero = models.PositiveBigIntegerField("numéro")
    pseudonyme = models.CharField("pseudonyme", max_length=60)
    motif = models.CharField("motif", max_length=200)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="par",
    )
    le = models.DateTimeField("le", auto_now_add=True)
    reecrits = models.JSONField(
        "lignes réécrites",
        default=dict,
    )  # {"publications": 2, "modifications": 5}

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = "effacement"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return f"{self.get_nature_display()} {self.numero}, {self.pseudonyme}"
