"""Mails of accounts: a template each, sent after commit; a failure is said to the log, without what was written."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger("sofi.mails")


def send(name, to, subject, context, *, reply_to=()):
    body = render_to_string(
        f"comptes/mails/{name}.txt",
        context | {"contact": settings.CONTACT_OFFRE, "sofi_url": settings.SOFI_URL},
    )
    message = EmailMessage(
        f"[SOFI] {subject}"[:180].replace("\n", " "),
        body,
        to=[to],
        reply_to=list(reply_to),
    )

    def deliver():
        try:
            message.send()
        except (OSError, ValueError):
            log.exception("mail not sent", extra={"mail": name})

    transaction.on_commit(deliver)
