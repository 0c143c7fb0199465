"""Who is invited to an établissement and has not accepted yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models.adresse import AdresseField
from core.policy import Scoped


class Invitation(models.Model):
    """What the main account typed of a person, until it is accepted, cancelled or too old.

    Then this row is removed.
    """

    etablissement = models.ForeignKey(
        "core.Etablissement",
        models.CASCADE,
        related_name="invitations",
        verbose_name="établissement",
    )
    email = AdresseField("adresse électronique", max_length=160)
    prenom = models.CharField("prénom", max_length=50)
    nom = models.CharField("nom", max_length=50)
    sites = models.ManyToManyField(
        "core.Site",
        blank=True,
        related_name="+",
        verbose_name="sites administrables",
    )
    notifications = models.BooleanField("reçoit les notifications", default=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="invitée par",
    )
    envoyee_le = models.DateTimeField("envoyée le", default=timezone.now)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["etablissement", "nom", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement", "email"],
                name="invitation_une_par_adresse",
            ),
        ]

    def __str__(self):
        return f"{self.prenom} {self.nom}".strip() or self.email
