"""The states of a working copy and the table of its moves. `workflows.service.perform` makes them.

Being online is a separate fact: `online_number` says which publication is, whatever the state.
"""

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin

from workflows import answers
from workflows.moves import (
    Move,
    can_be_taken_back,
    held,
    move,
    not_held,
    offline_version,
    online,
    taken,
)


class State(models.TextChoices):
    DRAFT = "draft", "En cours de saisie"
    SUBMITTED = "submitted", "En attente de validation"
    QUESTIONED = "questioned", "En attente de réponses"
    VALIDATED = "validated", "Validée"
    ARCHIVED = "archived", "Archivée"


DRAFT, SUBMITTED, QUESTIONED, VALIDATED, ARCHIVED = State.values
ANY = [DRAFT, SUBMITTED, QUESTIONED, VALIDATED]
WAITING = [SUBMITTED, QUESTIONED]  # in the queue of who validates


class Lifecycle(FSMModelMixin, models.Model):
    """What is validated: a working copy with a state, a version, and perhaps a publication online."""

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

    # The table of moves -----------------------------------------------------------

    @move(
        DRAFT, SUBMITTED, conditions=[not_held],
        label="Envoyer au Cariforef",
        sentence="Votre saisie sera envoyée au Cariforef pour validation. Vous ne pourrez plus la modifier jusqu’à sa réponse.",
        done="La saisie est envoyée : le Cariforef l’examine.",
        comment="Message au Cariforef (facultatif)", complete=True,
    )  # fmt: skip
    def submit(self): ...

    @move(
        WAITING, DRAFT, conditions=[can_be_taken_back, not_held],
        label="Reprendre la saisie",
        sentence="La saisie revient chez vous et quitte la file du Cariforef. Il faudra l’envoyer de nouveau.",
        done="La saisie est de nouveau modifiable.",
    )  # fmt: skip
    def take_back(self): ...

    @move(
        SUBMITTED, QUESTIONED,
        label="Demander des réponses",
        sentence="L’organisme reçoit vos questions et peut corriger sa saisie avant de répondre.",
        done="Les questions sont envoyées à l’organisme.",
        comment="Votre question", comment_required=True, remarks=True,
    )  # fmt: skip
    def ask(self): ...

    @move(
        QUESTIONED, SUBMITTED, conditions=[not_held],
        label="Répondre",
        sentence="Votre réponse et la saisie corrigée repartiront au Cariforef.",
        done="Votre réponse est envoyée au Cariforef.",
        comment="Votre réponse", comment_required=True, complete=True,
    )  # fmt: skip
    def answer(self): ...

    @move(
        SUBMITTED, VALIDATED, conditions=[not_held],
        label="Valider",
        sentence="Cette version deviendra publique. La version en ligne, s’il y en a une, sera remplacée.",
        done="La saisie est validée et mise en ligne.",
        comment="Message à l’organisme (facultatif)", complete=True, publishes=True,
    )  # fmt: skip
    def validate(self): ...

    @move(
        WAITING, None,
        label="Prendre en charge",
        sentence="Vos collègues verront que vous examinez cette saisie. Elle sera dans « À moi » tant qu’elle attend.",
        done="La saisie est à vous.",
    )  # fmt: skip
    def take(self): ...

    @move(
        WAITING, None, conditions=[taken],
        label="Rendre à la file",
        sentence="La saisie n’est plus suivie par personne : un collègue pourra la prendre.",
        done="La saisie est rendue à la file.",
    )  # fmt: skip
    def leave(self): ...

    @move(
        WAITING, DRAFT,
        label="Refuser",
        sentence="La saisie revient à l’organisme avec votre motif. Rien de ce qu’il a saisi n’est perdu.",
        done="La saisie est refusée : l’organisme en connaît le motif.",
        comment="Motif du refus", comment_required=True, remarks=True, danger=True,
    )  # fmt: skip
    def refuse(self): ...

    @move(
        VALIDATED, DRAFT, conditions=[not_held],
        label="Modifier",
        sentence="Une nouvelle version s’ouvre à la saisie. La version en ligne reste publique jusqu’à la validation.",
        done="La saisie est ouverte. La version en ligne reste publique.",
        comment="Raison de la modification (facultatif)",
    )  # fmt: skip
    def reopen(self): ...

    @move(
        [DRAFT, QUESTIONED], VALIDATED, conditions=[online, not_held],
        label="Abandonner les modifications",
        sentence="Ce qui a été saisi depuis la mise en ligne est remplacé par la version en ligne.",
        done="Les modifications sont abandonnées : la saisie est de nouveau celle qui est en ligne.",
        restores=True, danger=True,
    )  # fmt: skip
    def give_up(self): ...

    @move(
        [DRAFT, VALIDATED], ARCHIVED, conditions=[not_held],
        label="Archiver",
        sentence="La fiche n’est plus proposée, et n’est plus en ligne si elle l’était. Elle peut être rétablie.",
        done="La fiche est archivée.",
        comment="Raison", comment_required=True, unpublishes=True, danger=True,
    )  # fmt: skip
    def archive(self): ...

    @move(
        ARCHIVED, DRAFT,
        label="Rétablir",
        sentence="La fiche revient en cours de saisie. Elle n’est pas en ligne.",
        done="La fiche est de nouveau en cours de saisie.",
    )  # fmt: skip
    def restore(self): ...

    @move(
        VALIDATED, None, conditions=[online],
        label="Retirer de la publication",
        sentence="La version en ligne n’est plus publique. Elle peut être remise en ligne telle quelle.",
        done="La fiche n’est plus en ligne.",
        comment="Raison", comment_required=True, unpublishes=True, danger=True,
    )  # fmt: skip
    def unpublish(self): ...

    @move(
        VALIDATED, None, conditions=[offline_version],
        label="Remettre en ligne",
        sentence="La dernière version publiée redevient publique.",
        done="La fiche est de nouveau en ligne.",
        comment="Raison", comment_required=True, republishes=True,
    )  # fmt: skip
    def republish(self): ...

    @move(
        ANY, None, conditions=[online, not_held],
        label="Mettre à jour en ligne",
        sentence="Ces informations sont publiées aussitôt, sans nouvelle validation.",
        done="Les informations sont à jour en ligne.",
        publishes=True,
    )  # fmt: skip
    def update_live(self): ...

    @move(
        ANY, None, conditions=[not_held],
        label="Retenir",
        sentence="La saisie n’est plus modifiable tant que vous ne la libérez pas. L’organisme voit votre raison.",
        done="La saisie est retenue.",
        comment="Raison", comment_required=True,
    )  # fmt: skip
    def hold(self): ...

    @move(
        ANY, None, conditions=[held],
        label="Libérer",
        sentence="La saisie suit de nouveau son cours.",
        done="La saisie est libérée.",
    )  # fmt: skip
    def release(self): ...

    # Reading ------------------------------------------------------------------------

    @property
    def is_online(self) -> bool:
        return online(self)

    def publications(self):
        """Return this subject's publications, the latest first."""
        from workflows.models import Publication

        return Publication.objects.of(self)


MOVES: dict[str, Move] = {
    name: method._django_fsm.transitions[next(iter(method._django_fsm.transitions))].custom["move"]
    for name, method in vars(Lifecycle).items()
    if hasattr(method, "_django_fsm")
}
CLAIMS = {
    "take": True,
    "ask": True,
    "leave": False,
}  # whether one who makes this move then follows the subject
ASIDE = frozenset(  # moves that leave the state as it is
    name
    for name in MOVES
    if all(t.target is None for t in getattr(Lifecycle, name)._django_fsm.transitions.values())
)
