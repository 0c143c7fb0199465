"""Somebody in front of a screen: what is clicked and typed in the pages of the back-office."""

from playwright.sync_api import Page, expect

from tests import factories as make

CONTENT = "#main, #contenu"  # of the back-office; of the pages of accounts


class Person:
    """A browser, and what one does with it; each picture bears the name of the journey."""

    def __init__(self, page: Page, picture, journey: str):
        self.page, self._picture, self.journey, self.count = page, picture, journey, 0

    def log_in(self, user):
        self.page.goto("/gestion/")
        return self.log_in_here(user)

    def log_in_here(self, user):
        """Log in on the page that is open."""
        self.page.get_by_label("Adresse électronique").fill(user.email)
        self.page.get_by_label("Mot de passe").fill(make.PASSWORD)
        self.picture("connexion")
        self.page.locator("#login-form button").click()
        self.page.wait_for_url("**/gestion/", wait_until="load")
        self.reads("Bonjour Camille")
        return self

    def picture(self, name):
        self.count += 1
        self._picture(self.page, f"{self.journey}-{self.count:02}-{name}")

    def open(self, address):
        self.page.goto(address)

    def fill(self, **typed):
        """Type into fields of the fiche by their name.

        Text, a choice of a list, or [boxes to tick].
        """
        for name, value in typed.items():
            place = self.page.locator(f"#champ-{name}")
            if isinstance(value, list):
                for box in value:
                    place.locator(f"input[value='{box}']").check()
            elif place.locator("select").count():
                place.locator("select").select_option(value)
            else:
                place.locator("input, textarea").fill(value)

    def press(self, name, *, exact=True):
        """Press the button, or follow the link, of this name."""
        expect(self.page.locator("#panneau[aria-busy]")).to_have_count(
            0
        )  # what it says beside the fields moves what follows
        role = self.page.locator(CONTENT).get_by_role
        role("button", name=name, exact=exact).or_(
            role("link", name=name, exact=exact)
        ).first.click()
        expect(self.page.locator("form[aria-busy]")).to_have_count(0)  # kept, then sent
        self.page.wait_for_load_state("load")

    def reads(self, *sentences):
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence)
        self.fits()

    def fits(self):
        """Nothing is wider than the screen."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} dépasse de l’écran de {wide} pixels"
