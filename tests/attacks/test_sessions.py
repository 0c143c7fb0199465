"""A session that another chose, or keeps.

It changes where one comes in, and dies where one closes the others.
"""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.models import User
from tests import factories as make
from tests.comptes.entering import ACTIVER, CREER, GOOD, WHO, link_of, show

pytestmark = pytest.mark.django_db
LOGIN, INDEX = reverse("admin:login"), reverse("admin:index")


def log_in(client, user, password=make.PASSWORD):
    return client.post(LOGIN, {"username": user.email, "password": password})


def given() -> Client:
    """Return a browser to which somebody gave a session of his."""
    client = Client()
    session = client.session
    session["posée"] = "par un autre"
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def is_in(client) -> bool:
    return client.get(INDEX).status_code == 200


def holder(key) -> Client:
    """Return the browser of who kept this session."""
    client = Client()
    client.cookies["sessionid"] = key
    return client


@pytest.fixture
def alpha():
    return make.etablissement("Alpha", online=False)


def by_password(client):
    return log_in(client, make.staff())


def by_invitation(client):
    from core.comptes import invitations

    user = make.nobody()
    User.objects.filter(pk=user.pk).update(password="!")
    invitations.invite(make.fresh(user), by=make.admin())
    return client.post(link_of(mail.outbox[-1]), {"password1": GOOD, "password2": GOOD})


def by_key(client):
    owner, other = make.etablissement("Alpha", online=False), Client()
    show(other, owner.siret, make.key(owner))
    other.post(CREER, WHO)
    return client.post(link_of(mail.outbox[-1]), {"password": GOOD})


def by_code(client):
    from allauth.mfa.totp.internal import auth

    user, secret = make.staff(), auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    log_in(client, user)
    code = auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )
    return client.post(reverse("mfa_authenticate"), {"code": code})


@pytest.mark.parametrize("door", [by_password, by_invitation, by_key, by_code])
def test_the_session_given_by_another_is_not_the_one_that_comes_in(door, monkeypatch):
    monkeypatch.setattr("workflows.mails.transaction.on_commit", lambda run: run())
    client = given()
    before = client.session.session_key
    door(client)
    assert is_in(client)
    assert client.session.session_key != before
    assert not is_in(holder(before))
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_given_by_another_does_not_hold_a_key(alpha):
    client = given()
    before = client.session.session_key
    assert show(client, alpha.siret, make.key(alpha)).status_code == 302
    assert client.session.session_key != before
    assert holder(before).get(CREER)["Location"] == ACTIVER


def change_password(client, user):
    client.post(
        reverse("account_change_password"),
        {"oldpassword": make.PASSWORD, "password1": GOOD, "password2": GOOD},
    )


def find_password_again(client, user):
    Client().post(reverse("account_reset_password"), {"email": user.email})
    found = Client()
    page = found.get(link_of(mail.outbox[-1]), follow=True)
    found.post(page.request["PATH_INFO"], {"password1": GOOD, "password2": GOOD})


def close_the_others(client, user):
    client.post(reverse("usersessions_list"))


def disable(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("gesture", "stays"),
    [
        (change_password, True),
        (close_the_others, True),
        (find_password_again, False),
        (disable, False),
    ],
)
def test_a_session_left_elsewhere_is_closed(gesture, stays, monkeypatch):
    monkeypatch.setattr("workflows.mails.transaction.on_commit", lambda run: run())
    client, left, user = Client(), Client(), make.staff()
    log_in(client, user)
    log_in(left, user)
    stolen = holder(left.session.session_key)
    assert is_in(stolen)
    gesture(client, user)
    assert not is_in(left)
    assert not is_in(stolen)
    assert is_in(client) == stays


def test_a_session_does_not_outlive_its_logout():
    client = Client()
    log_in(client, make.staff())
    kept = holder(client.session.session_key)
    client.post(reverse("account_logout"))
    assert not is_in(kept)


def test_the_cookie_of_the_session_is_not_read_by_a_script():
    cookie = log_in(Client(), make.staff()).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
