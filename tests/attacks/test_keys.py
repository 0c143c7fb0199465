"""Those who guess: nothing is answered, everything is slowed, and nothing of who tried is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.comptes import activation, lockouts
from core.comptes.cles import find
from core.comptes.models import Activation, ComptePrincipal, Verrou
from core.models import Membership, User
from tests import factories as make
from tests.comptes.entering import (
    ACTIVER,
    CREER,
    GOOD,
    INFORMATIONS,
    NEVER,
    SIGNALER,
    WHO,
    WRONG,
    link_of,
    show,
)
from workflows.service import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def alpha():
    return make.etablissement("Alpha", online=False)


@pytest.mark.parametrize("siret", ["known", "unknown"])
def test_guessing_is_slowed_then_locked_even_for_the_right_key(alpha, siret):
    key = make.key(alpha)
    siret = alpha.siret if siret == "known" else NEVER
    for _ in range(4):
        page = show(Client(), siret, WRONG)
    assert "ne vont pas ensemble" in page.text
    assert "Trop d’essais" in show(Client(), siret, key).text
    for hours in (1, 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            page = show(Client(), siret, key)
            assert (page.status_code == 302) == (siret == alpha.siret)


def test_the_wait_doubles_and_never_keeps_an_organisation_out_for_long(alpha):
    """Whoever knows a SIRET may lock it: an hour at most."""
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(20):
            show(Client(REMOTE_ADDR=f"192.0.2.{len(waits)}"), alpha.siret, WRONG)
            waits.append(lockouts.wait(siret=alpha.siret))
            clock.shift(timedelta(minutes=waits[-1], seconds=1))
        assert waits[:6] == [0, 0, 0, 1, 2, 4]
        assert waits[-1] == max(waits) == 60
        assert show(Client(), alpha.siret, make.key(alpha)).status_code == 302


def test_one_address_that_tries_many_sirets_is_locked(client):
    sirets = [make.etablissement(f"E{n}", online=False, contact=False).siret for n in range(22)]
    pages = [show(client, siret, WRONG).text for siret in sirets]
    assert "Trop d’essais" in pages[-1]


def test_nothing_is_kept_of_who_tried(client, alpha):
    show(client, alpha.siret, WRONG)
    kept = str(list(Verrou.objects.values_list("code", flat=True)))
    assert alpha.siret not in kept
    assert "127.0.0.1" not in kept


def test_the_pages_after_the_key_are_closed_without_it(client):
    for url in (INFORMATIONS, CREER, SIGNALER):
        assert client.get(url)["Location"] == ACTIVER
        assert client.post(url, WHO)["Location"] == ACTIVER
    assert User.objects.count() == 0


def test_a_weak_password_is_refused(client, alpha):
    show(client, alpha.siret, make.key(alpha))
    for weak in ("court", "password1234", "anne.martin@alpha"):
        page = client.post(CREER, WHO | {"password1": weak, "password2": weak})
        assert page.context["form"].errors
    assert mail.outbox == []


# What a key that is right opens ---------------------------------------------------------------


def test_a_key_does_not_send_mails_without_end(client, alpha, django_capture_on_commit_callbacks):
    """Whoever holds a key may write any address: SOFI writes to a few, then waits."""
    show(client, alpha.siret, make.key(alpha))
    with django_capture_on_commit_callbacks(execute=True):
        pages = [client.post(CREER, WHO | {"email": f"{n}@ailleurs.example"}) for n in range(9)]
    assert len(mail.outbox) == len(pages) - 3
    assert "Trop d’essais" in pages[-1].text
    kept = Activation.objects.get()
    assert kept.email == mail.outbox[-1].to[0]
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(SIGNALER, {"email": "anne@alpha.example", "message": "Faux."})
    assert "Trop d’essais" in page.text
    assert len(mail.outbox) == len(pages) - 3
    with (
        time_machine.travel(timezone.now() + timedelta(hours=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        client.post(CREER, WHO)
    assert mail.outbox[-1].to == [WHO["email"].lower()]


def asked(alpha):
    key = find(alpha.siret, make.key(alpha))
    return activation.ask(
        key, email=WHO["email"], prenom="Anne", nom="Martin", password=GOOD, corrections={}
    )


def test_a_key_confirmed_twice_at_the_same_time_opens_once(alpha):
    """Both read the link before either wrote: the second finds the key used."""
    asked(alpha)
    first, second = (Activation.objects.get() for _ in range(2))
    user = activation.confirm(first)
    with pytest.raises(Refused, match="plus valable"):
        activation.confirm(second)
    assert ComptePrincipal.objects.get().user == user
    assert (
        User.objects.filter(email=user.email).count(),
        Membership.objects.filter(user=user).count(),
    ) == (1, 1)


def test_a_key_revoked_between_the_page_and_the_button_opens_nothing(alpha):
    row = asked(alpha)
    make.key(alpha)
    with pytest.raises(Refused, match="plus valable"):
        activation.confirm(row)
    assert not ComptePrincipal.objects.exists()


def test_an_account_asked_again_meanwhile_is_not_opened_with_what_was_asked_before(alpha):
    """Two tabs with one key.

    The link of the first address must not open the account of the second.
    """
    row = asked(alpha)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        activation.ask(
            row.cle, email="autre@alpha.example", prenom="A", nom="B", password=GOOD, corrections={}
        )
    with pytest.raises(Refused, match="plus valable"):
        activation.confirm(row)
    assert not User.objects.filter(email="autre@alpha.example").exists()


def test_a_link_followed_twice_says_that_it_is_dead(
    client, alpha, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked(alpha)
    link = link_of(mail.outbox[-1])
    assert client.post(link, {"password": GOOD}).status_code == 302
    assert Client().post(link, {"password": GOOD}).status_code == 404
