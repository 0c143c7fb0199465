"""Requests for a key, and the texts that anyone reads."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.comptes.models import CleActivation, DemandeCle, Texte
from tests import factories as make
from tests.comptes.entering import NEVER

pytestmark = pytest.mark.django_db


REQUEST = {
    "siret": NEVER,
    "nda": "52 44 00000 44",
    "raison_sociale": "Nouvelle",
    "adresse": "1 rue Neuve",
    "code_postal": "44000",
    "ville": "Nantes",
    "prenom": "Zoé",
    "nom": "Neuve",
    "email": "zoe@nouvelle.example",
    "telephone": "",
    "message": "",
}


def test_a_request_without_an_nda_is_refused(client):
    assert (
        client.post(reverse("compte_demander"), REQUEST | {"nda": ""}).context["form"].errors["nda"]
    )
    assert (
        client.post(reverse("compte_demander"), REQUEST | {"nda": "12"})
        .context["form"]
        .errors["nda"]
    )


def test_a_number_that_nobody_can_call_is_refused(client):
    page = client.post(reverse("compte_demander"), REQUEST | {"telephone": "zéro six"})
    assert page.context["form"].errors["telephone"] == [
        "« Téléphone » doit être un numéro de téléphone, comme 02 40 20 40 20."
    ]  # fmt: skip
    assert not DemandeCle.objects.exists()


def test_a_request_is_accepted_and_makes_a_key(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert "Votre demande est reçue" in client.post(reverse("compte_demander"), REQUEST).text
    assert mail.outbox[-1].to == ["offre@cariforef.example"]
    row = DemandeCle.objects.get()
    staff = Client()
    staff.force_login(make.staff())
    address = reverse("admin:comptes_demandecle_repondre", args=[row.pk])
    assert "zoe@nouvelle.example" in staff.get(address).text
    letter = staff.post(address, {"accepter": "1"})
    assert letter.content.startswith(b"%PDF-")
    etablissement = CleActivation.objects.get().etablissement
    assert (
        etablissement.siret,
        etablissement.nda,
        etablissement.sites.get().bureau_distributeur,
    ) == (
        NEVER,
        "52440000044",
        "Nantes",
    )
    assert staff.post(address, {"accepter": "1"}).status_code == 302
    assert CleActivation.objects.count() == 1


def test_a_request_is_refused_with_its_reason(client, django_capture_on_commit_callbacks):
    client.post(reverse("compte_demander"), REQUEST)
    row = DemandeCle.objects.get()
    client.force_login(make.staff())
    address = reverse("admin:comptes_demandecle_repondre", args=[row.pk])
    assert client.post(address, {"refuser": "1", "motif": ""}).context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"refuser": "1", "motif": "Hors de la région."})
    assert mail.outbox[-1].to == ["zoe@nouvelle.example"]
    assert "Hors de la région." in mail.outbox[-1].body
    assert make.fresh(row).etat == "refusee"


def test_public_texts_are_plain(client):
    Texte.objects.create(
        code="essai",
        titre="<b>Titre</b>",
        corps="<script>alert(1)</script>\n\nhttps://exemple.example/",
    )
    page = client.get(reverse("compte_texte", args=["essai"]))
    assert "<script>alert" not in page.text
    assert "<b>Titre" not in page.text
    assert 'href="https://exemple.example/"' in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_login_page_shows_the_ways_in_and_the_texts(client):
    page = client.get(reverse("admin:login")).text
    for said in (
        "J’ai reçu une clé d’activation",
        "Je n’ai pas de clé d’activation",
        "Nous contacter",
        "Accessibilité",
        "Mentions légales",
    ):
        assert said in page
