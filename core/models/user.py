"""Who logs in, and in what role for whom."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from core.models.adresse import AdresseField
from core.policy import Scoped
from core.search.index import WordsIndex
from core.search.ways import Ways


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        user = self.create_user(email, password, **fields)
        Membership.objects.create(user=user, role=Role.ADMINISTRATEUR)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email)


class Attache(NamedTuple):
    """A membership by its keys; no sites means all those of the établissement."""

    role: str
    etablissement: int | None = None
    programme: str = ""
    sites: Sequence[int] = ()


class User(AbstractBaseUser):
    """A person, known by an e-mail address.

    What it may do comes from its memberships, through the policy.
    """

    email = AdresseField("adresse électronique", max_length=160, unique=True)
    prenom = models.CharField("prénom", max_length=50, blank=True)
    nom = models.CharField("nom", max_length=50, blank=True)
    is_active = models.BooleanField("actif", default=True)
    notifications = models.BooleanField("reçoit les notifications", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    # Set for a request by core.comptes.middleware; the conditions of the policy read them, and only
    # take rows away.
    etablissement_choisi = None
    vu_comme = None

    USERNAME_FIELD = "email"
    objects = UserManager.from_queryset(Scoped)()

    search_ways = Ways(("", "memberships__etablissement"))

    class Meta:
        verbose_name = "compte"
        ordering = ["email"]
        indexes = [WordsIndex(fields=["email", "prenom", "nom"], name="compte_mots")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="compte_adresse_unique",
                violation_error_message="Un compte porte déjà cette adresse.",
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def get_full_name(self):
        return f"{self.prenom} {self.nom}".strip()

    def get_short_name(self):
        return self.prenom or self.email

    @cached_property
    def roles(self):
        """Return the roles of this user, read once a request."""
        return {attache.role for attache in self.attaches}

    @cached_property
    def attaches(self):
        """Return the `Attache`s of this user, read once a request.

        What every condition of the policy starts from.
        """
        named = {}
        for pk, role, etablissement, programme, site in self.memberships.order_by("pk").values_list(
            "pk",
            "role",
            "etablissement",
            "programme",
            "sites",
        ):
            attache = named.setdefault(pk, Attache(role, etablissement, programme, []))
            if site:
                attache.sites.append(site)
        return list(named.values())

    # Django's admin asks these; the policy is what answers, model by model.
    is_staff = property(lambda self: self.is_active)
    is_superuser = False

    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return self.is_active


class Role(models.TextChoices):
    ORGANISME = "organisme", "Organisme de formation"
    CARIFOREF = "cariforef", "Cariforef"
    GESTIONNAIRE = "gestionnaire", "Gestionnaire de programme"
    ADMINISTRATEUR = "administrateur", "Administrateur"


class Membership(models.Model):
    """A role: in an établissement (all its sites, or some), of a programme, at the Cariforef."""

    user = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="memberships",
        verbose_name="compte",
    )
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    etablissement = models.ForeignKey(
        "core.Etablissement",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="établissement",
    )
    sites = models.ManyToManyField(
        "core.Site",
        blank=True,
        related_name="+",
        verbose_name="sites administrables",
        help_text="Aucun : tous.",
    )
    programme = models.CharField("programme", max_length=60, blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = "rattachement"
        ordering = ["user", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_of_something",
                condition=Q(role="organisme", etablissement__isnull=False)
                | Q(role="gestionnaire") & ~Q(programme="")
                | Q(role__in=["cariforef", "administrateur"], etablissement__isnull=True),
                violation_error_message=(
                    "Un organisme se rattache à un établissement, un gestionnaire à un programme."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "etablissement"],
                condition=Q(etablissement__isnull=False),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme"],
                condition=Q(etablissement__isnull=True),
                name="role_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} — {self.etablissement or self.programme or 'Cariforef'}"
