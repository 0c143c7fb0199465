"""A page that refuses a save opens on what is to be mended, and each link leads into its field."""

from playwright.sync_api import expect

from tests import factories as make
from tests.pages import address


def test_the_banner_has_the_focus_and_leads_to_each_answer(people):
    owner = make.etablissement("École Atlantique")
    session = make.draft(owner).sessions.get()
    page = people(make.member(owner))
    page.goto(address(session))
    page.locator("#id_duree_hebdo").fill("-4")
    page.locator("#id_duree_centre").fill("-3")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    banner = page.locator("#a-corriger")
    expect(banner).to_be_focused()
    expect(banner).to_be_in_viewport()
    expect(banner).to_contain_text("2 réponses sont à corriger :")
    page.keyboard.press("Tab")
    expect(banner.get_by_role("link").first).to_be_focused()
    banner.get_by_role("link", name="Durée hebdo").click()
    expect(page.locator("#id_duree_hebdo")).to_be_focused()
