"""`perform`: the only door by which a state changes or a version goes online."""

import hashlib
import json
import logging

from django.db import transaction
from django.utils import timezone

from workflows import signals
from workflows.lifecycle import MOVES, WAITING, State
from workflows.models import Publication, TransitionLog

log = logging.getLogger("sofi.moves")


class Refused(Exception):
    """A move that was not made: a French sentence, and the issues to mend."""

    def __init__(self, message, issues=()):
        super().__init__(message)
        self.message = message
        self.issues = list(issues)


class NotAllowed(Refused):
    """The policy does not let this person make this move."""


def available(subject, user) -> list[str]:
    """Return the names of the moves that are legal from here and allowed to this user."""
    legal = {transition.name for transition in subject.get_available_state_transitions()}
    return [name for name in MOVES if name in legal and subject.allows(user, name)]


def perform(subject, name, *, by, comment="", remarks=(), payload=None, seen=""):
    """Make one move in one transaction, and return its `TransitionLog`.

    `payload` is given by `update_live` only: the online version with the listed values changed.
    `seen` is the `digest` of what the person read: the move is refused if it has changed since.
    Raises `Refused`, with the reason as a sentence, when the move is not made.
    """
    move = MOVES[name]
    remarks = list(remarks)
    comment = comment.strip() or "\n".join(remark["message"] for remark in remarks)
    with transaction.atomic():
        subject = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
        subject.prepare(name)
        subject.refresh_from_db()
        if seen and seen != digest(subject):
            raise Refused(
                "La saisie a changé depuis que vous l’avez lue : relisez-la, puis recommencez.",
            )
        _check(subject, name, move, by, comment)
        if move.payload != (payload is not None):
            raise Refused(
                "Rien à publier : les informations à mettre à jour se choisissent sur leur page.",
            )
        source = subject.state
        getattr(subject, name)()
        publication = _change(subject, name, source, by, comment, payload)
        entry = TransitionLog.objects.create(
            subject=subject,
            name=name,
            source=source,
            target=subject.state,
            by=by,
            by_label=str(by or "SOFI"),
            at=timezone.now(),
            comment=comment,
            remarks=remarks,
            publication=publication,
        )
        transaction.on_commit(lambda: _tell(subject, entry))
    return entry


def digest(subject) -> str:
    """Return a fingerprint of what a subject says now."""
    content = json.dumps(subject.payload(), sort_keys=True)
    return hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()


def _check(subject, name, move, by, comment):
    legal = {transition.name for transition in subject.get_available_state_transitions()}
    if not subject.allows(by, name):
        log.warning(
            "move refused",
            extra={"move": name, "subject": str(subject), "by": getattr(by, "pk", None)},
        )
        raise NotAllowed(f"Vous ne pouvez pas faire « {move.label} » sur cette fiche.")
    if name not in legal:
        label = State(subject.state).label.lower()
        reason = f" Elle est retenue : {subject.hold_reason}" if subject.hold_reason else ""
        raise Refused(f"« {move.label} » n’est pas possible : la fiche est « {label} ».{reason}")
    if move.comment_required and not comment:
        raise Refused(f"« {move.comment} » est à renseigner.")
    if issues := subject.before_move(name, by):
        raise Refused("Il manque quelque chose ailleurs que dans cette fiche.", issues)
    if move.complete:
        blocking = [issue for issue in subject.issues_for(name) if issue.blocking]
        if blocking:
            count = len(blocking)
            raise Refused(
                "Il reste un point à corriger."
                if count == 1
                else f"Il reste {count} points à corriger.",
                blocking,
            )


def _change(subject, name, source, by, comment, payload):
    """Write what the move changes beside the state, and return the publication it concerns."""
    move = MOVES[name]
    now = timezone.now()
    publication = subject.publications().filter(online=True).first()
    if move.restores:
        subject.write_back(publication.payload)
    if move.sends:
        subject.submitted_at, subject.submitted_by = now, by
        subject.rules_version = subject.current_rules_version()
    if move.holds is not None:
        subject.hold_reason = comment if move.holds else ""
    if move.claims is not None or subject.state not in WAITING:
        subject.reviewer = by if move.claims else None
    if move.unpublishes and publication:
        subject.online_number = None
        Publication.objects.filter(pk=publication.pk).update(online=False)
        _refused_by(
            signals.unpublishing.send(type(subject), subject=subject),
            "Cette version ne peut pas être retirée.",
        )
    if move.republishes:
        publication = subject.publications().first()
        _put_online(subject, publication)
    if move.publishes:
        last = subject.publications().values_list("number", flat=True).first() or 0
        publication = Publication(
            subject=subject,
            number=last + 1,
            payload=payload or subject.payload(),
            programme=subject.programme_code,
            published_at=now,
            published_by=by,
        )
        _put_online(subject, publication)
    if subject.state != source:
        subject.state_since = now
    signals.moving.send(type(subject), subject=subject, name=name)
    if not move.of_the_queue:
        subject.version += 1
    subject.save()
    return publication


def _put_online(subject, publication):
    """Make one publication the online one; what `exports` finds wrong with it refuses the move."""
    subject.publications().filter(online=True).update(online=False)
    publication.online = True
    publication.save()
    subject.online_number = publication.number
    answers = signals.publishing.send(type(subject), subject=subject, publication=publication)
    _refused_by(answers, "Cette version ne peut pas être diffusée.")


def _refused_by(answers, message):
    """Refuse the move with what the layers above answered."""
    if issues := [issue for _, answer in answers for issue in answer or ()]:
        raise Refused(message, issues)


def _tell(subject, entry):
    about = {
        "move": entry.name,
        "subject": f"{subject._meta.model_name} {subject.pk}",
        "by": entry.by_id,
        "source": entry.source,
        "target": entry.target,
    }
    log.info("move", extra=about)
    signals.moved.send(type(subject), subject=subject, log=entry)
