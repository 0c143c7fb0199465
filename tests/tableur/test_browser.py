"""A workbook with mixed lines, in a browser: taken, filled, sent, read by cell, agreed to.

On a desk and on a phone.
"""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from core.models import Action, Contact
from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE, people, server  # noqa: F401  fixtures
from tests.tableur import classeur

CLICKED_TWICE = """() => {
  const form = document.querySelector("form[data-attente]");
  let sent = 0;
  form.addEventListener("submit", (event) => {
    sent += !event.defaultPrevented;
    event.preventDefault();
  });
  for (const _ of [1, 2]) form.querySelector("button").click();
  return [sent, form.querySelector("[role=status]").innerText];
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_workbook_with_mixed_lines(people, tmp_path, size):  # noqa: F811
    row = make.attribution(make.etablissement("Alpha"), programme=make.e2c(), places="40")
    contact = Contact.objects.get(site=row.site)
    page = people(make.member(row.formateur), size=size)
    page.goto(classeur.PAGE)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Modèle vide : PROGRAMME").click()
    book = load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    line = {
        "Lot": str(row.lot),
        "Site de réalisation": row.nom_site,
        "Type de parcours": "mixte",
        "Référent PMR": str(contact.pk),
    }
    lines = [{**line, "Offre": "A"}, {**line, "Offre": "B", "Type de parcours": "zigzag"}]
    filled = tmp_path / "rempli.xlsx"
    filled.write_bytes(classeur.fill(book, *lines))
    page.get_by_label("Programme et campagne").select_option(str(row.lot.campagne_id))
    page.get_by_label("Classeur rempli", exact=True).set_input_files(filled)
    page.get_by_role("button", name="Voir ce qui serait enregistré").click()
    page.get_by_role("heading", name="À corriger").wait_for()
    refused = page.get_by_role("row").filter(has_text="zigzag")
    assert classeur.address(book, "Type de parcours", classeur.FIRST + 1) in refused.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="Enregistrer les lignes acceptées").click()
    page.get_by_text("est enregistré").wait_for()
    with page.expect_download() as report:
        page.get_by_role("link", name="CSV").click()
    assert Action.objects.get().code in Path(report.value.path()).read_text(encoding="utf-8-sig")


def test_a_long_reading_says_so_and_a_double_click_writes_once(people, tmp_path):  # noqa: F811
    row = make.attribution(make.etablissement("Alpha"), programme=make.e2c(), places="40")
    page = people(make.member(row.formateur), size=DESKTOP)
    book = classeur.template(logged(row), row.lot.campagne)
    filled = tmp_path / "rempli.xlsx"
    filled.write_bytes(
        classeur.fill(book, {"Lot": str(row.lot), "Site de réalisation": row.nom_site})
    )
    page.goto(classeur.PAGE)
    page.get_by_label("Classeur rempli", exact=True).set_input_files(filled)
    assert page.evaluate(CLICKED_TWICE) == [1, "Lecture en cours…"]
    page.reload()
    page.get_by_label("Classeur rempli", exact=True).set_input_files(filled)
    page.get_by_role("button", name="Voir ce qui serait enregistré").click()
    page.get_by_role("button", name="Enregistrer", exact=True).dblclick()
    page.get_by_text("est enregistré").wait_for()
    assert Action.objects.count() == 1


def logged(row):
    client = Client()
    client.force_login(make.member(row.formateur))
    return client
