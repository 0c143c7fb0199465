"""What stays of a subject's life: publications, moves, saves.

Append-only; no model of `core` is named.
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from workflows.lifecycle import WITH_REASON


class OfSubject(models.QuerySet):
    def of(self, subject):
        """Return the rows that concern this subject."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(subject, for_concrete_model=True),
            object_id=subject.pk,
        )


class AboutSubject(models.Model):
    content_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        verbose_name="objet",
        related_name="+",
    )
    object_id = models.PositiveBigIntegerField("numéro")
    subject = GenericForeignKey()

    objects = OfSubject.as_manager()

    class Meta:
        abstract = True


class Publication(AboutSubject):
    """A frozen version. Its content is never edited; only `online` changes."""

    number = models.PositiveIntegerField("version")
    payload = models.JSONField("contenu", encoder=DjangoJSONEncoder)
    programme = models.CharField("programme", max_length=60, blank=True)
    published_at = models.DateTimeField("publiée le")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="publiée par",
    )
    online = models.BooleanField("en ligne", default=True)

    class Meta:
        verbose_name = "publication"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"],
                name="publication_number",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(online=True),
                name="publication_one_online",
            ),
        ]

    def __str__(self):
        return f"Publication {self.number}"


class TransitionLog(AboutSubject):
    """One move: who, when, from where to where, and what was said."""

    name = models.CharField("mouvement", max_length=30)
    source = models.CharField("de", max_length=20)
    target = models.CharField("vers", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="par",
    )
    by_label = models.CharField("nom", max_length=200, blank=True)
    at = models.DateTimeField("le", db_index=True)
    comment = models.TextField("message", blank=True)
    remarks = models.JSONField(
        "remarques",
        default=list,
        blank=True,
    )  # [{"path": "S12.date_debut", "message": "…"}]
    publication = models.ForeignKey(Publication, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "mouvement"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="log_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name__in=WITH_REASON) | ~Q(comment=""),
                name="log_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.at:%d/%m/%Y})"


class Change(AboutSubject):
    """One save of a dossier: the changed field paths, before and after, and by which door."""

    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="par",
    )
    by_label = models.CharField("nom", max_length=200, blank=True)
    door = models.CharField(
        "par où",
        max_length=20,
    )  # ecran, import, correction, en ligne, exact, demo
    fields = models.JSONField(
        "champs",
        encoder=DjangoJSONEncoder,
    )  # [{"path", "label", "before", "after"}]

    class Meta:
        verbose_name = "modification"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="change_subject")]

    def __str__(self):
        return f"{len(self.fields)} champ(s), {self.at:%d/%m/%Y}"
