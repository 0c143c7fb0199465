"""Those who guess: nothing is answered, everything is slowed, and nothing of who tried is kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.comptes.models import Verrou
from core.models import User
from tests import factories as make
from tests.comptes.entering import ACTIVER, CREER, INFORMATIONS, NEVER, SIGNALER, WHO, WRONG, show

pytestmark = pytest.mark.django_db


def test_what_is_answered_says_nothing_of_a_siret(alpha):
    make.key(alpha)
    unknown = NEVER
    without = make.etablissement("Sans clé", online=False).siret
    pages = [show(Client(), siret, WRONG).text.replace(siret, "") for siret in (alpha.siret, without, unknown)]
    strip = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page) for page in pages]
    assert strip[0] == strip[1] == strip[2]
    assert "ne vont pas ensemble" in pages[0]


def test_as_much_work_is_done_whatever_exists(alpha, monkeypatch):
    """The same questions to the base, and as many imprints: nothing is left to measure."""
    make.key(alpha)
    done = []
    for siret in (alpha.siret, make.etablissement("Sans clé", online=False).siret, NEVER):
        Verrou.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as found:
            show(Client(), siret, WRONG)
        done.append([re.sub(r"'[^']*'|\d+", "?", q["sql"]) for q in found])
    assert done[0] == done[1] == done[2]


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


def test_the_wait_doubles(alpha):
    from core.comptes import verrous

    waits = []
    for _ in range(12):
        verrous.failed(siret="x")
        waits.append(verrous.wait(siret="x"))
    assert waits[:3] == [0, 0, 0]
    assert waits[3:] == sorted(waits[3:])
    assert waits[-1] >= 120


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


def test_the_session_changes_its_key_when_the_key_is_shown(client, alpha):
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    show(client, alpha.siret, make.key(alpha))
    assert client.session.session_key != session.session_key


def test_forms_ask_for_their_token(alpha):
    strict = Client(enforce_csrf_checks=True)
    for url in (ACTIVER, reverse("compte_demander"), CREER):
        assert strict.post(url, {}).status_code == 403


def test_a_weak_password_is_refused(client, alpha):
    show(client, alpha.siret, make.key(alpha))
    for weak in ("court", "password1234", "anne.martin@alpha"):
        page = client.post(CREER, WHO | {"password1": weak, "password2": weak})
        assert page.context["form"].errors
    assert mail.outbox == []
