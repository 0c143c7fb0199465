"""Exports of lists.

The rows of the page, in words, for a spreadsheet that must not compute them.
"""

import csv
import io
import logging
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.fasd import FASD
from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.models import Dispositif, Session, Site
from core.rules import Level
from exports.lists import view as list_export
from exports.lists.resource import CHUNK, ListResource
from exports.lists.spreadsheets import csv_cell, is_formula, xlsx_cell
from exports.lists.tables import TABLES
from tests import factories as make
from tests.contracts.world import open_day

pytestmark = pytest.mark.django_db
LISTS = {model._meta.model_name: f"admin:core_{model._meta.model_name}_export" for model in TABLES}


@pytest.fixture
def alpha():
    return make.etablissement("Alpha")


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


def taken(client, name, **query):
    """Return the response and the lines of an export in CSV, a dictionary each."""
    response = client.get(reverse(LISTS[name]), query)
    assert response.status_code == 200
    return response, lines(response)


def lines(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def workbook(response):
    """Return the rows of the sheet, the headings first."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
    return book.get_sheet_by_index(0).to_python()


# Whose rows ---------------------------------------------------------------------------------


def test_each_list_exports_its_rows_and_never_anothers(client, alpha):
    beta = make.etablissement("Bêta secret")
    make.attribution(alpha)
    for owner in (alpha, beta):
        make.offer(owner, "online", intitule=f"Offre de {owner.raison_sociale}")
        open_day(owner, owner.raison_sociale)
    client.force_login(make.member(alpha))
    found = {}
    for name, address in LISTS.items():
        url = reverse(address)
        for kind in ("csv", "xlsx"):
            response = client.get(url, {"_format": kind})
            if response.status_code == 404:
                assert name == "lot"  # organisations have no list of lots
                continue
            rows = lines(response) if kind == "csv" else workbook(response)[1:]
            assert "Bêta secret" not in str(rows), name
            found.setdefault(name, len(rows))
            assert found[name] == len(rows)
    assert set(found) == set(LISTS) - {"lot"}
    assert all(found.values())


def test_a_visitor_is_asked_to_log_in(client):
    for name in LISTS.values():
        assert client.get(reverse(name)).status_code == 302


def test_an_account_without_a_role_finds_nothing(client, alpha):
    client.force_login(make.nobody())
    for name in LISTS.values():
        assert client.get(reverse(name)).status_code == 404


def test_an_export_is_only_read(staff_client, alpha):
    assert staff_client.post(reverse(LISTS["session"])).status_code == 405
    assert staff_client.get(reverse(LISTS["session"]), {"_format": "pdf"}).status_code == 400


# What the list shows ------------------------------------------------------------------------


def test_search_filters_and_order_are_those_of_the_page(staff_client, alpha):
    for rank, title in enumerate(("Cuisine", "Soudure", "Cuisine avancée")):
        make.offer(
            alpha, "online", intitule=title, date_debut=date(2026, 3, 1) + timedelta(days=rank)
        )
    make.offer(alpha, "draft", intitule="Cuisine en brouillon")
    query = {"q": "cuisine", "compteur": "actives", "o": "-4", "p": "99"}
    _, rows = taken(staff_client, "session", **query)
    assert [r["Intitulé"] for r in rows] == ["Cuisine avancée", "Cuisine"]
    page = staff_client.get(
        reverse("admin:core_session_changelist"), {k: v for k, v in query.items() if k != "p"}
    )
    assert [r["Code FAS"] for r in rows] == [row.code for row in page.context["cl"].result_list]
    _, rows = taken(staff_client, "action", etat="draft")
    assert [(r["Intitulé"], r["État"]) for r in rows] == [
        ("Cuisine en brouillon", "En cours de saisie")
    ]


def test_the_page_links_to_its_export_with_its_query(staff_client, alpha):
    page = staff_client.get(
        reverse("admin:core_site_changelist"), {"q": "alpha", "en_ligne": "oui", "p": "1"}
    ).text
    links = re.findall(r'href="([^"]*/site/export/[^"]*)"', page)
    assert [link.replace("&amp;", "&") for link in links] == [
        f"{reverse(LISTS['site'])}?q=alpha&en_ligne=oui&_format={kind}" for kind in ("csv", "xlsx")
    ]


def test_an_unknown_filter_goes_back_to_the_list(staff_client):
    response = staff_client.get(reverse(LISTS["session"]), {"nom_inconnu__exact": "1"})
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('admin:core_session_changelist')}?e=1"


def test_headings_are_those_of_the_tables_of_fields_and_differ(alpha):
    for model in TABLES:
        headings = ListResource(model, staff=True).get_export_headers()
        columns = TABLES[model].columns(staff=True)
        assert len(headings) == len(columns) == len(set(headings)), model
    named = {f"{f.label} ({f.unit})" if f.unit else f.label for f in FASD.level(Level.SESSION)}
    assert named < set(ListResource(Session, staff=True).get_export_headers())
    assert {f.label for f in ANNUAIRE_FIELDS.level(Level.SITE)} < set(
        ListResource(Site, staff=True).get_export_headers()
    )


def test_values_are_in_words(staff_client, alpha):
    action = make.offer(alpha, "online", sessions=2)
    _, [row, _] = taken(staff_client, "session")
    session = action.sessions.order_by("pk").first()
    assert row["Code FAS"] == f"{action.formation_id}-{action.pk}-{session.pk}"
    told = {
        "État": "En ligne",
        "État A/I": "Actif",
        "Date début": "12/01/2026",
        "ESP": "entrée/sortie à dates fixes",
        "Rythmes": "temps plein",
        "Durée en centre (h)": "700",
        "Site dispensateur": str(alpha.sites.get()),
        "Organisme responsable": str(alpha),
        "Porteur": str(alpha),
        "Type de dispositif": "Financement privé",
        "Nb places dispositif": "10",
        "Recrutement": "Ouvert",
        "Commentaire durée": "",
        "Retirée le": "",
    }
    assert {name: row[name] for name in told} == told
    assert "14h15" in row["Informations collectives"]
    _, [formation] = taken(staff_client, "formation")
    assert formation["Domaine de formation"].startswith("15061 - ")
    _, [contact] = taken(staff_client, "contact")
    assert (
        contact["Référents"]
        == "référent handicap (PMR), référent mobilité internationale, référent PRF"
    )
    assert contact["Actif"] == "oui"
    open_day(alpha, "d’hiver")
    _, [day] = taken(staff_client, "porteouverte", date="passees")
    told = {
        "Établissement": str(alpha),
        "Nature": "Autre",
        "Date début": "01/03/2026",
        "Date fin": "",
    }
    assert {name: day[name] for name in told} == told
    assert taken(staff_client, "porteouverte", date="a-venir")[1] == []


# What a spreadsheet makes of it -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+33 2 40",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        '=HYPERLINK("x")',
        "- tiret",
    ],
)
def test_a_formula_becomes_text(text):
    assert is_formula(text)
    assert csv_cell(text) == f"'{text}"
    assert xlsx_cell(text).startswith(
        '<c t="inlineStr" s="3">'
    )  # quotePrefix: the apostrophe of XLSX


@pytest.mark.parametrize("text", ["-1,55", "-3", "Plus", "1-2-3", "", "a=b", "44000"])
def test_what_is_no_formula_stays(text):
    assert not is_formula(text)
    assert csv_cell(text) == text


def test_a_hostile_site_comes_out_harmless(staff_client, alpha):
    place = alpha.sites.get()
    hostile = '=cmd|"/c calc"!A1;\n"x"\x0b<b>&'
    Site.objects.filter(pk=place.pk).update(
        nom_usage=hostile, longitude="-1.553600", ligne2="@SUM(1)", ligne3="+1"
    )
    _, [row] = taken(staff_client, "site")
    assert (row["Nom d’usage"], row["Longitude"], row["Ligne 2"], row["Ligne 3"]) == (
        f"'{hostile}", "-1,553600", "'@SUM(1)", "'+1",
    )  # fmt: skip
    headings, cells = workbook(staff_client.get(reverse(LISTS["site"]), {"_format": "xlsx"}))
    row = dict(zip(headings, cells, strict=True))
    assert row["Nom d’usage"] == hostile.replace("\x0b", "")  # XML has no vertical tab
    assert (row["Longitude"], row["Ligne 2"]) == (-1.5536, "@SUM(1)")


def test_the_files_are_what_a_french_excel_opens(staff_client, alpha):
    make.offer(alpha, "online", intitule="Œuvre d’été : « à la carte »")
    response, [row] = taken(staff_client, "session")
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.splitlines()[0].decode("utf-8-sig").startswith("Code FAS;")
    assert row["Intitulé"] == "Œuvre d’été : « à la carte »"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(
        r'attachment; filename="sofi-sessions-\d{8}\.csv"', response["Content-Disposition"]
    )
    _, rows = taken(staff_client, "etablissement")
    assert [r["SIRET"] for r in rows] == [alpha.siret]
    response = staff_client.get(reverse(LISTS["session"]), {"_format": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')
    headings, cells = workbook(response)
    found = dict(zip(headings, cells, strict=True))
    assert found["Date début"] == date(2026, 1, 12)
    assert found["Durée en centre (h)"] == 700
    assert found["Intitulé"] == row["Intitulé"]


# How much it costs ---------------------------------------------------------------------------


def queries_of(client, name, **query):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(reverse(LISTS[name]), query)
        assert response.getvalue()
    return len(captured)


def test_one_row_or_three_cost_the_same_queries(staff_client, alpha):
    make.attribution(alpha)
    make.offer(alpha, "online")
    taken(staff_client, "session")
    first = {name: queries_of(staff_client, name) for name in LISTS}
    for nom in ("Bêta", "Gamma"):
        other = make.etablissement(nom)
        make.attribution(other, numero_lot=f"LOT {nom}")
        make.offer(other, "online", sessions=2)
    assert {name: queries_of(staff_client, name) for name in LISTS} == first
    assert max(first.values()) < 20


@pytest.fixture
def many(alpha):
    """12,000 sessions of one action, written at once."""
    action = make.offer(alpha, "online")
    [model] = action.sessions.all()
    place = {
        f.attname: getattr(model, f.attname)
        for f in Session._meta.concrete_fields
        if not f.primary_key
    }
    sessions = Session.objects.bulk_create(
        [Session(**place) for _ in range(11_999)], batch_size=2_000
    )
    Dispositif.objects.bulk_create(
        [Dispositif(session=s, type_dispositif="3") for s in sessions], batch_size=2_000
    )
    return 12_000


def test_a_long_list_is_streamed(staff_client, many):
    sheet = streamed(staff_client, "csv", many)
    assert (
        len(list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline=""), delimiter=";")))
        == many + 1
    )
    sheet = streamed(staff_client, "xlsx", many)
    assert (
        len(CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python())
        == many + 1
    )


def streamed(client, kind, many):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse(LISTS["session"]), {"_format": kind})
        assert response.streaming
        blocks = list(response.streaming_content)
    assert max(map(len, blocks)) < 1_000_000
    assert len(blocks) >= many / CHUNK
    assert len(captured) < 20 + 8 * (many / CHUNK)
    return b"".join(blocks)


def test_a_list_too_long_for_xlsx_says_to_take_csv(staff_client, alpha, monkeypatch):
    make.offer(alpha, "online", sessions=3)
    monkeypatch.setattr(list_export, "XLSX_ROWS", 2)
    response = staff_client.get(
        reverse(LISTS["session"]), {"_format": "xlsx", "q": "projet"}, follow=True
    )
    assert response.redirect_chain == [
        (f"{reverse('admin:core_session_changelist')}?q=projet", 302)
    ]
    assert "exportez-la en CSV" in response.text


def test_the_log_says_who_took_what_but_not_what_was_searched(staff_client, alpha, caplog):
    caplog.set_level(logging.INFO, "sofi.exports")
    taken(staff_client, "site", q="alpha")
    [record] = [r for r in caplog.records if r.message == "list exported"]
    assert (record.list, record.format, record.rows, record.finished) == (
        "core.Site",
        "csv",
        1,
        True,
    )
    assert (record.by, record.filters) == (make.staff().pk, ["q"])
    assert "alpha" not in str(vars(record)).lower()
