"""Who is the main account of an établissement, and which établissement a person works on."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ComptePrincipal(models.Model):
    """The « gestionnaire de l’autosaisie » of an établissement (S0).

    One, who makes the other accounts.
    """

    etablissement = models.OneToOneField(
        "core.Etablissement",
        models.CASCADE,
        related_name="compte_principal",
        verbose_name="établissement",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="principal_de",
        verbose_name="compte",
    )
    depuis = models.DateTimeField("depuis", default=timezone.now)

    class Meta:
        verbose_name = "compte principal"
        verbose_name_plural = "comptes principaux"

    def __str__(self):
        return f"{self.user} – {self.etablissement}"


class Preference(models.Model):
    """The établissement chosen last, found again at the next login (S3)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="preference",
        verbose_name="compte",
    )
    etablissement = models.ForeignKey(
        "core.Etablissement",
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name="établissement",
    )

    class Meta:
        verbose_name = "préférence"

    def __str__(self):
        return str(self.user_id)
