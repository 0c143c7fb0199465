"""The mails that a move sends: one line of the table per event. Sent after commit, by a task."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from workflows.models import TransitionLog

log = logging.getLogger("sofi.mails")


@dataclass(frozen=True, slots=True)
class Notification:
    """One event: who hears of it, and the subject of the mail; its body is a template of that name."""

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
    """Send the mails of a move and return how many people were written to."""
    entry = TransitionLog.objects.select_related("content_type", "by").get(pk=log_id)
    notification = NOTIFICATIONS.get(entry.name)
    if notification is None or entry.subject is None:
        return 0
    people = [
        mail
        for mail in entry.subject.recipients(notification.audience)
        if mail != getattr(entry.by, "email", None)
    ]
    context = {
        "entry": entry,
        "subject": entry.subject,
        "url": settings.SOFI_URL + entry.subject.get_absolute_url(),
        "delai": settings.DELAI_VALIDATION_JOURS,
        "contact": settings.CONTACT_OFFRE,
    }
    subject = notification.subject.format(title=entry.subject.title())[:180].replace("\n", " ")
    body = render_to_string(f"workflows/mails/{entry.name}.txt", context)
    return sum(_sent(EmailMessage(f"[SOFI] {subject}", body, to=[mail])) for mail in people)


def _sent(message) -> bool:
    """Send one mail to one person, who learns nobody's address; a failure leaves the others to be sent."""
    try:
        message.send()
    except (OSError, ValueError):
        log.exception("mail not sent")
        return False
    return True
