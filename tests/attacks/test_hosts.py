"""The Host header, that anybody writes: an unknown one is refused, and none is copied in a mail."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.comptes import joining
from tests import factories as make
from tests.comptes.entering import CREER, WHO, show
from tests.comptes.test_requests import REQUEST

pytestmark = pytest.mark.django_db
OURS = "https://sofi.essai.example"
EVIL = {
    "host": "mechant.example",
    "x-forwarded-host": "mechant.example",
    "x-forwarded-server": "mechant.example",
}


@pytest.mark.parametrize(
    "at",
    [
        "/",
        "/gestion/login/",
        "/compte/mot-de-passe/oublie/",
        "/compte/activer/",
        "/portes-ouvertes.ics",
    ],
)
@pytest.mark.parametrize(
    "host",
    ["mechant.example", "testserver.mechant.example", "testserver:80@mechant.example", "a b", ""],
)
def test_an_unknown_host_is_refused(at, host):
    answer = Client().get(at, headers={"host": host})
    assert answer.status_code == 400
    assert "mechant" not in answer.text
    assert "L’adresse demandée" in answer.text


def test_a_host_that_a_proxy_would_forward_is_not_believed():
    answer = Client().get(reverse("admin:index"), headers={"x-forwarded-host": "mechant.example"})
    assert answer["Location"].startswith("/")


def test_links_of_mails_are_ours_whatever_the_host(settings, monkeypatch):
    monkeypatch.setattr("workflows.mails.transaction.on_commit", lambda run: run())
    settings.ALLOWED_HOSTS = ["*"]
    settings.SOFI_URL = OURS
    alpha, client = make.etablissement("Alpha", online=False), Client(headers=EVIL)
    key, principal = make.key(alpha), make.principal(make.etablissement("Bêta"))
    for email in (principal.email, "personne@ailleurs.example"):
        client.post(reverse("account_reset_password"), {"email": email})
    client.post(reverse("compte_demander"), REQUEST)
    show(client, alpha.siret, key)
    client.post(CREER, WHO)
    client.post(reverse("admin:login"), {"username": principal.email, "password": make.PASSWORD})
    client.post(reverse("account_email"), {"email": "neuve@essai.example", "action_add": ""})
    owner = principal.memberships.get().etablissement
    new = {"prenom": "Zoé", "nom": "Seconde", "email": "zoe@alpha.example"}
    client.post(reverse("admin:equipe_inviter", args=[owner.pk]), new)
    joining.invite(owner, by=principal, **new | {"email": make.nobody().email})
    linked = [message for message in mail.outbox if "http" in message.body]
    assert len(linked) >= 7
    for message in mail.outbox:
        assert "mechant" not in str(message.message())
    for message in linked:
        assert all(
            part.startswith(OURS) for part in message.body.split() if part.startswith("http")
        ), message.subject
