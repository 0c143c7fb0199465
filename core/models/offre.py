"""The four fiches of an offer, and their small tables. Shape only: completeness is asked of the programme."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.fasd import BLOCS, EQUIPEMENTS, FASD, INFORMATIONS_COLLECTIVES, PERIODES_INSCRIPTION
from core.fasd.ordinaire import COMPAGNON, ORDINAIRE
from core.models.columns import columns, extra_column, level_columns
from core.models.sessions import SessionQuerySet
from core.models.subject import Subject
from core.policy import Scoped
from core.rules import Level
from core.search.index import WordsIndex
from core.search.ways import Ways


class FasdRow(models.Model):
    """A row that holds one fiche: its version is bumped at each save and carried by its form."""

    version = models.PositiveIntegerField("version", default=1, editable=False)
    extra = extra_column()

    objects = Scoped.as_manager()

    class Meta:
        abstract = True

    @property
    def key(self):
        """Return the key of this row's fiche, as `S143842`."""
        return f"{self.level}{self.pk or 0}"


class Formation(FasdRow):
    """Purpose, objectives and programme, whoever gives it, wherever and whenever (S4)."""

    level = Level.FORMATION
    vars().update(level_columns(FASD, Level.FORMATION))
    etablissement = models.ForeignKey(
        "core.Etablissement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="formations",
        verbose_name="établissement",
    )

    search_ways = Ways(("", "etablissement"), {"f": "pk"})

    class Meta:
        verbose_name = "formation"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["intitule", "id"], name="formation_intitule"),
            WordsIndex(fields=["intitule"], name="formation_mots"),
        ]

    def __str__(self):
        return self.intitule or f"Formation {self.pk}"

    @property
    def code(self):
        return str(self.pk)


class Action(FasdRow, Subject):
    """Completes a formation and names who dispenses it; what is validated, with its sessions (D1)."""

    level = Level.ACTION
    vars().update(level_columns(FASD, Level.ACTION))
    formation = models.ForeignKey(
        Formation,
        models.PROTECT,
        related_name="actions",
        verbose_name="formation",
    )
    porteur = models.ForeignKey(
        "core.Etablissement", models.PROTECT, null=True, blank=True, related_name="actions_portees", verbose_name="porteur",
        help_text="L’établissement qui saisit l’offre. Vide : le Cariforef.",
    )  # fmt: skip
    attribution = models.ForeignKey(
        "core.Attribution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="attribution",
    )
    action_publique = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ajouts_prives",
        verbose_name="action publique",
    )
    certifinfo_remplace = models.BooleanField(
        "code Certifinfo remplacé",
        default=False,
        editable=False,
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    search_ways = Ways(("formation", "porteur"), {"f": "formation", "a": "pk"})

    class Meta:
        verbose_name = "action"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "id"], name="action_etat"),
            models.Index(fields=["state", "submitted_at", "id"], name="action_file"),
            models.Index(fields=["state_since", "id"], name="action_depuis"),
        ]

    def __str__(self):
        return f"{self.formation_id}-{self.pk}"

    def get_absolute_url(self):
        return reverse("admin:core_action_change", args=[self.pk])

    @property
    def code(self):
        return f"{self.formation_id}-{self.pk}"

    def title(self):
        return f"{self.formation} ({self.code})"

    # The programme that judges it ---------------------------------------------------

    @property
    def programme_code(self):
        return self.attribution.lot.campagne.programme if self.attribution_id else ORDINAIRE.code

    @property
    def campagne(self):
        return self.attribution.lot.campagne if self.attribution_id else None

    @property
    def programme_label(self):
        return COMPAGNON.label if self.action_publique_id else super().programme_label

    def rules(self, numero=None):
        return COMPAGNON if self.action_publique_id else super().rules(numero)


class Session(FasdRow):
    """Place and dates of an action. It has no state of its own; one that was online is never deleted (D17)."""

    level = Level.SESSION
    vars().update(level_columns(FASD, Level.SESSION))
    action = models.ForeignKey(
        Action,
        models.CASCADE,
        related_name="sessions",
        verbose_name="action",
    )
    retiree_le = models.DateField("retirée le", null=True, blank=True, editable=False)
    en_ligne = models.BooleanField(
        "en ligne",
        default=False,
        editable=False,
    )  # written when its action is published
    a_ete_en_ligne = models.BooleanField("a été en ligne", default=False, editable=False)

    objects = SessionQuerySet.as_manager()
    search_ways = Ways(
        ("action__formation", "action__porteur", "action__site_dispensateur", "site_lieu"),
        {"f": "action__formation", "a": "action", "s": "pk"},
    )

    class Meta:
        verbose_name = "session"
        ordering = ["date_debut", "pk"]
        indexes = [
            models.Index(fields=["date_debut", "id"], name="session_debut"),
            models.Index(fields=["date_fin", "id"], name="session_fin"),
            models.Index(fields=["en_ligne", "date_fin", "id"], name="session_en_ligne"),
            models.Index(fields=["en_ligne", "date_debut", "id"], name="session_actives"),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("admin:core_session_change", args=[self.pk])

    @property
    def code(self):
        """Return the F-A-S code, as SOFI shows it: 19482-89393-143842."""
        return f"{self.action.formation_id}-{self.action_id}-{self.pk}"


class Dispositif(FasdRow):
    """How a session is paid, and for whom (S4)."""

    level = Level.DISPOSITIF
    vars().update(level_columns(FASD, Level.DISPOSITIF))
    session = models.ForeignKey(
        Session,
        models.CASCADE,
        related_name="dispositifs",
        verbose_name="session",
    )

    search_ways = Ways(
        ("session__action__formation",),
        {"a": "session__action", "s": "session", "d": "pk"},
    )

    class Meta:
        verbose_name = "dispositif"
        ordering = ["pk"]

    def __str__(self):
        return self.dispositif or f"Dispositif {self.type_dispositif}"

    def get_absolute_url(self):
        return reverse("admin:core_dispositif_change", args=[self.pk])


class BlocCompetence(models.Model):
    """A block of competences of a formation."""

    formation = models.ForeignKey(Formation, models.CASCADE, related_name="blocs")
    vars().update(columns(BLOCS))

    class Meta:
        verbose_name = "bloc de compétences"
        verbose_name_plural = "blocs de compétences"
        ordering = ["pk"]

    def __str__(self):
        return self.intitule


class Equipement(models.Model):
    """What a trainee of an action must have."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="equipements")
    vars().update(columns(EQUIPEMENTS))

    class Meta:
        verbose_name = "équipement"
        ordering = ["pk"]

    def __str__(self):
        return f"Équipement {self.pk}"


class InformationCollective(models.Model):
    """A meeting before entry: without one, an offer reaches neither Kairos nor Ouiform (S2, S3)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="informations_collectives")
    vars().update(columns(INFORMATIONS_COLLECTIVES))

    class Meta:
        verbose_name = "information collective"
        verbose_name_plural = "informations collectives"
        ordering = ["date", "heure_debut", "pk"]

    def __str__(self):
        return f"Information collective {self.pk}"


class PeriodeInscription(models.Model):
    """A typed period in which to apply or enrol (S2)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="periodes_inscription")
    vars().update(columns(PERIODES_INSCRIPTION))

    class Meta:
        verbose_name = "période d’inscription"
        verbose_name_plural = "périodes d’inscription"
        ordering = ["date_debut", "pk"]

    def __str__(self):
        return f"Période {self.pk}"


class AccordRegion(models.Model):
    """The Région's agreement to the changes that follow publication `publication` of an action (D3)."""

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
