"""What was done to accounts and keys, by whom. Append-only."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.policy import Scoped
from core.search.ways import Ways


class Evenement(models.Model):
    class Quoi(models.TextChoices):
        CLE_CREEE = "cle_creee", "Clé créée"
        CLE_REVOQUEE = "cle_revoquee", "Clé révoquée"
        COMPTE_ACTIVE = "compte_active", "Compte principal activé par une clé"
        INVITATION = "invitation", "Invitation envoyée"
        INVITATION_SUIVIE = "invitation_suivie", "Invitation suivie"
        DROITS = "droits", "Droits d’un compte changés"
        DESACTIVATION = "desactivation", "Compte retiré de l’établissement"
        PASSATION = "passation", "Compte principal transmis"
        VUE_DEBUT = "vue_debut", "Vue comme cet organisme : début"
        VUE_FIN = "vue_fin", "Vue comme cet organisme : fin"
        DEMANDE_ACCEPTEE = "demande_acceptee", "Demande de clé acceptée"
        DEMANDE_REFUSEE = "demande_refusee", "Demande de clé refusée"
        VERROU = "verrou", "Trop d’essais : attente imposée"

    quoi = models.CharField("événement", max_length=20, choices=Quoi.choices)
    le = models.DateTimeField("le", default=timezone.now, db_index=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="par",
    )
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="compte",
    )
    etablissement = models.ForeignKey(
        "core.Etablissement",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="établissement",
    )

    objects = Scoped.as_manager()

    search_ways = Ways(("etablissement", "compte", "par"))

    class Meta:
        verbose_name = "événement"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return self.get_quoi_display()


class Verrou(models.Model):
    """Failures of one address, or about one SIRET: an imprint of it, never itself."""

    code = models.CharField(max_length=64, unique=True)
    echecs = models.PositiveIntegerField(default=0)
    dernier = models.DateTimeField(default=timezone.now)
    jusqua = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "verrou"
        verbose_name_plural = "verrous"

    def __str__(self):
        return f"{self.echecs} échec(s)"
