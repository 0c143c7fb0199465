"""The chooser of Formacodes by keyboard alone, and a postal code that finds its commune.

In a real browser.
"""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE, people, server
from tests.pages import address

__all__ = ["people", "server"]  # fixtures


@pytest.fixture
def owner(server):
    return make.etablissement("Alpha", online=False)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["bureau", "telephone"])
def test_domains_are_chosen_by_keyboard(owner, people, size):
    page = people(make.member(owner), size=size)
    page.goto(address(owner))
    search, said = page.locator("#id_domaines_recherche"), page.locator(".formacode [role=status]")
    search.focus()
    page.keyboard.type("neige")
    expect(said).to_contain_text("1 résultat")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(said).to_contain_text("2 sur 25")
    search.fill("développement")
    expect(page.locator(".formacode-resultats [role=option]").first).to_contain_text("15054")
    page.locator(".formacode-arbre [tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")  # unfolds the first domain
    expect(page.locator(".formacode-arbre [aria-level='2']").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("3 sur 25")
    page.get_by_role("button", name="Faire de « 15474").press("Enter")
    expect(page.locator(".puce-principale")).to_contain_text("Sport glace neige")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("body")).to_contain_text("C’est enregistré")
    expect(page.locator(".puce")).to_have_count(3)
    assert make.fresh(owner).domaines[0] == "15474"


def test_a_postal_code_finds_its_commune_and_its_place(owner, people):
    page = people(make.member(owner))
    page.goto(address(owner.sites.get()))
    page.locator("#id_code_postal").fill("44340")
    page.keyboard.press("Tab")
    expect(page.locator(".communes-proposees")).to_contain_text("Bouguenais")
    expect(page.locator("#id_bureau_distributeur")).to_have_value("BOUGUENAIS")
    expect(page.locator("#id_latitude")).to_have_value("47.1712")
