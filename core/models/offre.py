"""The four fiches of an offer, and their small tables. Shape only: completeness is asked of the programme."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.fasd.ordinaire import COMPAGNON, ORDINAIRE
from core.fasd.table import BLOCS, EQUIPEMENTS, FASD, INFORMATIONS_COLLECTIVES, PERIODES_INSCRIPTION
from core.models.annuaire import recipients
from core.models.columns import columns, extra_column, level_columns
from core.models.subject import Subject
from core.plugins import manager as plugins
from core.policy.scoped import Scoped
from core.rules import Issue, Level
from core.search.index import WordsIndex
from workflows.lifecycle import State


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

    # What the life cycle asks ------------------------------------------------------

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

    def prepare(self, name):
        """Lock the shared formation, and the attribution whose places are taken; write again what is given."""
        from core.dossiers.given import write_all_given  # reads these models
        from core.models import Attribution

        Formation.objects.select_for_update().get(pk=self.formation_id)
        if name in ("submit", "answer", "validate") and self.attribution_id:
            Attribution.objects.select_for_update().get(pk=self.attribution_id)
        if name in ("submit", "answer"):
            write_all_given(self)

    def more_issues(self, root, known=None):
        """Say in a draft that it cannot be sent today, and that its certification is archived; it is saved all the same."""
        from core.dossiers import lookups  # read these models
        from core.referentiels import certifinfo  # read these models

        known = known or lookups.ASKED
        found = certifinfo.issues(self, root, known)
        closed = (
            self.campagne.closed(timezone.localdate())
            if self.campagne and self.state == State.DRAFT
            else ""
        )
        if not closed or known.publication(self):
            return found
        return [
            *found,
            Issue("campagne.fermee", self.key + ".", closed, blocking=False, source="Campagne"),
        ]

    def before_move(self, name, by):
        from core.dossiers.annuaire_first import missing_in_the_annuaire

        goes_out = name in ("validate", "republish", "update_live")
        if goes_out and (stopped := plugins.stopped(self.programme_code, self.key + ".")):
            return stopped
        if name == "submit" and (reason := self.closed_to(by)):
            return [Issue("campagne.fermee", self.key + ".", reason, source="Campagne")]
        return missing_in_the_annuaire(self) if name in ("validate", "republish") else []

    def closed_to(self, user) -> str:
        """Return why this person may not send this action now; a change of a published offer is sent at any time (S2, S3)."""
        from core.policy import asking as policy  # names these models

        if self.campagne is None or policy.is_staff(user) or self.publications().exists():
            return ""
        return self.campagne.closed(timezone.localdate())

    def recipients(self, audience):
        if audience == "porteur" and self.porteur_id is None:
            audience = "cariforef"
        return recipients(audience, [self.porteur_id])


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
