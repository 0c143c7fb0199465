"""What is typed and not saved survives.

A tab that dies, a browser that closes, a login that is lost, two tabs.
"""

import re

import pytest
from django.contrib.sessions.models import Session as Login
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.person import Person
from tests.browser.served import quiet
from tests.browser.watch import CUT
from tests.pages import address

KEPT = re.compile(r"Brouillon gardé à \d\d:\d\d")
TYPED = "Construire un projet, puis entrer en formation. " * 3
PROPOSED = "ne sont pas enregistrées : elles ont été gardées"


@pytest.fixture
def action(server):
    return make.draft(make.etablissement("École Atlantique"), sessions=2)


@pytest.fixture
def user(action):
    return make.member(action.porteur)


def saved(row, *names):
    """Return values of a fiche as they stand in the base."""
    with quiet():
        fresh = make.fresh(row)
        return [getattr(fresh, name) for name in names]


def log_everybody_out():
    with quiet():
        Login.objects.all().delete()


def open_fiche(page, row):
    page.goto(address(row))
    return page.locator("#etat-saisie")


def kill(page):
    """End the tab as a fault of the browser does: none of its scripts runs any more."""
    target = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"][
        "targetId"
    ]
    devtools = page.context.browser.new_browser_cdp_session()
    session = devtools.send("Target.attachToTarget", {"targetId": target, "flatten": False})[
        "sessionId"
    ]
    with page.expect_event("crash"):
        devtools.send(
            "Target.sendMessageToTarget",
            {"sessionId": session, "message": '{"id": 1, "method": "Page.crash"}'},
        )


def test_a_killed_tab(action, user, people, picture):
    page = people(user)
    said = open_fiche(page, action)
    page.locator("#id_objectifs").fill(TYPED)
    page.locator("#id_mon_plus").press_sequentially("Un café le matin.")
    expect(said).to_have_text(KEPT)
    context = page.context
    kill(page)
    back = context.new_page()
    back.goto("/gestion/")
    expect(back.locator(".a-faire")).to_contain_text("Réponses non enregistrées")
    back.get_by_role("link", name="Reprendre : Réponses non enregistrées").click()
    expect(back.locator("#id_objectifs")).to_have_value(TYPED)
    expect(back.locator("#id_mon_plus")).to_have_value("Un café le matin.")
    picture(back, "onglet-tue-repris")
    assert saved(action, "mon_plus") == [""]
    back.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(back.locator("body")).to_contain_text("C’est enregistré")
    expect(back.locator("body")).not_to_contain_text(PROPOSED)
    assert saved(action, "objectifs", "mon_plus") == [TYPED, "Un café le matin."]


def test_a_closed_browser_then_a_new_login(action, user, people, picture):
    """A line of a small table and a half-typed address come back too.

    A tab that closes keeps its last words.
    """
    session, page = action.sessions.first(), people(user)
    said = open_fiche(page, session)
    page.get_by_role("link", name="Ajouter : Période").or_(
        page.get_by_role("button", name="Ajouter : Période")
    ).first.click()
    page.locator("#id_periodes_inscription-1-type").select_option("recrutement")
    page.locator("#id_mail_liaison").fill("liaison@")
    expect(said).to_have_text(KEPT)
    page.locator("#id_commentaire_duree").press_sequentially("à préciser")
    page.close()  # less than a second later
    page.context.close()
    log_everybody_out()
    of = Person(people(), picture, "navigateur-ferme").log_in(user)
    of.open(address(session))
    of.reads(PROPOSED)
    of.press("Les reprendre")
    expect(of.page.locator("#id_periodes_inscription-1-type")).to_have_value("recrutement")
    expect(of.page.locator("#id_mail_liaison")).to_have_value("liaison@")
    expect(of.page.locator("#id_commentaire_duree")).to_have_value("à préciser")


def test_a_lost_login_sends_nothing_to_the_login_page(action, user, people, picture):
    page = people(user)
    said = open_fiche(page, action)
    log_everybody_out()
    page.locator("#id_objectifs").fill(TYPED)
    page.get_by_role(
        "button", name="Enregistrer", exact=True
    ).click()  # at once: before any autosave
    expect(said).to_contain_text("Vous n’êtes plus connecté")
    expect(page.locator("#id_objectifs")).to_have_value(TYPED)
    expect(page.locator("#panneau-resume")).to_contain_text(
        "Rien ne manque"
    )  # the panel is not the login page
    picture(page, "connexion-perdue")
    with page.context.expect_page() as opened:
        said.get_by_role("link", name="Se reconnecter dans un nouvel onglet").click()
    Person(opened.value, picture, "connexion-perdue").log_in_here(user)
    page.bring_to_front()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("body")).to_contain_text("C’est enregistré")
    assert saved(action, "objectifs") == [TYPED]
    assert page.get_by_text(PROPOSED).count() == 0


def test_without_network_nothing_leaves_the_page(action, user, people):
    page = people(user)
    said = open_fiche(page, action)
    page.route("**/*", lambda route: route.abort(CUT))
    page.locator("#id_objectifs").fill(TYPED)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(said).to_contain_text("vérifiez votre connexion")
    page.unroute("**/*")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("body")).to_contain_text("C’est enregistré")
    assert saved(action, "objectifs") == [TYPED]


def test_two_tabs_of_a_fiche(action, user, people, picture):
    """The second one is told what the first holds.

    The one that saves last is told who saved before it, and keeps its text.
    """
    first = people(user)
    said = open_fiche(first, action)
    first.locator("#id_objectifs").fill("Du premier onglet.")
    expect(said).to_have_text(KEPT)
    second = first.context.new_page()
    open_fiche(second, action)
    expect(second.locator("body")).to_contain_text(PROPOSED)
    second.locator("#id_resultats_attendus").fill("Du second onglet.")
    second.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(second.locator("body")).to_contain_text("C’est enregistré")
    first.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(first.locator("body")).to_contain_text(
        "a enregistré cette fiche pendant que vous la modifiiez"
    )
    expect(first.locator("#id_objectifs")).to_have_value("Du premier onglet.")
    expect(first.locator("#non-enregistre")).to_contain_text("Du second onglet.")
    picture(first, "deux-onglets")
    first.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(first.locator("body")).to_contain_text("C’est enregistré")
    assert saved(action, "objectifs") == ["Du premier onglet."]
