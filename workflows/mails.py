"""Mails: the one door by which they leave, one message to one person.

A failure is said to the log by its kind only: the words of an error of SMTP hold the address,
and those of a message are nobody else's.
"""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger("sofi.mails")

LONGEST = 180  # characters of a subject


def send(template, to, subject, context, *, reply_to=()) -> None:
    """Write a mail to one person now, and send it once what it tells of is committed."""
    send_message(template, written(template, to, subject, context, reply_to=reply_to))


def send_now(template, to, subject, context) -> bool:
    """Write and send a mail to one person, outside any transaction; return whether it left."""
    return _deliver(template, written(template, to, subject, context))


def send_message(name, message) -> None:
    """Send after commit a message that something else has written; `name` is for the log."""
    transaction.on_commit(partial(_deliver, name, message))


def written(template, to, subject, context, *, reply_to=()) -> EmailMessage:
    """Return the message to one person, who learns nobody else's address."""
    about = {"contact": settings.CONTACT_OFFRE, "sofi_url": settings.SOFI_URL}
    title = f"[SOFI] {subject}"[:LONGEST].replace("\n", " ")
    body = render_to_string(template, context | about)
    return EmailMessage(title, body, to=[to], reply_to=list(reply_to))


def _deliver(name, message) -> bool:
    failure = _failure_of(message)
    if failure:
        log.error("mail not sent", extra={"mail": name, "failure": failure})
    return not failure


def _failure_of(message) -> str:
    """Send a message; return the kind of what went wrong, and leave the others to be sent."""
    try:
        message.send()
    except (OSError, ValueError) as error:
        code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
        kind = type(error).__name__
        return f"{kind} {code}" if code else kind
    return ""
