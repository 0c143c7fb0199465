"""The door of mails: after commit, one person each, and failures that say nothing of anybody."""

import logging
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from workflows import mails

pytestmark = pytest.mark.django_db
TEMPLATE = "comptes/mails/demande_refusee.txt"
ADDRESS = "zelie.quimperlin@essai.example"


class Moody(EmailBackend):
    """A server that refuses one address, as SMTP does: with the address in its words."""

    def send_messages(self, messages):
        for message in messages:
            if message.to == [ADDRESS]:
                raise SMTPRecipientsRefused({ADDRESS: (550, b"no such person")})
        return super().send_messages(messages)


@pytest.fixture
def moody(settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Moody"}}


def write(*people):
    for address in people:
        mails.send(TEMPLATE, address, "Votre demande", {"motif": "Motif secret"})


def test_a_mail_leaves_after_commit_to_one_person(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write("a@essai.example", "b@essai.example")
        assert mailoutbox == []
    assert [(mail.to, mail.cc, mail.bcc) for mail in mailoutbox] == [
        (["a@essai.example"], [], []),
        (["b@essai.example"], [], []),
    ]
    assert mailoutbox[0].subject == "[SOFI] Votre demande"


def test_nothing_leaves_when_the_transaction_is_undone(
    mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        write("a@essai.example")
        transaction.set_rollback(True)
    assert mailoutbox == []


def test_a_failure_stops_no_other_and_tells_nobody_s_address(
    moody, mailoutbox, caplog, django_capture_on_commit_callbacks
):
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        write(ADDRESS, "b@essai.example")
    assert [mail.to for mail in mailoutbox] == [["b@essai.example"]]
    record = next(record for record in caplog.records if record.name == "sofi.mails")
    assert (record.message, record.mail, record.failure) == (
        "mail not sent",
        TEMPLATE,
        "SMTPRecipientsRefused",
    )
    assert record.exc_info is None
    everything = str([vars(record) for record in caplog.records])
    assert "quimperlin" not in everything
    assert "secret" not in everything


def test_who_sends_at_once_is_told_whether_it_left(moody, mailoutbox):
    assert mails.send_now(TEMPLATE, "b@essai.example", "Sujet", {"motif": "M"})
    assert not mails.send_now(TEMPLATE, ADDRESS, "Sujet", {"motif": "M"})
    assert len(mailoutbox) == 1


def test_a_subject_is_one_line_and_not_too_long(mailoutbox):
    mails.send_now(TEMPLATE, "b@essai.example", f"Deux\nlignes {'x' * 300}", {"motif": "M"})
    assert mailoutbox[0].subject.startswith("[SOFI] Deux lignes x")
    assert len(mailoutbox[0].subject) == mails.LONGEST
