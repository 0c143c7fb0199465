"""A form sent from another site: nothing is done without the token that our pages hold."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests import factories as make
from tests.attacks.addresses import everywhere
from tests.contracts.effects import writes

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite3]
REFUSED = 403


def views(patterns):
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one.callback
        else:
            yield from views(one.url_patterns)


def test_no_view_does_without_the_token():
    exempt = [
        view
        for view in views(get_resolver("config.urls").url_patterns)
        if getattr(view, "csrf_exempt", False)
    ]
    assert exempt == []


@pytest.mark.parametrize("who", ["visitor", "organisme", "staff"])
def test_every_address_asks_for_the_token_of_a_form(who):
    owner = make.etablissement("Alpha")
    client = Client(enforce_csrf_checks=True)
    if who != "visitor":
        client.force_login(make.member(owner) if who == "organisme" else make.staff())
    places = everywhere(owner.pk)
    with writes() as written:
        answered = {at: client.post(at, {}).status_code for at in places}
    assert {at: status for at, status in answered.items() if status != REFUSED} == {}
    assert written == []


@pytest.mark.parametrize(
    "header", [{"origin": "https://mechant.example"}, {"referer": "https://mechant.example/"}]
)
def test_a_token_sent_from_another_site_is_refused(header):
    client = Client(enforce_csrf_checks=True)
    client.get("/gestion/login/")
    data = {
        "username": make.staff().email,
        "password": make.PASSWORD,
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
    }
    assert client.post("/gestion/login/", data, headers=header, secure=True).status_code == REFUSED
    assert "_auth_user_id" not in client.session
