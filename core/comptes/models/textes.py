"""Texts of the public pages, edited by staff (C44): plain text, nothing of it is markup."""

from django.db import models
from django.urls import reverse

from core.policy import Scoped


class Texte(models.Model):
    code = models.SlugField("adresse de la page", max_length=60, unique=True)
    titre = models.CharField("titre", max_length=120)
    corps = models.TextField(
        "texte",
        blank=True,
        help_text=(
            "Du texte seul : une ligne vide sépare deux paragraphes ; une adresse devient un lien."
        ),
    )
    connexion = models.BooleanField("sur la page de connexion", default=False)
    pied = models.BooleanField("au pied des pages", default=True)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = "texte public"
        verbose_name_plural = "textes publics"
        ordering = ["ordre", "titre"]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("compte_texte", args=[self.code])
