"""Entering an offer without a mouse.

The keys only, and always something in sight that says where one is.
"""

from playwright.sync_api import expect

from core.models import Action
from tests import factories as make
from tests.browser.person import Person

STEPS = 120  # a page where one tabs further is not usable
SEEN = """() => {
	const one = document.activeElement, style = getComputedStyle(one);
	const outlined = style.outlineStyle !== "none" || style.boxShadow !== "none";
	return one.getBoundingClientRect().width > 0 && outlined;
}"""


class Keys:
    """A page, and ten fingers."""

    def __init__(self, page):
        self.page = page

    def reach(self, locator):
        """Press Tab until this has the focus."""
        for _ in range(STEPS):
            if locator.evaluate(
                "(one) => one === document.activeElement || one.contains(document.activeElement)"
            ):
                assert self.page.evaluate(SEEN)
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"le clavier n’atteint pas {locator}")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def enter(self):
        """Press Enter on what leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self


def test_an_offer_is_entered_with_the_keyboard(people, picture):
    user = make.member(make.etablissement("École Atlantique"))
    page = people()
    keys, person = Keys(page), Person(page, picture, "clavier")
    page.goto("/gestion/")
    keys.reach(page.locator("#id_username")).type(user.email).press("Tab").type(
        make.PASSWORD
    ).enter()
    person.reads("Bonjour Camille")
    keys.press("Tab")
    expect(page.locator(".evitement")).to_be_focused()
    keys.press("Enter")
    keys.reach(page.locator("#content .boutons a", has_text="Créer une offre")).enter()
    keys.reach(page.get_by_role("button", name="Créer l’offre")).enter()
    person.reads("vérifiez la fiche Formation")
    panel = page.locator("#panneau-corps")
    expect(panel).to_contain_text("« Intitulé » est à renseigner.")
    keys.reach(page.locator("#id_intitule")).type("Conduire un projet")
    expect(panel).not_to_contain_text("« Intitulé » est à renseigner.")
    keys.reach(page.locator("#id_objectif_general")).type(
        "cert"
    )  # a native list answers to letters
    person.picture("formation")
    keys.reach(page.get_by_role("button", name="Enregistrer", exact=True)).enter()
    person.reads("C’est enregistré")
    keys.reach(panel.get_by_role("link", name="« Type de dispositif » est à renseigner.")).enter()
    choose_the_publics(keys, page)
    person.picture("dispositif")
    keys.reach(page.get_by_role("button", name="Enregistrer", exact=True)).enter()
    person.reads("C’est enregistré")
    assert Action.objects.get().formation.intitule == "Conduire un projet"
    keys.reach(page.get_by_role("link", name="Voir tout le dossier")).enter()
    keys.reach(page.get_by_role("link", name="Envoyer au Cariforef")).enter()
    person.reads("À corriger avant de pouvoir continuer")
    person.picture("envoi")
    keys.reach(page.get_by_role("button", name="Envoyer au Cariforef"))


def choose_the_publics(keys, page):
    """A list to search: one types, then Enter takes what is found; the panel hears of it."""
    keys.reach(page.locator("#champ-publics .select2-container")).type("jeune")
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text("eune")
    with page.expect_response("**/panneau/"):
        keys.press("Enter")
    expect(
        page.locator("#champ-publics .select2-selection__choice", has_text="eune")
    ).to_have_count(1)
