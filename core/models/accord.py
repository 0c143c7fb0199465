"""The agreements that the Région gives."""

from django.conf import settings
from django.db import models

from core.models.offre import Action


class AccordRegion(models.Model):
    """The Région's agreement to changes that follow this publication of an action (D3)."""

    action = models.ForeignKey(
        Action,
        models.CASCADE,
        related_name="accords",
        verbose_name="action",
    )
    publication = models.PositiveIntegerField("publication modifiée", editable=False)
    date = models.DateField("date")
    reference = models.CharField("référence", max_length=100)
    donne_par = models.CharField("donné par", max_length=100)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="saisi par",
    )
    saisi_le = models.DateTimeField("saisi le", auto_now_add=True)

    class Meta:
        verbose_name = "accord de la Région"
        verbose_name_plural = "accords de la Région"
        ordering = ["-date", "pk"]

    def __str__(self):
        return f"Accord {self.reference} du {self.date:%d/%m/%Y}"
