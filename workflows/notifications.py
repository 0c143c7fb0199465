"""The mails that a move sends: `Move.tells` says to whom. Sent after commit, by a task."""

from django.conf import settings

from workflows import mails
from workflows.lifecycle import MOVES
from workflows.models import TransitionLog


def send(log_id: int) -> int:
    """Send the mails of a move and return how many people are written to."""
    entry = TransitionLog.objects.select_related("content_type", "by").get(pk=log_id)
    subject = entry.subject
    tells = MOVES[entry.name].tells
    if tells is None or subject is None:
        return 0
    people = _recipients(entry, tells.audience)
    title = tells.subject.format(title=subject.title())
    context = {
        "entry": entry,
        "subject": subject,
        "url": settings.SOFI_URL + subject.get_absolute_url(),
        "delai": settings.DELAI_VALIDATION_JOURS,
    }
    for address in people:
        mails.send(f"workflows/mails/{entry.name}.txt", address, title, context)
    return len(people)


def _recipients(entry, audience) -> list[str]:
    """Return who hears of a move, but who made it."""
    author = getattr(entry.by, "email", None)
    addresses = entry.subject.recipients(audience)
    return [address for address in addresses if address != author]
