"""The annuaire: établissements (one SIRET each), their sites, contacts and open days."""

from django.db import models
from django.urls import reverse

from core.fasd import codes
from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.fasd.identifiants import grouped
from core.models.columns import level_columns
from core.models.subject import Subject
from core.policy import Scoped
from core.rules import Level
from core.search.index import WordsIndex
from core.search.ways import Ways


class Etablissement(Subject):
    """One SIRET; holds domains, and a principal site."""

    level = Level.ETABLISSEMENT
    sent_for_good = True
    vars().update(level_columns(ANNUAIRE_FIELDS, Level.ETABLISSEMENT))
    siret = models.CharField("SIRET", max_length=14, unique=True)
    ferme_le = models.DateField("fermé le", null=True, blank=True)
    exact_le = models.DateField("confirmé exact le", null=True, editable=False)

    objects = Scoped.as_manager()

    search_ways = Ways(("", "sites"))

    class Meta:
        verbose_name = "établissement"
        ordering = ["raison_sociale", "pk"]
        indexes = [
            models.Index(fields=["raison_sociale", "id"], name="etablissement_nom"),
            models.Index(fields=["state", "id"], name="etablissement_etat"),
            WordsIndex(
                fields=["raison_sociale", "siret", "nda", "domaines"],
                name="etablissement_mots",
            ),
        ]

    def __str__(self):
        return f"{self.raison_sociale or 'Sans nom'} ({grouped(self.siret)})"

    def title(self):
        return str(self)

    def get_absolute_url(self):
        return reverse("admin:core_etablissement_change", args=[self.pk])


class Site(Subject):
    """A place of an établissement, known by its number."""

    level = Level.SITE
    sent_for_good = True
    etablissement = models.ForeignKey(
        Etablissement,
        models.PROTECT,
        related_name="sites",
        verbose_name="établissement",
    )
    principal = models.BooleanField("principal", default=False)
    vars().update(level_columns(ANNUAIRE_FIELDS, Level.SITE))
    actif = models.BooleanField("actif", default=True)
    exact_le = models.DateField("confirmé exact le", null=True, editable=False)

    objects = Scoped.as_manager()

    search_ways = Ways(("", "etablissement"), {"l": "pk"})

    class Meta:
        verbose_name = "site"
        ordering = ["etablissement", "-principal", "nom_usage", "pk"]
        indexes = [
            models.Index(fields=["nom_usage", "id"], name="site_nom"),
            models.Index(fields=["state", "id"], name="site_etat"),
            WordsIndex(fields=["nom_usage", "bureau_distributeur"], name="site_mots"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement"],
                condition=models.Q(principal=True),
                name="site_one_principal",
                violation_error_message="L’établissement a déjà un site principal.",
            ),
        ]

    def __str__(self):
        kind = "Principal" if self.principal else "Secondaire"
        return f"{self.pk} - {self.nom_usage} - {kind}" + ("" if self.actif else " - Inactif")

    def title(self):
        return f"Site {self}"

    def get_absolute_url(self):
        return reverse("admin:core_site_change", args=[self.pk])


class Contact(models.Model):
    """A person of a site, with its roles; live at once (D1)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="contacts", verbose_name="site")
    nom = models.CharField("nom", max_length=50)
    prenom = models.CharField("prénom", max_length=50, blank=True)
    fonction = models.CharField("fonction", max_length=100, blank=True)
    telephone = models.CharField("téléphone", max_length=25, blank=True)
    email = models.EmailField("email", max_length=160, blank=True)
    roles = models.JSONField("référents", default=list, blank=True)
    actif = models.BooleanField("actif", default=True)
    modifie_le = models.DateField("modifié le", auto_now=True, null=True)
    exact_le = models.DateField("confirmé exact le", null=True, editable=False)

    objects = Scoped.as_manager()

    search_ways = Ways(("", "site"))

    class Meta:
        verbose_name = "contact"
        ordering = ["nom", "prenom", "pk"]
        indexes = [WordsIndex(fields=["nom", "prenom", "email"], name="contact_mots")]

    def __str__(self):
        return f"{self.nom} {self.prenom}".strip()

    @property
    def publishable(self):
        """Whether it may go out: the référent SOFI is internal (D23)."""
        return self.actif and self.roles != ["sofi"]


class PorteOuverte(models.Model):
    """An open day of a site; live at once (D1)."""

    libelle = models.CharField("libellé", max_length=255)
    code = models.CharField("code", max_length=50, blank=True)
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        related_name="portes_ouvertes",
        verbose_name="site",
    )
    nature = models.CharField("nature", max_length=30, choices=codes.NATURE_PORTE_OUVERTE.choices)
    site_internet = models.URLField("site internet", max_length=400, blank=True)
    date_debut = models.DateField("date début")
    date_fin = models.DateField("date fin", null=True, blank=True)
    commentaire = models.TextField("commentaire", blank=True, max_length=500)

    objects = Scoped.as_manager()

    search_ways = Ways(("", "site"))

    class Meta:
        verbose_name = "porte ouverte"
        verbose_name_plural = "portes ouvertes"
        ordering = ["-date_debut", "pk"]
        indexes = [WordsIndex(fields=["libelle"], name="porte_ouverte_mots")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(date_fin__isnull=True)
                | models.Q(date_fin__gte=models.F("date_debut")),
                name="porte_ouverte_dates",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]

    def __str__(self):
        return self.libelle
