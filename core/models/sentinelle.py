"""What the sentinelle found in the annuaire, and what people confirmed: « toujours exact »."""

from datetime import date

from django.db import models
from django.db.models import F

from core.models.annuaire import Contact, Etablissement, Site
from core.policy import Scoped


class Alerte(models.Model):
    """Something to mend in a fiche of the annuaire: opened and closed by the nightly check."""

    code = models.CharField("sujet", max_length=30)
    etablissement = models.ForeignKey(
        Etablissement,
        models.CASCADE,
        related_name="alertes",
        verbose_name="établissement",
    )
    site = models.ForeignKey(
        Site,
        models.CASCADE,
        null=True,
        related_name="alertes",
        verbose_name="site",
    )
    contact = models.ForeignKey(
        Contact,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name="contact",
    )
    objet = models.CharField("objet", max_length=40)  # `L36364`: with `code`, what is said once
    message = models.CharField("constat", max_length=500)
    champ = models.CharField("champ", max_length=60, blank=True)
    echeance = models.DateField("échéance", null=True)
    rang = models.DateField(
        "rang",
        default=date.max,
        editable=False,
    )  # its end; without one, after those that have one
    palier = models.PositiveSmallIntegerField("jours avant l’échéance", null=True)  # 90, 60, 30, 0
    grave = models.BooleanField("bloque une publication", default=False)
    depuis = models.DateField("depuis")
    rappelee_le = models.DateField("rappelée le", null=True)
    palier_rappele = models.PositiveSmallIntegerField("palier du dernier rappel", null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = "alerte de l’annuaire"
        verbose_name_plural = "alertes de l’annuaire"
        ordering = ["-grave", "rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["code", "objet"], name="alerte_once")]
        indexes = [
            models.Index(F("grave").desc(), "rang", "id", name="alerte_ordre"),
            models.Index("code", F("grave").desc(), "rang", "id", name="alerte_sujet"),
        ]

    def __str__(self):
        return self.message
