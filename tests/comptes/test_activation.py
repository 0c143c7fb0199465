"""From the letter to the account (S0), and what a key opens."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.comptes import cles
from core.comptes.models import Activation, CleActivation, ComptePrincipal, Evenement
from core.models import Membership, User
from tests import factories as make
from tests.comptes.entering import ACTIVER, CREER, GOOD, INFORMATIONS, SIGNALER, WHO, link_of, show

pytestmark = pytest.mark.django_db


def test_from_the_letter_to_the_first_page(client, alpha, django_capture_on_commit_callbacks):
    key = make.key(alpha)
    page = client.post(
        ACTIVER,
        {"siret": f"{alpha.siret[:9]} {alpha.siret[9:]}", "cle": key.lower().replace("-", " ")},
        follow=True,
    )
    assert page.request["PATH_INFO"] == INFORMATIONS
    assert "Rappel de mes informations" in page.text
    assert "12 rue de l’Étoile" in page.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            SIGNALER, {"email": "anne@alpha.example", "message": "Le numéro de rue est faux."}
        )
    assert mail.outbox[-1].to == ["offre@cariforef.example"]
    assert "Le numéro de rue est faux." in mail.outbox[-1].body
    typed = {
        "nda": "52440000044",
        "telephone_fixe": "02 40 00 00 00",
        "email": "nouveau@alpha.example",
        "site_web": "",
    }
    assert client.post(INFORMATIONS, typed)["Location"] == CREER
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(CREER, WHO)
    assert "anne.martin@alpha.example" in page.text.lower()
    assert not User.objects.filter(email="anne.martin@alpha.example").exists()
    link = link_of(mail.outbox[-1])
    assert "Ouvrir mon compte" in Client().get(link).text
    other = Client()
    page = other.post(link, {"password": GOOD}, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:index")
    user = User.objects.get(email="anne.martin@alpha.example")
    assert ComptePrincipal.objects.get().user == user
    site = alpha.sites.get()
    assert (site.telephone_fixe, site.email) == ("02 40 00 00 00", "nouveau@alpha.example")
    assert (CleActivation.objects.get().etat, Activation.objects.count()) == ("utilisée", 0)
    assert set(Evenement.objects.values_list("quoi", flat=True)) == {"cle_creee", "compte_active"}
    assert Client().get(link).status_code == 404
    fresh = Client()
    fresh.post(reverse("admin:login"), {"username": user.email, "password": GOOD})
    assert "_auth_user_id" in fresh.session


def test_what_is_online_stays_online_while_a_correction_waits(
    client, django_capture_on_commit_callbacks
):
    alpha = make.etablissement("Alpha")
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(
            INFORMATIONS,
            {"nda": "52440000044", "telephone_fixe": "02 40 99 99 99", "email": "", "site_web": ""},
        )
        client.post(CREER, WHO)
    client.post(link_of(mail.outbox[-1]), {"password": GOOD})
    site = alpha.sites.get()
    assert (site.telephone_fixe, site.state, site.is_online) == ("02 40 99 99 99", "draft", True)


def test_an_address_that_has_an_account_gets_the_etablissement_with_its_own_password(
    client, alpha, django_capture_on_commit_callbacks
):
    user = make.member(make.etablissement("Bêta"))
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(CREER, WHO | {"email": user.email})
    link = link_of(mail.outbox[-1])
    assert (
        client.post(link, {"password": GOOD}).context["form"].errors
    )  # who held the key chose it: it opens nothing
    client.post(link, {"password": make.PASSWORD})
    assert Membership.objects.filter(user=user).count() == 2
    assert make.fresh(user).check_password(make.PASSWORD)


def test_the_password_is_asked_again_where_the_address_is_confirmed(
    client, alpha, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(CREER, WHO)
    link = link_of(mail.outbox[-1])
    for _ in range(4):
        client.post(link, {"password": "un autre"})
    assert "Trop d’essais" in client.post(link, {"password": GOOD}).text
    assert User.objects.filter(email="anne.martin@alpha.example").exists() is False


# Keys ---------------------------------------------------------------------------------------


def test_a_key_is_kept_by_its_imprint_only(alpha, caplog):
    with caplog.at_level(logging.DEBUG):
        key = make.key(alpha)
    row = CleActivation.objects.get()
    kept = " ".join(str(v) for v in CleActivation.objects.values_list().get())
    assert cles.plain(key) not in kept + caplog.text
    assert key not in kept + caplog.text
    assert row.empreinte == cles.imprint(alpha.siret, key)


def test_a_key_opens_one_account_of_one_siret_for_a_time(alpha):
    key, beta = make.key(alpha), make.etablissement("Bêta", online=False)
    assert cles.find(alpha.siret, key)
    assert cles.find(beta.siret, key) is None
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert cles.find(alpha.siret, key) is None
    CleActivation.objects.update(utilisee_le=timezone.now())
    assert cles.find(alpha.siret, key) is None


def test_sending_again_revokes_the_key_before(alpha):
    first, second = make.key(alpha), make.key(alpha)
    assert cles.find(alpha.siret, first) is None
    assert cles.find(alpha.siret, second)


def test_a_closed_etablissement_opens_nothing(alpha):
    key = make.key(alpha)
    type(alpha).objects.filter(pk=alpha.pk).update(ferme_le=timezone.localdate())
    assert cles.find(alpha.siret, key) is None


def test_a_key_revoked_while_the_mail_waits_opens_nothing(
    client, alpha, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(CREER, WHO)
    make.key(alpha)
    assert client.post(link_of(mail.outbox[-1]), {"password": GOOD}).status_code == 404
    assert client.get(CREER)["Location"] == ACTIVER
