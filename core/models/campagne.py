"""Campaigns of the regional programmes, their lots, and who may enter what: data, not code."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import plugins
from core.policy import Scoped
from core.search.index import WordsIndex
from core.search.ways import Ways


class Campagne(models.Model):
    """A programme in a year: its dates and thresholds."""

    programme = models.CharField("programme", max_length=60)
    annee = models.PositiveSmallIntegerField(
        "année",
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    ouverture = models.DateField("ouverture de la saisie", null=True, blank=True)
    fermeture = models.DateField("fermeture de la saisie", null=True, blank=True)
    derniere_version = models.PositiveSmallIntegerField(
        "dernière version des règles",
        default=0,
        editable=False,
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ["-annee", "programme"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "annee"],
                name="campagne_once",
                violation_error_message="La campagne de ce programme existe déjà pour cette année.",
            ),
            models.CheckConstraint(
                condition=Q(ouverture=None) | Q(fermeture=None) | Q(fermeture__gte=F("ouverture")),
                name="campagne_closes_after_it_opens",
                violation_error_message="La saisie ne peut pas fermer avant d’avoir ouvert.",
            ),
        ]

    def __str__(self):
        programme = plugins.programme(self.programme)
        return f"{programme.label} {self.annee}{programme.titre.removeprefix(programme.label)}"

    @property
    def libelle_programme(self):
        return plugins.programme(self.programme).label

    def closed(self, day) -> str:
        """Return why organisations neither create nor send an offer on this day, or nothing."""
        if self.ouverture and day < self.ouverture:
            until = f" et ferme le {self.fermeture:%d/%m/%Y}" if self.fermeture else ""
            return (
                f"La saisie de la campagne « {self} » n’est pas ouverte : elle ouvre le "
                f"{self.ouverture:%d/%m/%Y}{until}."
            )
        if self.fermeture and day > self.fermeture:
            since = f"du {self.ouverture:%d/%m/%Y} au" if self.ouverture else "jusqu’au"
            return (
                f"La saisie de la campagne « {self} » est fermée : elle était ouverte {since} "
                f"{self.fermeture:%d/%m/%Y}. "
                "Adressez-vous au Cariforef."
            )
        return ""


class Lot(models.Model):
    """A lot of the Région's market, with its mandataire."""

    class Statut(models.TextChoices):
        ACTIF = "actif", "Actif"
        ARRETE = "arrete", "Arrêté"

    campagne = models.ForeignKey(
        Campagne,
        models.PROTECT,
        related_name="lots",
        verbose_name="campagne",
    )
    numero = models.CharField("numéro", max_length=50)
    intitule = models.CharField("intitulé", max_length=255)
    mandataire = models.ForeignKey(
        "core.Etablissement",
        models.PROTECT,
        related_name="lots",
        verbose_name="mandataire",
    )
    forfait_recrutement = models.BooleanField("forfait recrutement", default=False)
    statut = models.CharField("statut", max_length=10, choices=Statut.choices, default=Statut.ACTIF)

    objects = Scoped.as_manager()

    search_ways = Ways(("", "mandataire"))

    class Meta:
        verbose_name = "lot"
        ordering = ["-campagne__annee", "numero", "pk"]
        constraints = [models.UniqueConstraint(fields=["campagne", "numero"], name="lot_once")]
        indexes = [WordsIndex(fields=["numero", "intitule"], name="lot_mots")]

    def __str__(self):
        return f"{self.numero} - {self.intitule}"


class Attribution(models.Model):
    """A line of the Région file: lot x formateur x site, with its places (D11, D18)."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="attributions", verbose_name="lot")
    formateur = models.ForeignKey(
        "core.Etablissement",
        models.PROTECT,
        related_name="attributions",
        verbose_name="formateur",
    )
    nom_site = models.CharField("nom du site de réalisation", max_length=250)
    site = models.ForeignKey(
        "core.Site",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions",
        verbose_name="site de réalisation",
    )
    bon_de_commande = models.CharField("bon de commande", max_length=50, blank=True)
    places = models.PositiveIntegerField("places")
    id_action_cr = models.CharField("ID Action CR", max_length=50, blank=True)
    of_mandataire_cr = models.CharField("OF Mandataire CR", max_length=50, blank=True)
    date_debut_prevue = models.DateField("date de début prévue", null=True, blank=True)
    date_fin_prevue = models.DateField("date de fin prévue", null=True, blank=True)
    retiree_le = models.DateField(
        "absente du fichier depuis",
        null=True,
        blank=True,
        editable=False,
    )

    objects = Scoped.as_manager()

    search_ways = Ways(("", "lot", "formateur"))

    class Meta:
        verbose_name = "attribution"
        ordering = ["lot", "formateur", "nom_site", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "formateur", "nom_site"],
                name="attribution_once",
            ),
        ]
        indexes = [WordsIndex(fields=["nom_site", "bon_de_commande"], name="attribution_mots")]

    def __str__(self):
        return f"{self.lot} — {self.nom_site}"
