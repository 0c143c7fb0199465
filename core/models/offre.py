"""The four fiches of an offer. Shape only: completeness is asked of the programme."""

from django.db import models
from django.urls import reverse

from core.fasd import FASD
from core.fasd.ordinaire import COMPAGNON, ORDINAIRE
from core.models.columns import level_columns
from core.models.fasd_row import FasdRow
from core.models.sessions import SessionQuerySet
from core.models.subject import Subject
from core.rules import Level
from core.search.index import WordsIndex
from core.search.ways import Ways


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
    """Completes a formation and names who dispenses it.

    What is validated, with its sessions (D1).
    """

    level = Level.ACTION
    vars().update(level_columns(FASD, Level.ACTION))
    formation = models.ForeignKey(
        Formation,
        models.PROTECT,
        related_name="actions",
        verbose_name="formation",
    )
    porteur = models.ForeignKey(
        "core.Etablissement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_portees",
        verbose_name="porteur",
        help_text="L’établissement qui saisit l’offre. Vide : le Cariforef.",
    )
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
        campagne = self.campagne
        return campagne.programme if campagne else ORDINAIRE.code

    @property
    def campagne(self):
        if not self.attribution_id:
            return None
        return self.attribution.lot.campagne

    @property
    def programme_label(self):
        if self.action_publique_id:
            return COMPAGNON.label
        return super().programme_label

    def rules(self, numero=None):
        if self.action_publique_id:
            return COMPAGNON
        return super().rules(numero)


class Session(FasdRow):
    """Place and dates of an action: no state of its own.

    One that was online is never deleted (D17).
    """

    level = Level.SESSION
    vars().update(level_columns(FASD, Level.SESSION))
    action = models.ForeignKey(
        Action,
        models.CASCADE,
        related_name="sessions",
        verbose_name="action",
    )
    retiree_le = models.DateField("retirée le", null=True, blank=True, editable=False)
    # Written when its action is published.
    en_ligne = models.BooleanField("en ligne", default=False, editable=False)
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
