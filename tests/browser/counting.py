"""A person whose clicks, fields and pages are counted.

And the counts that the guide gives (`docs/guide/effort.md`).
"""

from pathlib import Path

from tests.browser.person import Person

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "effort.md"


class Counting(Person):
    """A person whose clicks, fields and pages are counted."""

    def __init__(self, page, picture, journey):
        super().__init__(page, picture, journey)
        self.clicks = self.fields = self.loads = 0
        page.on("load", lambda _: setattr(self, "loads", self.loads + 1))

    def fill(self, **typed):
        super().fill(**typed)
        for value in typed.values():
            if isinstance(value, list):
                self.clicks += len(value)
            else:
                self.fields += 1

    def type(self, **typed):
        """Fill the fields of a page of accounts, by their name."""
        for name, value in typed.items():
            self.page.locator(f"[name={name}]").fill(value)
            self.fields += 1

    def line(self, **typed):
        for name, value in typed.items():
            field = self.page.locator(f"#id_informations_collectives-0-{name}")
            field.fill(value) if isinstance(value, str) else field.select_option(index=value)
            self.fields += 1

    def press(self, name, *, exact=True):
        super().press(name, exact=exact)
        self.clicks += 1

    @property
    def effort(self):
        return {"clics": self.clicks, "champs": self.fields, "pages": self.loads}


def written(title):
    """Return the counts that the guide gives for a journey."""
    row = next(line for line in PAGE.read_text().splitlines() if line.startswith(f"| {title}"))
    return dict(
        zip(("clics", "champs", "pages"), map(int, row.strip("| ").split("|")[1:4]), strict=True)
    )
