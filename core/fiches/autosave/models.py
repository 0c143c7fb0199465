"""A `Saisie` is the answers of a form as they were typed.

Half-typed values fit; nothing of it is a row of an offer.
"""

from django.conf import settings
from django.db import models
from django.http import QueryDict


class Saisie(models.Model):
    """The unsaved answers of one person, on one page, in one tab."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name="compte",
    )
    page = models.CharField("page", max_length=40)  # as `session/143842`
    tab = models.CharField("onglet", max_length=40)
    base_version = models.PositiveIntegerField("version de départ", default=0)
    answers = models.JSONField("réponses")  # {name: [value, …]}
    at = models.DateTimeField("le", auto_now=True)

    class Meta:
        verbose_name = "saisie non enregistrée"
        verbose_name_plural = "saisies non enregistrées"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "tab"], name="saisie_once")]

    def __str__(self):
        return f"{self.page}, {self.at:%d/%m/%Y %H:%M}"

    def as_post(self) -> QueryDict:
        """Return the answers as the form would post them."""
        post = QueryDict(mutable=True)
        for name, values in self.answers.items():
            post.setlist(name, values)
        return post
