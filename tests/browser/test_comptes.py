"""In the browser, on a phone.

From the letter to the first page, and a passkey instead of a password.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.urls import reverse

from core.comptes.textes import load_defaults
from core.models import User
from tests import factories as make
from tests.browser.conftest import PHONE

GOOD = "une phrase bien à moi"
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def fine(page):
    """Whether nothing is out of the screen, and axe finds nothing."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    found = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in Axe().run(page, options=LEVELS).response["violations"]
    ]
    assert (wide, found) == (0, []), page.url
    return page


def submit(page):
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


@pytest.fixture
def phone(people):
    return people(size=PHONE)


def test_from_the_letter_to_the_first_page(phone, server, settings):
    settings.SOFI_URL = server.url
    load_defaults()
    alpha = make.etablissement("Alpha", online=False)
    key = make.key(alpha)
    phone.goto(f"{server.url}{reverse('admin:login')}")
    fine(phone).get_by_text("J’ai reçu une clé d’activation").click()
    phone.get_by_label("SIRET").fill(alpha.siret)
    phone.get_by_label("Clé d’activation").fill("AAAA-BBBB-CCCC-DDDD")
    submit(phone)
    assert "ne vont pas ensemble" in fine(phone).content()
    phone.get_by_label("Clé d’activation").fill(key)
    submit(phone)
    fine(phone).get_by_label("Téléphone").fill("02 40 00 00 01")
    submit(phone)
    fine(phone)
    for name, value in {
        "prenom": "Anne",
        "nom": "Martin",
        "email": "anne@alpha.example",
        "password1": GOOD,
        "password2": GOOD,
    }.items():
        phone.locator(f"[name={name}]").fill(value)
    submit(phone)
    assert "Regardez vos messages" in fine(phone).content()
    phone.goto(re.search(r"http://\S+", mail.outbox[-1].body)[0])
    fine(phone).get_by_label("Mot de passe").fill(GOOD)
    submit(phone)
    assert phone.url == f"{server.url}{reverse('admin:index')}"
    assert "Bonjour Anne" in phone.content()
    assert alpha.sites.get().telephone_fixe == "02 40 00 00 01"


def test_a_passkey_is_added_then_opens_the_account(phone, server):
    user = make.staff()
    session = phone.context.new_cdp_session(phone)
    session.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": kind | {"automaticPresenceSimulation": True}},
    )
    host = server.url.replace("127.0.0.1", "localhost")  # a passkey is for a name
    phone.goto(f"{host}{reverse('admin:login')}")
    phone.get_by_label("Adresse électronique").fill(user.email)
    phone.get_by_label("Mot de passe").fill(make.PASSWORD)
    phone.locator("#login-form button").click()
    phone.wait_for_url(f"{host}{reverse('admin:index')}")
    phone.goto(f"{host}{reverse('mfa_add_webauthn')}")
    phone.get_by_label("Mot de passe").fill(make.PASSWORD)
    submit(phone)
    fine(phone).locator("[name=passwordless]").check()
    phone.locator("#mfa_webauthn_add").click()
    phone.wait_for_url(f"{host}{reverse('mfa_view_recovery_codes')}")
    fine(phone)
    phone.context.clear_cookies()
    phone.goto(f"{host}{reverse('admin:login')}")
    phone.locator("#passkey_login").click()
    phone.wait_for_url(f"{host}{reverse('admin:index')}")
    assert User.objects.get(pk=user.pk).last_login


def test_an_invitation_is_accepted_by_an_account_or_opens_one(phone, people, server, settings):
    settings.SOFI_URL = server.url
    alpha, known = make.etablissement("Alpha"), make.member(make.etablissement("Bêta"))
    principal = people(make.principal(alpha), size=PHONE)
    for email in (known.email, "zoe@alpha.example"):
        principal.goto(f"{server.url}{reverse('admin:equipe_inviter', args=[alpha.pk])}")
        for name, value in {"prenom": "Zoé", "nom": "Seconde", "email": email}.items():
            principal.locator(f"[name={name}]").fill(value)
        principal.get_by_role("button", name="Inviter").click()
        assert "quand elle sera acceptée" in fine(principal).content()
    principal.get_by_role("link", name="Annuler").first.click()
    fine(principal)
    accepted, opened = (
        re.search(r"http://\S+", m.body.split("\n--\n")[0])[0] for m in mail.outbox[-2:]
    )
    phone.goto(accepted)
    phone.locator("[name=username]").fill(known.email)
    phone.locator("[name=password]").fill(make.PASSWORD)
    submit(phone)
    fine(phone).get_by_role("button", name="Accepter").click()
    assert "Vous avez maintenant accès à Alpha" in fine(phone).content()
    other = people(size=PHONE)
    other.goto(opened)
    for name in ("password1", "password2"):
        other.locator(f"[name={name}]").fill(GOOD)
    submit(fine(other))
    assert "Votre compte est ouvert" in fine(other).content()
    assert alpha.memberships.count() == 3
