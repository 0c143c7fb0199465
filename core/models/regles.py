"""The rules that a manager sets over those of a programme.

Versions of a campaign, and their lines.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from core.models.campagne import Campagne


class VersionRegles(models.Model):
    """A set of *ajustements*, never edited once it has a number.

    Without one, it is being written (the *projet*).
    """

    campagne = models.ForeignKey(
        Campagne,
        models.PROTECT,
        related_name="versions",
        verbose_name="campagne",
    )
    numero = models.PositiveSmallIntegerField("version", null=True, editable=False)
    effet = models.DateField("prend effet le", null=True)
    motif = models.CharField("motif", max_length=500, blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="enregistrée par",
    )
    par_label = models.CharField("nom", max_length=200, blank=True, editable=False)
    le = models.DateTimeField("enregistrée le", null=True, editable=False)

    class Meta:
        verbose_name = "version des règles"
        verbose_name_plural = "versions des règles"
        ordering = ["-numero", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campagne", "numero"], name="regles_once"),
            models.UniqueConstraint(
                fields=["campagne"],
                condition=Q(numero=None),
                name="regles_one_projet",
            ),
            models.CheckConstraint(
                condition=Q(numero=None) | Q(effet__isnull=False, le__isnull=False),
                name="regles_say_when",
            ),
        ]

    def __str__(self):
        return f"Version {self.numero}" if self.numero else "Projet"


class LigneAjustement(models.Model):
    """One *ajustement* as it is kept: values in JSON, read back by the kind of the field.

    Who set it, and since when.
    """

    version = models.ForeignKey(
        VersionRegles,
        models.CASCADE,
        related_name="lignes",
        verbose_name="version",
    )
    champ = models.CharField("champ", max_length=60)
    obligation = models.CharField("obligation", max_length=10, blank=True)
    valeur = models.JSONField(
        "valeur proposée ou fixée",
        null=True,
        blank=True,
        encoder=DjangoJSONEncoder,
    )
    admis = models.JSONField("valeurs admises", default=list, blank=True)
    minimum = models.JSONField("minimum", null=True, blank=True, encoder=DjangoJSONEncoder)
    maximum = models.JSONField("maximum", null=True, blank=True, encoder=DjangoJSONEncoder)
    message = models.CharField("message à l’organisme", max_length=300, blank=True)
    source = models.CharField("source", max_length=200)
    par_label = models.CharField("posé par", max_length=200, blank=True, editable=False)
    le = models.DateTimeField("posé le", editable=False)

    class Meta:
        verbose_name = "ajustement"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "champ"], name="ajustement_once")]

    def __str__(self):
        return self.champ
