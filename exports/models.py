"""What goes out, ready to go: the read model of diffusion, and the trace of each export.

Made of publications by `exports.online.projection`; `manage.py render_publications` makes it again.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.fasd.codes import CADRE, MODALITES_ENSEIGNEMENT
from core.models.sessions import not_over
from core.search.index import WordsIndex
from core.search.ways import Ways
from workflows.models import Publication


class GroupePublie(models.Model):
    """A LHÉO `formation` online: what stands before and after its actions, per profile."""

    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        related_name="groupes",
        verbose_name="publication",
    )
    action = models.PositiveBigIntegerField("action", db_index=True)
    numero = models.CharField("numéro LHÉO", max_length=80, unique=True)
    programme = models.CharField("programme", max_length=60)
    intitule = models.CharField("intitulé", max_length=255)
    head_2_3 = models.TextField("début LHÉO 2.3", editable=False)
    tail_2_3 = models.TextField("fin LHÉO 2.3", editable=False)

    search_ways = Ways()

    class Meta:
        verbose_name = "formation diffusée"
        verbose_name_plural = "formations diffusées"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["programme", "id"], name="groupe_programme"),
            WordsIndex(fields=["numero", "intitule"], name="groupe_mots"),
        ]

    def __str__(self):
        return f"{self.intitule} ({self.numero})"


class SessionsPubliees(models.QuerySet):
    def active(self, today=None):
        """Return the sessions that are active: their end is not past, or there is none (D25)."""
        return self.filter(not_over(today or timezone.localdate(), "active_until"))


class SessionPubliee(models.Model):
    """A session online, as lists search it and as LHÉO writes it."""

    group = models.ForeignKey(
        GroupePublie,
        models.CASCADE,
        related_name="sessions",
        verbose_name="formation",
        db_index=False,
    )
    session = models.PositiveBigIntegerField("session", unique=True)
    code = models.CharField("code", max_length=60)
    active_until = models.DateField("active jusqu’au", null=True)  # none: no end
    date_debut = models.DateField("date début", null=True)
    date_fin = models.DateField("date fin", null=True)
    commune = models.CharField("commune INSEE", max_length=5, blank=True)
    departement = models.CharField("département", max_length=3, blank=True)
    programme = models.CharField("programme", max_length=60)
    cadre = models.CharField("cadre", max_length=20, choices=CADRE.choices)
    formacodes = models.JSONField("Formacodes", default=list)
    types_dispositif = models.JSONField("types de dispositif", default=list)
    modalites_enseignement = models.CharField(
        "modalités d’enseignement",
        max_length=1,
        choices=MODALITES_ENSEIGNEMENT.choices,
        blank=True,
    )
    recherche = models.TextField(
        "texte de recherche",
        editable=False,
    )  # " mot mot…": no accent, lower case
    fragment_2_3 = models.TextField("LHÉO 2.3", editable=False)

    objects = SessionsPubliees.as_manager()

    class Meta:
        verbose_name = "session diffusée"
        verbose_name_plural = "sessions diffusées"
        ordering = ["date_debut", "pk"]
        indexes = [
            models.Index(fields=["group", "session", "active_until"], name="session_export"),
            models.Index(fields=["active_until", "id"], name="session_active"),
            models.Index(fields=["date_debut", "id"], name="session_publiee_debut"),
            models.Index(fields=["departement", "date_debut", "id"], name="session_departement"),
            models.Index(fields=["commune", "date_debut", "id"], name="session_commune"),
            models.Index(fields=["programme", "date_debut", "id"], name="session_programme"),
        ]

    def __str__(self):
        return self.code


class Mention(models.Model):
    """A fiche of the annuaire that an online offer names: `E12`, `L36364` or a contact, `C3100`."""

    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        related_name="mentions",
        db_index=False,
    )
    key = models.CharField("clé", max_length=24)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "key"], name="mention_once")]
        indexes = [models.Index(fields=["key", "publication"], name="mention_key")]

    def __str__(self):
        return self.key


class Diffusion(models.Model):
    """An export: who sent what, when, and what was found in it."""

    class Verdict(models.TextChoices):
        EN_COURS = "en_cours", "En cours"
        VALIDE = "valide", "Conforme"  # the whole file was held against the schema
        TELECHARGEE = "telechargee", "Téléchargée"  # each of its parts was, when it was published
        REFUSEE = "refusee", "Refusée"
        INTERROMPUE = "interrompue", "Interrompue"

    profile = models.CharField("profil LHÉO", max_length=10)
    started_at = models.DateTimeField("commencée le", db_index=True)
    finished_at = models.DateTimeField("terminée le", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="par",
    )
    by_label = models.CharField("nom", max_length=200)
    groups = models.PositiveIntegerField("formations", default=0)
    sessions = models.PositiveIntegerField("sessions", default=0)
    bytes = models.PositiveBigIntegerField("octets", default=0)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    verdict = models.CharField(
        "verdict",
        max_length=20,
        choices=Verdict.choices,
        default=Verdict.EN_COURS,
    )
    problems = models.JSONField("défauts", default=list)

    class Meta:
        verbose_name = "diffusion"
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"LHÉO {self.profile}, {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"
