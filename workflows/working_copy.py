"""A working copy: its columns, and the questions that its kind answers (`workflows.answers`)."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin

from workflows import answers
from workflows.conditions import online
from workflows.states import DRAFT, State


class WorkingCopy(FSMModelMixin, models.Model):
    """What is validated: a state, a version, and perhaps a publication online."""

    sent_for_good = False  # an annuaire fiche that was sent cannot be taken back (S0)

    state = FSMField("état", default=DRAFT, choices=State.choices, protected=True, editable=False)
    online_number = models.PositiveIntegerField("publication en ligne", null=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    state_since = models.DateTimeField("dans cet état depuis", auto_now_add=True, editable=False)
    submitted_at = models.DateTimeField("envoyée le", null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="envoyée par",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="suivie par",
    )
    rules_version = models.CharField("règles à l’envoi", max_length=40, blank=True, editable=False)
    hold_reason = models.TextField("retenue", blank=True, editable=False)

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """Leave `state` alone: django-fsm refuses that it be assigned, even to itself."""
        super().clean_fields(exclude={"state", *(exclude or ())})

    # What a subject answers (`workflows.answers`) ----------------------------------

    def issues(self, root=None, known=None) -> list:
        return answers.of(self).issues(self, root, known)

    def issues_for(self, name) -> list:
        return answers.of(self).issues_for(self, name)

    def allows(self, user, name) -> bool:
        return answers.of(self).allows(self, user, name)

    def payload(self) -> dict:
        return answers.of(self).payload(self)

    def write_back(self, payload) -> None:
        answers.of(self).write_back(self, payload)

    def prepare(self, name) -> None:
        answers.of(self).prepare(self, name)

    def before_move(self, name, by) -> list:
        return answers.of(self).before_move(self, name, by)

    def recipients(self, audience) -> list[str]:
        return answers.of(self).recipients(self, audience)

    def current_rules_version(self) -> str:
        return answers.of(self).current_rules_version(self)

    @property
    def programme_code(self) -> str:
        return ""

    # Reading ------------------------------------------------------------------------

    @property
    def is_online(self) -> bool:
        return online(self)

    def publications(self):
        """Return this subject's publications, the latest first."""
        publication = apps.get_model("workflows.Publication")  # reads the table of moves
        return publication.objects.of(self)
