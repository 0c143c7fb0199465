"""Files as a whole: which are refused, what is told of them, and the report."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.models import Action
from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import address, as_csv, confirm, fill, send, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n\x00\x01", b"PK\x03\x04abc", b"a;b;c\n1;2;3", b"x" * (5 * 1024 * 1024 + 1)],
)
def test_other_contents_are_refused_beside_the_field(of, campagne, content):
    response = send(of, campagne, content, "autre.csv")
    assert response.context["form"].errors["fichier"]


def test_an_empty_template_and_a_column_given_twice_are_refused(of, campagne, book):
    assert "aucune ligne" in str(
        send(of, campagne, classeur.saved(book)).context["form"].errors["fichier"]
    )
    twice = "Code FAS;Lot;Site de réalisation;Lot\n;a;b;c\n"
    assert "figure deux fois" in str(
        send(of, campagne, twice.encode(), "x.csv").context["form"].errors["fichier"]
    )


def test_more_lines_than_a_file_may_have_are_refused(of, campagne):
    rows = "Code FAS;Lot;Site de réalisation\n" + ";L;S\n" * 1001
    assert "1000 au plus" in str(
        send(of, campagne, rows.encode(), "x.csv").context["form"].errors["fichier"]
    )


def test_the_template_of_another_campaign_and_unknown_columns_are_told(
    of, campagne, book, line, attribution
):
    other = make.attribution(attribution.formateur, annee="2031", numero_lot="L31").lot.campagne
    preview = send(of, other, fill(book, line))
    assert any("le modèle d’une autre campagne" in text for text in preview.context["generales"])
    rows = "Code FAS;Lot;Site de réalisation;Météo\n1-2-3;;;beau\n"
    assert any(
        "« Météo »" in text
        for text in send(of, campagne, rows.encode(), "x.csv").context["generales"]
    )


def test_rules_that_changed_since_the_template_are_told(of, campagne, book, line):
    from tests.procedure.test_page import tighten

    tighten(campagne, champ="mon_plus", obligation="required", source="Note")
    preview = send(of, campagne, fill(book, line))
    assert any("Les règles ont changé" in text for text in preview.context["generales"])
    assert address(book, "Mon + formation") in table(preview, "À compléter avant l’envoi")


def test_the_campaign_of_others_cannot_be_chosen(of, campagne, book, line):
    theirs = make.attribution(
        make.etablissement("Beta"), annee="2031", numero_lot="B1"
    ).lot.campagne
    response = send(of, theirs, fill(book, line))
    assert response.context["form"].errors["campagne"]
    assert "2031" not in response.text


def test_the_report_is_of_ones_own_session_and_harmless(of, client, campagne, book, line):
    send(of, campagne, as_csv(book, {**line, "Type de parcours": "=cmd|' /C calc'!A0"}), "x.csv")
    text = of.get(classeur.REPORT, {"format": "csv"}).content.decode("utf-8-sig")
    assert "n’est pas un choix possible" in text
    response = of.get(classeur.REPORT, {"format": "xlsx"})
    sheet = load_workbook(BytesIO(response.content)).active
    assert [c.coordinate for row in sheet for c in row if c.data_type == "f"] == []
    assert of.get(classeur.REPORT, {"format": "doc"}).status_code == 400
    client.force_login(make.staff())
    assert client.get(classeur.REPORT).status_code == 404


def test_staff_enter_in_the_name_of_the_cariforef(client, campagne, book, line, attribution):
    client.force_login(make.staff())
    confirm(client, send(client, campagne, fill(book, line)))
    assert Action.objects.get().porteur is None
