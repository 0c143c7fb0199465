"""Addresses that cannot be read.

Numbers that no base holds, digits of other alphabets, the null character. Never a 500.
"""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from core.texts.numbers import LARGEST, number
from tests import factories as make
from tests.attacks.addresses import reversed_of
from tests.backoffice import asked
from tests.contracts import registry

pytestmark = pytest.mark.django_db
UNREADABLE = {
    "word": "x",
    "big": str(LARGEST + 1),
    "huge": "9" * 5000,
    "negative": "-1",
    "square": "²",
    "null": "1\0",
    "plus": "+1",
    "arabic": "\N{ARABIC-INDIC DIGIT ONE}",
    "empty": "",
    "decimal": "1.5",
    "list": "1,2",
    "spaces": " 1 ",
    "under": "1_0",
}
IN_A_PATH, IN_A_QUERY = ("big", "null"), ("word", "big", "square", "null")
LISTS = ("q", "o", "p", "e")  # that the lists of Django read all together
SEARCH = {
    "app_label": "core",
    "model_name": "membership",
    "field_name": "etablissement",
}  # without which it answers 403


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("42", 42), ("007", 7), (str(LARGEST), LARGEST), (None, None)]
    + [(text, None) for name, text in UNREADABLE.items()],
)
def test_a_number_that_comes_from_outside_is_read_in_one_place(text, value):
    assert number(text) == value


@pytest.fixture(params=["organisme", "admin"])
def someone(request, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.backoffice.asked.record"]
    action = make.offer(make.etablissement("Alpha"), "online")
    programme = make.regional()
    user = {
        "organisme": lambda: make.principal(action.porteur),
        "staff": make.staff,
        "admin": make.admin,
        "gestionnaire": lambda: make.manager(programme),
    }[request.param]()
    client = Client(raise_request_exception=False)
    client.post(reverse("admin:login"), {"username": user.email, "password": make.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return client


def fault(client, at, query="") -> list[str]:
    """Return the address if it answers what it should not."""
    found = client.get(at + (f"?{query}" if query else ""))
    return [f"{found.status_code} {at}?{query[:60]}"] if found.status_code >= 500 else []


def names_of(url) -> list[str]:
    """Return the parameters by which a list is filtered: its filters, and a column of each kind."""
    model = registry.lists(url)
    if model is None:
        return []
    filters = [
        getattr(one, "parameter_name", one) for one in admin.site._registry[model].list_filter
    ]
    kinds = {type(field): field.attname for field in model._meta.concrete_fields}
    return [*LISTS, *filters, *kinds.values()]


def test_no_number_of_an_address_is_a_fault(someone):
    faults = []
    for url in registry.urls():
        for name in IN_A_PATH:
            for param in url.params:
                faults += fault(someone, with_value(url, param, UNREADABLE[name]))
    assert faults == []


def with_value(url, param, value) -> str:
    """Return an address with a value in the place of a parameter.

    Whether its route takes it or not.
    """
    [at] = reversed_of(url, 987654321)
    words = {"site": "1", "session": "1", "content_type_id": "1"}
    good = "987654321" if param in registry.KEYS else words.get(param)
    if good is None or f"/{good}" not in at:
        return at + quote(value)
    return at.replace(f"/{good}", "/" + quote(value), 1)


def test_no_parameter_of_a_query_is_a_fault(someone):
    faults = []
    for url in registry.of_no_row():
        [at] = reversed_of(url, 1)
        base = SEARCH if url.name == "admin:autocomplete" else {}
        asked.READ.clear()
        someone.get(at, base)
        for name in sorted(asked.READ | set(names_of(url))):
            for value in map(UNREADABLE.get, IN_A_QUERY):
                query = "&".join(
                    f"{key}={quote(text)}" for key, text in (base | {name: value}).items()
                )
                faults += fault(someone, at, query)
    assert faults == []


WITH_NULL = [
    "/gestion/core/action/?q=a%00b",
    "/gestion/core/action/1%00/change/",
    "/gestion/communes/?commune=%00",
    "/compte/activer/?x=%00",
    "/gestion/search/?s=%00",
    "/%00",
    "/gestion/?%00=1",
    "/static/%00",
]


@pytest.mark.parametrize("at", WITH_NULL)
def test_a_null_character_is_refused_in_french(client, at):
    client.force_login(make.staff())
    page = client.get(at)
    assert page.status_code == 400
    assert "Cette adresse ne peut pas être lue" in page.text
    assert "Content-Security-Policy" in page.headers


def test_a_cookie_that_no_base_can_hold_is_forgotten(client):
    client.cookies["sessionid"] = "abcdefgh\0ijklmnop"
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:login")).status_code == 200


def test_a_filter_that_no_base_can_hold_says_so_on_the_list(client):
    client.force_login(make.staff())
    for asked_for in (
        f"porteur={LARGEST + 1}",
        f"porteur__in=1,{LARGEST + 1}",
        f"porteur_id=-{LARGEST}0",
    ):
        page = client.get(f"{reverse('admin:core_action_changelist')}?{asked_for}", follow=True)
        assert (page.status_code, page.redirect_chain[0][0].partition("?")[2]) == (200, "e=1")
        assert client.get(f"{reverse('admin:core_action_export')}?{asked_for}").status_code == 302


def test_a_null_character_typed_in_a_form_is_refused_or_left_out(client):
    """The middleware reads no form: each door says so itself."""
    owner = make.etablissement("Alpha", online=False)
    client.force_login(make.principal(owner))
    site = owner.sites.get()
    client.raise_request_exception = False
    for name, args, data in (
        ("admin:login", [], {"username": "a\0@b.example", "password": "\0"}),
        ("compte_activer", [], {"siret": "1\0", "cle": "\0"}),
        ("account_reset_password", [], {"email": "a\0@b.example"}),
        (
            "admin:equipe_inviter",
            [owner.pk],
            {"prenom": "\0", "nom": "\0", "email": "a\0@b.example", "sites": "1\0"},
        ),
        ("admin:etablissement_choisi", [], {"etablissement": "1\0", "suite": "/\0"}),
        (
            "admin:core_site_change",
            [site.pk],
            {"nom_usage": "a\0", "commune": "44109\0", "version": "1\0"},
        ),
        (
            "admin:core_etablissement_change",
            [owner.pk],
            {"domaines": ["15061\0"], "version": "1\0"},
        ),
        ("admin:envoi", [], {"action": ["1\0"]}),
        ("admin:nettoyer", [], {"texte": "a\0b"}),
        ("admin:creer", [], {"organisme": "1\0", "certifinfo": "\0", "formation": "1\0"}),
        ("admin:core_site_mouvement", [site.pk, "submit"], {"comment": "\0", "seen": "\0"}),
    ):
        assert client.post(reverse(name, args=args), data).status_code < 500, name
