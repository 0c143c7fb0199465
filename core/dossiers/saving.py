"""A save of a fiche: locked, allowed, versioned, and kept in the history. Whatever the door."""

from contextlib import contextmanager

from django.db import transaction

from core import policy
from core.dossiers import rows as fiche
from core.dossiers.difference import differences
from core.models import Action, Dispositif, Formation, Session
from core.rules import Fiche
from workflows import history
from workflows.lifecycle import State
from workflows.models import Change
from workflows.service import NotAllowed


def subjects_of(row) -> list:
    """Return what a save of this row changes.

    Its action, all the actions of a formation, or the row itself.
    """
    match row:
        case Formation():
            return list(
                row.actions.filter(action_publique=None),
            )  # a private addition reads what is published (D5)
        case Session():
            return [row.action]
        case Dispositif():
            return [row.session.action]
    return [row]


def lock(row) -> list:
    """Lock and return the subjects of a row, read again."""
    subjects = subjects_of(row)
    return list(
        type(subjects[0])
        ._base_manager.select_for_update()
        .filter(pk__in=[s.pk for s in subjects])
        .order_by("pk"),
    )


def alone(row, programme) -> Fiche:
    """Return the fiche of one row, without its children, as it stands in the base."""
    row = type(row)._base_manager.get(pk=row.pk)
    return Fiche(row.level, row.key, fiche.values_of(row, programme.fields.level(row.level)))


def held(row, by) -> list:
    """Lock a row's subjects and ask again whether it may be changed.

    It may have been sent meanwhile.
    """
    subjects = lock(row)
    if not policy.can(by, "change", row):
        raise NotAllowed(
            "Cette fiche ne peut plus être modifiée : elle vient d’être envoyée, ou reprise par "
            "quelqu’un d’autre.",
        )
    return subjects


@contextmanager
def saving(row, programme, *, by, door):
    """Hold the row's subjects while it is saved, and keep what the save changed.

    Use inside a transaction. Raises `NotAllowed` when the row may no longer be changed.
    """
    subjects = held(row, by)
    before = alone(row, programme)
    yield subjects
    keep(
        subjects,
        [d.as_json() for d in differences(before, alone(row, programme), programme.fields)],
        by=by,
        door=door,
    )


@contextmanager
def changing(row, *, by, door="ecran"):
    """Hold a row while one is added under it or it is removed.

    Call what it yields with what happened.

    Raises `NotAllowed` when the row may no longer be changed.
    """
    with transaction.atomic():
        subjects = held(row, by)
        changes = []

        def happened(key, where, after):
            changes.append({"path": f"{key}.", "label": where, "before": "", "after": after})

        yield happened
        keep(subjects, changes, by=by, door=door)


def keep(subjects, changes, *, by, door):
    """Write one history row for each subject."""
    keep_many([(subjects, changes)], by=by, door=door)


def keep_many(saves, *, by, door):
    """Write the history of several saves, in their order: (subjects, changes)."""
    rows = (
        (subject, changes, door_of(subject, door))
        for subjects, changes in saves
        for subject in subjects
    )
    history.record_many(rows, by=by)


def door_of(subject, door):
    """Return by which door a save came.

    What staff change in a dossier that was sent is a correction (D14).
    """
    if door == "ecran" and subject.state == State.SUBMITTED:
        return "correction"
    return door


@transaction.atomic
def change_porteur(action, porteur, *, by):
    """Give an action to another porteur, and keep it in the history."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    before = action.porteur
    action.porteur = porteur
    action.version += 1
    action.save(update_fields=["porteur", "version"])
    change = {
        "path": f"{action.key}.porteur",
        "label": "Porteur",
        "before": str(before or "Cariforef"),
        "after": str(porteur or "Cariforef"),
    }
    history.record(action, [change] if before != porteur else [], by=by, door="ecran")


def last_saver(row):
    """Return who saved this fiche last."""
    for change in Change.objects.of(subjects_of(row)[0])[:50]:
        if any(field["path"].startswith(f"{row.key}.") for field in change.fields):
            return change.by_label
    return ""
