"""The mails that a move sends: one line of the table per event. Sent after commit, by a task."""

from dataclasses import dataclass

from django.conf import settings

from workflows import mails
from workflows.models import TransitionLog


@dataclass(frozen=True, slots=True)
class Notification:
    """One event: who hears of it, and the subject of the mail. Its template has its name."""

    audience: str
    subject: str


NOTIFICATIONS = {
    "submit": Notification("cariforef", "À valider : {title}"),
    "ask": Notification("porteur", "Le Cariforef attend vos réponses : {title}"),
    "answer": Notification("cariforef", "Réponse reçue : {title}"),
    "validate": Notification("porteur", "En ligne : {title}"),
    "refuse": Notification("porteur", "Saisie à revoir : {title}"),
}


def send(log_id: int) -> int:
    """Send the mails of a move and return how many people are written to."""
    entry = TransitionLog.objects.select_related("content_type", "by").get(pk=log_id)
    subject = entry.subject
    notification = NOTIFICATIONS.get(entry.name)
    if notification is None or subject is None:
        return 0
    people = _recipients(entry, notification.audience)
    title = notification.subject.format(title=subject.title())
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
