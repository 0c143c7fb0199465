"""Logging in, out, and finding one's password again."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db
LOGIN = reverse("admin:login")


def log_in(client, email, password=make.PASSWORD, **more):
    return client.post(LOGIN, {"username": email, "password": password, **more})


def test_one_logs_in_with_ones_address_whatever_its_case(client):
    user = make.staff()
    assert log_in(client, user.email.upper()).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_login_leads_where_one_was_going(client):
    address = reverse("admin:core_site_changelist")
    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"
    assert log_in(client, make.staff().email, next=address)["Location"] == address


def test_failures_lock_the_account_even_for_the_right_password(client):
    user = make.staff()
    for _ in range(5):
        log_in(client, user.email, "faux")
    page = log_in(client, user.email)
    assert page.status_code in (200, 429)
    assert "_auth_user_id" not in client.session


def test_a_password_is_found_again(client, django_capture_on_commit_callbacks):
    user = make.staff()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": user.email.upper()})
    [link] = re.findall(r"http://\S+", mail.outbox[0].body.split("\n--\n")[0])
    page = client.get(link, follow=True)
    assert "Choisir un mot de passe" in page.text
    key = link.partition("cle=")[2]
    assert key.partition("-")[2] not in page.text + str(page.redirect_chain)
    new = "un autre mot de passe long"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Votre mot de passe est changé" in done.text
    assert log_in(client, user.email, new).status_code == 302
    client.logout()
    assert "n’est plus valable" in client.get(link, follow=True).text


def test_an_address_changes_when_the_new_one_confirms(client, django_capture_on_commit_callbacks):
    user = make.staff()
    log_in(client, user.email)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_email"), {"email": "Nouvelle@essai.example", "action_add": ""})
    assert make.fresh(user).email == user.email
    [message] = [m for m in mail.outbox if m.to == ["nouvelle@essai.example"]]
    [link] = re.findall(r"http://\S+", message.body.split("\n--\n")[0])
    assert client.get(link).status_code == 200
    assert make.fresh(user).email == user.email
    client.post(link)
    assert make.fresh(user).email == "nouvelle@essai.example"


PAGES = [
    "account_change_password",
    "account_email",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "usersessions_list",
    "account_reset_password_done",
    "account_inactive",
    "account_reset_password_from_key_done",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_account_are_ours_strict_and_french(client, name):
    user = make.staff()
    log_in(client, user.email)
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert "public-tete" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not re.search(r" on\w+=|<style|javascript:", page.text)
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page.text)
    assert inline == []


def test_nobody_signs_up_alone(client):
    response = client.get(reverse("account_signup"))
    assert response.status_code == 302
    assert client.post(reverse("account_signup"), {"email": "x@y.example"}).status_code in (
        302,
        405,
    )
