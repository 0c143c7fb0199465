"""Référentiels: Formacode, Certifinfo, communes, NSF, ROME, publics, short lists: one shape."""

from django.db import models

from core.policy import Scoped
from core.search.index import WordsIndex
from core.search.ways import Ways


class Famille(models.TextChoices):
    FORMACODE = "formacode", "Formacode"
    CERTIFINFO = "certifinfo", "Certifinfo"
    COMMUNE = "commune", "Communes"
    NSF = "nsf", "NSF"
    ROME = "rome", "ROME"
    PUBLIC = "public", "Publics (Formacode)"
    PREREQUIS = "prerequis", "Pré-requis"


class TermeQuerySet(Scoped):
    def famille(self, famille):
        return self.filter(famille=famille)


class Terme(models.Model):
    """A code of a référentiel: its label, its place in the tree, what else its file says."""

    famille = models.CharField("référentiel", max_length=20, choices=Famille.choices)
    code = models.CharField("code", max_length=20)
    libelle = models.CharField("libellé", max_length=500)
    edition = models.CharField("édition", max_length=20, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enfants",
        verbose_name="terme générique",
    )
    recherche = models.TextField(
        "texte de recherche",
        blank=True,
        editable=False,
    )  # no accent, lower case
    valide_du = models.DateField("valide du", null=True, blank=True)
    valide_au = models.DateField("valide au", null=True, blank=True)
    donnees = models.JSONField("autres données", default=dict, blank=True)
    a_confirmer = models.BooleanField("à confirmer", default=False)

    objects = TermeQuerySet.as_manager()

    search_ways = Ways()

    class Meta:
        verbose_name = "terme de référentiel"
        verbose_name_plural = "référentiels"
        ordering = ["famille", "code"]
        constraints = [models.UniqueConstraint(fields=["famille", "code"], name="terme_once")]
        indexes = [
            models.Index(fields=["famille", "libelle"], name="terme_libelle"),
            WordsIndex(fields=["code", "recherche"], name="terme_mots"),
        ]

    def __str__(self):
        return f"{self.code} - {self.libelle}"


class RemplacementCertifinfo(models.Model):
    """A Certifinfo code replaced by another; one code may have several successors."""

    ancien = models.CharField("ancien code", max_length=20)
    nouveau = models.CharField("nouveau code", max_length=20)

    objects = Scoped.as_manager()

    search_ways = Ways()

    class Meta:
        verbose_name = "remplacement Certifinfo"
        verbose_name_plural = "remplacements Certifinfo"
        ordering = ["ancien", "nouveau"]
        constraints = [
            models.UniqueConstraint(fields=["ancien", "nouveau"], name="remplacement_once"),
        ]
        indexes = [WordsIndex(fields=["ancien", "nouveau"], name="remplacement_mots")]

    def __str__(self):
        return f"{self.ancien} → {self.nouveau}"
