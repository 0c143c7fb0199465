"""A file that is chosen changes no other answer of its page."""

import pytest
from django.urls import reverse

from tests import factories as make

ANSWERS = """
input => [...input.form.elements]
    .filter(field => field.name && field !== input)
    .map(field => [field.name, field.type === "checkbox" ? field.checked : field.value])
"""
FILE = {"name": "qualiopi.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 essai"}


@pytest.fixture
def site(server):
    return make.site(make.etablissement("Alpha"), "Annexe", online=False)


def unchanged(page) -> bool:
    chosen = page.locator("input[type=file]").first
    before = chosen.evaluate(ANSWERS)
    chosen.set_input_files(FILE)
    return chosen.evaluate(ANSWERS) == before


def test_a_certificate_that_is_chosen_leaves_the_fiche_as_it_is(site, people):
    page = people(make.member(site.etablissement))
    page.goto(reverse("admin:core_site_change", args=[site.pk]))
    assert unchanged(page)


@pytest.mark.parametrize("name", ["import_region", "import_annuaire"])
def test_a_file_to_import_that_is_chosen_leaves_the_page_as_it_is(server, people, name):
    page = people(make.staff())
    page.goto(reverse(f"admin:{name}"))
    assert unchanged(page)
