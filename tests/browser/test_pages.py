"""Each page of the map of addresses, in a browser.

Accessible in both themes and in each state, and without a fault.
"""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from tests import factories as make
from tests.browser import places
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.imports.samples import as_csv, line

PARTS = 2  # so that two processes share them


@pytest.fixture
def found(server):
    return places.build()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits_a_phone(part, found, people, picture):
    pages, missed = found
    pages = pages[part::PARTS]
    windows = {user: people(user) for user in {place.user for place in pages}}
    faults = {
        name: ["ni visitée, ni dite à ne pas visiter (places.py)"] for name in missed if part == 0
    }
    for place in pages:
        page = windows[place.user]
        page.set_viewport_size(DESKTOP)
        page.goto(place.url, wait_until="load")
        bad = violations(page) + opened(page)
        if pictured := "mouvement" not in place.name:
            picture(page, f"page-{place.name.replace(' ', '-')}")
        page.set_viewport_size(PHONE)
        if over := page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        ):
            bad.append(f"dépasse d’un écran de téléphone de {over} pixels")
        if pictured:
            picture(page, f"telephone-{place.name.replace(' ', '-')}")
        if bad:
            faults[place.name] = bad
    assert not faults, "\n".join(
        f"{name}\n    {'\n    '.join(bad)}" for name, bad in faults.items()
    )


def opened(page):
    """Return what axe finds once what is closed is open.

    The filters, a new line of each small table, each tab.
    """
    found = []
    for button in page.locator(".filter-open-button:visible").all():
        button.click()
        expect(page.locator("#changelist-filter")).to_be_visible()
        found += violations(page, "#changelist-filter")
        page.locator("#changelist-filter-close").dispatch_event("click")
    added = page.locator(".add-row:visible").all()
    for button in added:
        button.click()
    if added:
        found += violations(page, "main form")
    for tab in page.locator("#tabs-items a[href^='#']:visible, [role=tab]:visible").all():
        tab.click()
        found += violations(page, "main")
    return found


def test_the_import_of_the_region_is_accessible(people, picture, server):
    page = people(make.staff())
    for name, rows in {"bon": [line()], "refuse": [line() | {"siret_formateur": "faux"}]}.items():
        page.goto("/gestion/import-region/")
        file = {
            "name": f"{name}.csv",
            "mimeType": "text/csv",
            "buffer": ContentFile(as_csv(rows)).read(),
        }
        page.locator("#id_fichier").set_input_files(file)
        page.get_by_role("button", name="Voir ce qui changerait").click()
        page.wait_for_url("**/apercu/")
        assert violations(page) == []
        picture(page, f"import-{name}")


def test_the_pages_of_nobody_are_accessible(people, picture, server):
    """The login, refused too, and the page of what does not exist."""
    page = people()
    page.goto("/gestion/login/")
    found = violations(page)
    page.locator("#id_username").fill("personne@essai.example")
    page.locator("#id_password").fill("faux")
    page.locator("#login-form button").click()
    page.wait_for_load_state("load")
    assert found + violations(page) == []
    picture(page, "connexion-refusee")
