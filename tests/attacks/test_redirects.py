"""A link of ours that leads to another's site: no address takes one, wherever it is written."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.attacks.addresses import everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite3]
EVIL = [
    "https://mechant.example/",
    "//mechant.example",
    "///mechant.example",
    "/\\mechant.example",
    "\\\\mechant.example",
    "https:mechant.example",
    "http:///mechant.example",
    "javascript:alert(1)",
    "\thttps://mechant.example",
    "https://testserver@mechant.example/",
    "/\t/mechant.example",
]
NAMES = ("next", "suite", "return", "retour", "redirect", "url", "_next", "back")
OURS = ("", "testserver")


def leads_elsewhere(answer) -> bool:
    """Whether a browser would leave.

    It reads `\\` as `/`, and skips blanks and control characters.
    """
    to = "".join(sign for sign in answer.headers.get("Location", "") if sign > " ").replace(
        "\\", "/"
    )
    found = urlsplit(to)
    return (
        found.scheme not in ("", "http")
        or found.netloc not in OURS
        or to.startswith("//")
        or (bool(found.scheme) and not found.netloc)
    )


@pytest.mark.parametrize("evil", EVIL)
def test_login_leads_to_no_other_site(evil):
    for where in ({"QUERY_STRING": ""}, {}):
        client, data = Client(), {"username": make.staff().email, "password": make.PASSWORD}
        at = reverse("admin:login")
        answer = (
            client.post(at, data | {"next": evil})
            if where
            else client.post(at, data, query_params={"next": evil})
        )
        assert answer["Location"] == reverse("admin:index")


@pytest.mark.parametrize("evil", EVIL)
def test_one_comes_back_to_no_other_site(evil):
    """After a password typed again, a logout, another établissement chosen."""
    client, owner = Client(), make.etablissement("Alpha")
    user = make.member(owner)
    client.post(reverse("admin:login"), {"username": user.email, "password": make.PASSWORD})
    for name, data in (
        ("account_reauthenticate", {"password": make.PASSWORD, "next": evil}),
        ("admin:etablissement_choisi", {"etablissement": owner.pk, "suite": evil}),
        ("account_logout", {"next": evil}),
    ):
        answer = client.post(reverse(name), data)
        assert answer.status_code == 302, name
        assert not leads_elsewhere(answer), name


@pytest.mark.parametrize("who", ["visitor", "organisme", "staff"])
def test_no_address_leads_elsewhere_whatever_is_written_after_it(who):
    owner = make.etablissement("Alpha")
    client = Client()
    if who != "visitor":
        client.force_login(make.member(owner) if who == "organisme" else make.staff())
    faults = []
    for at in everywhere(owner.pk):
        asked = dict.fromkeys(NAMES, EVIL[1])
        if at.endswith("logout/") or at == reverse("account_logout"):
            continue  # above: one would be out for the others
        for answer in (
            client.get(at, asked),
            client.post(at, asked),
            client.post(at, query_params=asked),
        ):
            if leads_elsewhere(answer):
                faults.append((at, answer["Location"]))
    assert faults == []


@pytest.mark.parametrize(
    "at",
    [
        "//mechant.example",
        "//mechant.example/gestion",
        "/\\mechant.example",
        "/gestion//mechant.example",
    ],
)
def test_an_address_that_lacks_its_slash_is_not_completed_into_another_site(at):
    client = Client()
    client.force_login(make.staff())
    assert not leads_elsewhere(client.get(at))
    assert not leads_elsewhere(client.get(f"{at}?x=1"))
