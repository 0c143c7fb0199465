"""Keys of activation.

What is typed with them before the address is confirmed, and requests for a key.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.adresse import AdresseField
from core.policy import Scoped
from core.search.index import WordsIndex
from core.search.ways import Ways


class CleActivation(models.Model):
    """A key sent by post: only its imprint is kept.

    One at most may be used, for an établissement.
    """

    etablissement = models.ForeignKey(
        "core.Etablissement",
        models.CASCADE,
        related_name="cles_activation",
        verbose_name="établissement",
    )
    empreinte = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    creee_le = models.DateTimeField("créée le", default=timezone.now)
    creee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="créée par",
    )
    expire_le = models.DateTimeField("expire le")
    utilisee_le = models.DateTimeField("utilisée le", null=True, blank=True)
    revoquee_le = models.DateTimeField("révoquée le", null=True, blank=True)

    objects = Scoped.as_manager()

    search_ways = Ways(("etablissement",))

    class Meta:
        verbose_name = "clé d’activation"
        verbose_name_plural = "clés d’activation"
        ordering = ["-creee_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement"],
                condition=Q(utilisee_le=None, revoquee_le=None),
                name="cle_une_seule_en_cours",
            ),
        ]

    def __str__(self):
        return f"Clé de {self.etablissement}"

    @property
    def etat(self):
        if self.utilisee_le:
            return "utilisée"
        if self.revoquee_le:
            return "révoquée"
        return "expirée" if self.expire_le <= timezone.now() else "en attente"


class Activation(models.Model):
    """An account asked with a key, until its address is confirmed; then this row is removed."""

    cle = models.OneToOneField(
        CleActivation,
        models.CASCADE,
        related_name="activation",
        verbose_name="clé",
    )
    email = AdresseField("adresse électronique", max_length=160)
    prenom = models.CharField("prénom", max_length=50)
    nom = models.CharField("nom", max_length=50)
    password = models.CharField("mot de passe haché", max_length=128)
    corrections = models.JSONField("corrections", default=dict)
    creee_le = models.DateTimeField("créée le", default=timezone.now)

    class Meta:
        verbose_name = "activation en cours"
        verbose_name_plural = "activations en cours"

    def __str__(self):
        return str(self.cle)


class DemandeCle(models.Model):
    """« Je n’ai pas de clé d’activation et souhaite en faire la demande »."""

    class Etat(models.TextChoices):
        ATTENTE = "attente", "À traiter"
        ACCEPTEE = "acceptee", "Acceptée"
        REFUSEE = "refusee", "Refusée"

    siret = models.CharField("SIRET", max_length=14)
    nda = models.CharField("numéro de déclaration d’activité", max_length=11)
    raison_sociale = models.CharField("raison sociale", max_length=250)
    adresse = models.CharField("adresse", max_length=150)
    code_postal = models.CharField("code postal", max_length=5)
    ville = models.CharField("ville", max_length=50)
    prenom = models.CharField("prénom", max_length=50)
    nom = models.CharField("nom", max_length=50)
    email = models.EmailField("adresse électronique", max_length=160)
    telephone = models.CharField("téléphone", max_length=25, blank=True)
    message = models.TextField("message", max_length=1000, blank=True)
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.ATTENTE)
    recue_le = models.DateTimeField("reçue le", default=timezone.now)
    traitee_le = models.DateTimeField("traitée le", null=True, blank=True)
    traitee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="traitée par",
    )
    motif = models.TextField("motif du refus", blank=True, max_length=1000)

    objects = Scoped.as_manager()

    search_ways = Ways()

    class Meta:
        verbose_name = "demande de clé"
        verbose_name_plural = "demandes de clé"
        ordering = ["etat", "-recue_le", "-pk"]
        indexes = [
            models.Index(fields=["etat", "-recue_le", "-id"], name="demande_etat"),
            WordsIndex(
                fields=["raison_sociale", "siret", "nda", "ville", "nom", "email"],
                name="demande_mots",
            ),
        ]

    def __str__(self):
        return f"{self.raison_sociale} ({self.siret})"
