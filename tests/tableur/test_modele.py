"""The workbook of a campaign: its columns, its lists, what it protects."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import plugins
from core.models import Site
from core.rules import Kind, Need
from core.tableur.columns import bare_heading, by_heading, columns_of
from core.tableur.workbook import FIRST, HEADINGS, HINT, MARK_LINE
from tests import factories as make
from tests.tableur.classeur import headings, template

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("programme", plugins.programmes(), ids=lambda p: p.code)
def test_each_column_is_found_by_its_heading_and_each_field_has_one(programme):
    columns = columns_of(programme)
    known = by_heading(columns)
    assert [
        column.title for column in columns if known.get(bare_heading(column.heading)) is not column
    ] == []
    told = {(one.table or one.field).name for one in columns if one.field}
    assert told == {
        f.name for f in programme.fields if f.need is not Need.UNUSED and f.kind is not Kind.FILE
    }
    assert len(columns) <= 200


@pytest.mark.parametrize("programme", plugins.programmes(), ids=lambda p: p.code)
def test_no_label_of_a_list_holds_what_separates_values(programme):
    labels = [label for f in programme.fields if f.table for _, label in f.table.choices]
    assert [label for label in labels if set(label) & set(";|\n")] == []


def test_the_workbook_says_what_is_required_what_is_fixed_and_for_which_rules(book, campagne):
    sheet = book["Saisie"]
    places = headings(book)
    assert sheet.cell(HEADINGS, places["Objectifs"]).value == "Objectifs *"
    assert "Ecole de la deuxième chance" in sheet.cell(HINT, places["Intitulé"]).value
    assert sheet.column_dimensions[
        sheet.cell(1, places["Intitulé"]).column_letter
    ].protection.locked
    assert not sheet.column_dimensions[
        sheet.cell(1, places["Objectifs"]).column_letter
    ].protection.locked
    assert f"sofi:{campagne.programme}:{campagne.annee}:0." in sheet.cell(MARK_LINE, 1).value
    assert sheet.protection.sheet
    assert book.sheetnames == ["Saisie", "Aide", "Listes"]


def test_lists_are_those_of_the_rules_and_of_the_account(book, attribution):
    values = {
        cell.value: [c.value for c in column[1:] if c.value]
        for column in book["Listes"].columns
        for cell in column[:1]
    }
    assert values["lot"] == [str(attribution.lot)]
    assert values["site"] == [attribution.nom_site]
    assert values["type-parcours"] == [
        "type de parcours inconnu",
        "collectif",
        "individualisé",
        "modularisé",
        "mixte",
    ]
    validated = {
        str(v.sqref).split(":")[0].rstrip("0123456789"): v
        for v in book["Saisie"].data_validations.dataValidation
    }
    place = book["Saisie"].cell(1, headings(book)["Type de parcours"]).column_letter
    assert validated[place].type == "list"
    assert validated[place].formula1.startswith("Listes!$")


def test_the_help_tells_each_column(book):
    said = [row[1] for row in book["Aide"].iter_rows(values_only=True) if row[0] and row[1]]
    assert set(headings(book)) <= set(said)


def test_what_others_wrote_is_never_a_formula(of, campagne, attribution):
    Site.objects.filter(pk=attribution.site_id).update(
        nom_usage='=HYPERLINK("https://pirate.example")'
    )
    type(attribution).objects.filter(pk=attribution.pk).update(nom_site="=1+1")
    make.draft(attribution.formateur, attribution=attribution, objectifs="-2+3+cmd|' /C calc'!A0")
    book = template(of, campagne, offres="1")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    hostile = [c for c in cells if str(c.value).startswith(("=", "-2+3"))]
    assert len(hostile) > 2
    assert all(c.quotePrefix for c in hostile)


def test_the_workbook_of_ones_offers_says_what_they_hold(of, campagne, attribution):
    action = make.draft(attribution.formateur, attribution=attribution, sessions=2)
    book = template(of, campagne, offres="1")
    places = headings(book)
    rows = [
        [c.value for c in row] for row in book["Saisie"].iter_rows(min_row=FIRST) if row[0].value
    ]
    assert [row[0] for row in rows] == [s.code for s in action.sessions.order_by("pk")]
    assert rows[0][places["Type de parcours"] - 1] == "collectif"
    assert rows[0][places["Date début"] - 1].date() == make.START
    assert rows[0][places["Intitulé"] - 1] == "Ecole de la deuxième chance"


def test_the_workbook_of_another_campaign_does_not_exist(of, campagne):
    other = make.attribution(make.etablissement("Beta"), annee="2031", numero_lot="B1")
    url = reverse("admin:tableur_modele")
    assert of.get(url, {"campagne": other.lot.campagne_id}).status_code == 404
    assert of.get(url, {"campagne": "x"}).status_code == 404
    assert of.get(url).status_code == 404


@pytest.mark.parametrize("who", ["gestionnaire", "administrateur", "personne"])
def test_who_does_not_enter_offers_has_no_workbook(client, campagne, who):
    programme = plugins.programme(campagne.programme)
    users = {
        "gestionnaire": make.manager(programme),
        "administrateur": make.admin(),
        "personne": make.nobody(),
    }
    client.force_login(users[who])
    for name in ("tableur", "tableur_modele", "tableur_apercu", "tableur_rapport"):
        assert client.get(reverse(f"admin:{name}"), {"campagne": campagne.pk}).status_code == 404


@pytest.mark.parametrize(
    "programme", [p for p in plugins.programmes() if p.regional], ids=lambda p: p.code
)
def test_every_regional_programme_has_its_workbook(client, programme):
    row = make.attribution(make.etablissement("Alpha"), programme=programme)
    client.force_login(make.staff())
    book = template(client, row.lot.campagne)
    assert (
        "Règles à confirmer" in book["Saisie"].cell(MARK_LINE, 1).value
    ) is programme.a_confirmer


def test_reading_it_again_is_possible(book):
    assert load_workbook(BytesIO(saved_bytes(book)))


def saved_bytes(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()
