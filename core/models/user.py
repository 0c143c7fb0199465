"""Who logs in, and in what role for whom."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from core.models.scope import Scoped


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        user = self.create_user(email, password, **fields)
        Membership.objects.create(user=user, role=Role.ADMINISTRATEUR)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person, known by an e-mail address. What it may do comes from its memberships, through the policy."""

    email = models.EmailField("adresse électronique", max_length=160, unique=True)
    prenom = models.CharField("prénom", max_length=50, blank=True)
    nom = models.CharField("nom", max_length=50, blank=True)
    is_active = models.BooleanField("actif", default=True)
    notifications = models.BooleanField("reçoit les notifications", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    # Set for a request by core.comptes.middleware; the conditions of the policy read them, and only take rows away.
    etablissement_choisi = None
    vu_comme = None

    USERNAME_FIELD = "email"
    objects = UserManager.from_queryset(Scoped)()

    class Meta:
        verbose_name = "compte"
        ordering = ["email"]

    def __str__(self):
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()  # one address, one account: the base compares letters
        super().save(*args, **kwargs)

    def get_full_name(self):
        return f"{self.prenom} {self.nom}".strip()

    def get_short_name(self):
        return self.prenom or self.email

    @cached_property
    def roles(self):
        """Return the roles of this user, read once a request."""
        return {role for role, _ in self.attaches}

    @cached_property
    def attaches(self):
        """Return the (role, établissement) of this user, read once a request."""
        return list(self.memberships.values_list("role", "etablissement"))

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
    """A role: in an établissement (for some of its sites, or all), for a programme, or at the Carif-Oref."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="compte")
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    etablissement = models.ForeignKey(
        "core.Etablissement", models.CASCADE, null=True, blank=True, related_name="memberships", verbose_name="établissement"
    )
    sites = models.ManyToManyField(
        "core.Site", blank=True, related_name="+", verbose_name="sites administrables", help_text="Aucun : tous."
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
                violation_error_message="Un organisme se rattache à un établissement, un gestionnaire à un programme.",
            ),
            models.UniqueConstraint(
                fields=["user", "etablissement"], condition=Q(etablissement__isnull=False), name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme"], condition=Q(etablissement__isnull=True), name="role_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} — {self.etablissement or self.programme or 'Cariforef'}"
