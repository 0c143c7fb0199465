"""The table of the moves of a working copy. `workflows.service.perform` makes them.

Being online is a separate fact: `online_number` says which publication is, whatever the state.
"""

from workflows.conditions import can_be_taken_back, held, not_held, offline_version, online, taken
from workflows.moves import Move, Place, Tells, move
from workflows.states import (
    ANY,
    ARCHIVED,
    DRAFT,
    QUESTIONED,
    SUBMITTED,
    VALIDATED,
    WAITING,
    State,
)
from workflows.working_copy import WorkingCopy

__all__ = ["ASIDE", "DRAFT", "MOVES", "WAITING", "WITH_REASON", "Lifecycle", "State"]


class Lifecycle(WorkingCopy):
    """What is validated, with the moves that change its state."""

    class Meta:
        abstract = True

    @move(
        DRAFT,
        SUBMITTED,
        conditions=[not_held],
        label="Envoyer au Cariforef",
        sentence=(
            "Votre saisie sera envoyée au Cariforef pour validation. "
            "Vous ne pourrez plus la modifier jusqu’à sa réponse."
        ),
        done="La saisie est envoyée : le Cariforef l’examine.",
        comment="Message au Cariforef (facultatif)",
        complete=True,
        sends=True,
        place=Place.FIRST,
        tells=Tells("cariforef", "À valider : {title}"),
    )
    def submit(self): ...

    @move(
        WAITING,
        DRAFT,
        conditions=[can_be_taken_back, not_held],
        label="Reprendre la saisie",
        sentence=(
            "La saisie revient chez vous et quitte la file du Cariforef. "
            "Il faudra l’envoyer de nouveau."
        ),
        done="La saisie est de nouveau modifiable.",
    )
    def take_back(self): ...

    @move(
        SUBMITTED,
        QUESTIONED,
        label="Demander des réponses",
        sentence="L’organisme reçoit vos questions et peut corriger sa saisie avant de répondre.",
        done="Les questions sont envoyées à l’organisme.",
        comment="Votre question",
        comment_required=True,
        remarks=True,
        claims=True,
        tells=Tells("porteur", "Le Cariforef attend vos réponses : {title}"),
    )
    def ask(self): ...

    @move(
        QUESTIONED,
        SUBMITTED,
        conditions=[not_held],
        label="Répondre",
        sentence="Votre réponse et la saisie corrigée repartiront au Cariforef.",
        done="Votre réponse est envoyée au Cariforef.",
        comment="Votre réponse",
        comment_required=True,
        complete=True,
        sends=True,
        place=Place.FIRST,
        tells=Tells("cariforef", "Réponse reçue : {title}"),
    )
    def answer(self): ...

    @move(
        SUBMITTED,
        VALIDATED,
        conditions=[not_held],
        label="Valider",
        sentence=(
            "Cette version deviendra publique. "
            "La version en ligne, s’il y en a une, sera remplacée."
        ),
        done="La saisie est validée et mise en ligne.",
        comment="Message à l’organisme (facultatif)",
        complete=True,
        publishes=True,
        judged_as_sent=True,
        place=Place.FIRST,
        tells=Tells("porteur", "En ligne : {title}"),
    )
    def validate(self): ...

    @move(
        WAITING,
        None,
        label="Prendre en charge",
        sentence=(
            "Vos collègues verront que vous examinez cette saisie. "
            "Elle sera dans « À moi » tant qu’elle attend."
        ),
        done="La saisie est à vous.",
        claims=True,
        of_the_queue=True,
        place=Place.LAST,
    )
    def take(self): ...

    @move(
        WAITING,
        None,
        conditions=[taken],
        label="Rendre à la file",
        sentence="La saisie n’est plus suivie par personne : un collègue pourra la prendre.",
        done="La saisie est rendue à la file.",
        claims=False,
        of_the_queue=True,
        place=Place.LAST,
    )
    def leave(self): ...

    @move(
        WAITING,
        DRAFT,
        label="Refuser",
        sentence=(
            "La saisie revient à l’organisme avec votre motif. "
            "Rien de ce qu’il a saisi n’est perdu."
        ),
        done="La saisie est refusée : l’organisme en connaît le motif.",
        comment="Motif du refus",
        comment_required=True,
        remarks=True,
        place=Place.DANGER,
        tells=Tells("porteur", "Saisie à revoir : {title}"),
    )
    def refuse(self): ...

    @move(
        VALIDATED,
        DRAFT,
        conditions=[not_held],
        label="Modifier",
        sentence=(
            "Une nouvelle version s’ouvre à la saisie. "
            "La version en ligne reste publique jusqu’à la validation."
        ),
        done="La saisie est ouverte. La version en ligne reste publique.",
        comment="Raison de la modification (facultatif)",
        place=Place.FIRST,
    )
    def reopen(self): ...

    @move(
        [DRAFT, QUESTIONED],
        VALIDATED,
        conditions=[online, not_held],
        label="Abandonner les modifications",
        sentence="Ce qui a été saisi depuis la mise en ligne est remplacé par la version en ligne.",
        done=(
            "Les modifications sont abandonnées : la saisie est de nouveau celle qui est en ligne."
        ),
        restores=True,
        place=Place.DANGER,
    )
    def give_up(self): ...

    @move(
        [DRAFT, VALIDATED],
        ARCHIVED,
        conditions=[not_held],
        label="Archiver",
        sentence=(
            "La fiche n’est plus proposée, et n’est plus en ligne si elle l’était. "
            "Elle peut être rétablie."
        ),
        done="La fiche est archivée.",
        comment="Raison",
        comment_required=True,
        unpublishes=True,
        place=Place.DANGER,
    )
    def archive(self): ...

    @move(
        ARCHIVED,
        DRAFT,
        label="Rétablir",
        sentence="La fiche revient en cours de saisie. Elle n’est pas en ligne.",
        done="La fiche est de nouveau en cours de saisie.",
        place=Place.FIRST,
    )
    def restore(self): ...

    @move(
        VALIDATED,
        None,
        conditions=[online],
        label="Retirer de la publication",
        sentence=(
            "La version en ligne n’est plus publique. Elle peut être remise en ligne telle quelle."
        ),
        done="La fiche n’est plus en ligne.",
        comment="Raison",
        comment_required=True,
        unpublishes=True,
        place=Place.DANGER,
    )
    def unpublish(self): ...

    @move(
        VALIDATED,
        None,
        conditions=[offline_version],
        label="Remettre en ligne",
        sentence="La dernière version publiée redevient publique.",
        done="La fiche est de nouveau en ligne.",
        comment="Raison",
        comment_required=True,
        republishes=True,
    )
    def republish(self): ...

    @move(
        ANY,
        None,
        conditions=[online, not_held],
        label="Mettre à jour en ligne",
        sentence="Ces informations sont publiées aussitôt, sans nouvelle validation.",
        done="Les informations sont à jour en ligne.",
        publishes=True,
        payload=True,
    )
    def update_live(self): ...

    @move(
        ANY,
        None,
        conditions=[not_held],
        label="Retenir",
        sentence=(
            "La saisie n’est plus modifiable tant que vous ne la libérez pas. "
            "L’organisme voit votre raison."
        ),
        done="La saisie est retenue.",
        comment="Raison",
        comment_required=True,
        holds=True,
        place=Place.LAST,
    )
    def hold(self): ...

    @move(
        ANY,
        None,
        conditions=[held],
        label="Libérer",
        sentence="La saisie suit de nouveau son cours.",
        done="La saisie est libérée.",
        holds=False,
        place=Place.LAST,
    )
    def release(self): ...


def _move_of(method) -> Move:
    transitions = method._django_fsm.transitions
    return next(iter(transitions.values())).custom["move"]


def _keeps_the_state(method) -> bool:
    return all(t.target is None for t in method._django_fsm.transitions.values())


_METHODS = {
    name: method for name, method in vars(Lifecycle).items() if hasattr(method, "_django_fsm")
}
MOVES: dict[str, Move] = {name: _move_of(method) for name, method in _METHODS.items()}
ASIDE = frozenset(name for name, method in _METHODS.items() if _keeps_the_state(method))
WITH_REASON = [name for name, move in MOVES.items() if move.comment_required]
