"""One row a save: which fields changed, from what to what, by whom and by which door."""

from workflows.models import Change, TransitionLog


def record(subject, changes, *, by, door) -> Change | None:
    """Keep what a save changed, or nothing when it changed nothing."""
    if not changes:
        return None
    row = _row(subject, changes, by, door)
    row.save()
    return row


def record_many(saves, *, by) -> None:
    """Keep what several saves changed, in their order: (subject, changes, door)."""
    Change.objects.bulk_create(
        [_row(subject, changes, by, door) for subject, changes, door in saves if changes],
    )


def _row(subject, changes, by, door) -> Change:
    return Change(
        subject=subject,
        by=by,
        by_label=str(by or "SOFI"),
        door=door,
        fields=list(changes),
    )


def timeline(subject, limit=50) -> list:
    """Return moves and saves, the latest first."""
    moves = TransitionLog.objects.of(subject).select_related("by")[:limit]
    saves = Change.objects.of(subject).select_related("by")[:limit]
    return sorted([*moves, *saves], key=lambda row: (row.at, row.pk), reverse=True)[:limit]
