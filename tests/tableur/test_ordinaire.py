"""The workbook of ordinary offers, outside any programme of the Région."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Action, Site
from core.tableur.purpose import ORDINAIRES
from core.tableur.workbook import FIRST
from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import (
    address,
    confirm,
    counts,
    fill,
    headings,
    saved,
    send,
    table,
    template,
)

pytestmark = pytest.mark.django_db
WHO = "Organisme qui saisit"


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def of(client, owner):
    client.force_login(make.member(owner))
    return client


@pytest.fixture
def book(of):
    return template(of, ORDINAIRES)


@pytest.fixture
def line(owner):
    site = Site.objects.get(etablissement=owner)
    return {
        "Intitulé": "Apprendre à conduire un projet",
        "Domaine de formation": "15061",
        "Objectifs": "Mener un projet.",
        "Site dispensateur": str(site),
        "Date début": date(2026, 3, 2),
        "Type de dispositif": "CPF",
        "Nb places dispositif": 8,
    }


def test_the_workbook_asks_no_lot_and_lists_who_enters(book, owner):
    assert list(headings(book))[:4] == ["Code FAS", WHO, "Offre", "Session"]
    values = {
        cell.value: [c.value for c in column[1:] if c.value]
        for column in book["Listes"].columns
        for cell in column[:1]
    }
    assert values["organisme"] == [str(owner)]


def test_a_line_becomes_an_ordinary_offer(of, book, line, owner):
    preview = send(of, ORDINAIRES, fill(book, line, {**line, "Intitulé": "Autre"}))
    assert table(preview, "À corriger") == {}
    assert counts(preview) == {"Offre à créer": 2}
    confirm(of, preview)
    first, second = Action.objects.order_by("pk")
    assert (first.porteur, first.attribution, first.formation.etablissement) == (owner, None, owner)
    assert (first.formation.intitule, second.formation.intitule) == (line["Intitulé"], "Autre")
    session = first.sessions.get()
    assert (session.organisme_responsable, session.site_lieu.etablissement) == (owner, owner)
    assert (session.dispositifs.get().type_dispositif, session.dispositifs.get().places) == ("5", 8)


def test_lines_of_the_same_mark_are_the_sessions_of_one_action(of, book, line):
    confirm(
        of,
        send(
            of,
            ORDINAIRES,
            fill(book, {**line, "Offre": "A"}, {"Offre": "A", "Date début": date(2026, 9, 7)}),
        ),
    )
    assert [s.date_debut for s in Action.objects.get().sessions.order_by("pk")] == [
        line["Date début"],
        date(2026, 9, 7),
    ]


def test_ones_offers_come_back_unchanged_and_are_changed_by_their_code(of, book, owner):
    action = make.draft(owner, sessions=2)
    assert counts(send(of, ORDINAIRES, saved(template(of, ORDINAIRES, offres="1")))) == {
        "Inchangée": 2
    }
    confirm(
        of,
        send(
            of,
            ORDINAIRES,
            fill(book, {"Code FAS": action.sessions.first().code, "Durée en centre (h)": 650}),
        ),
    )
    assert action.sessions.first().duree_centre == 650


def test_who_enters_is_asked_when_there_are_several(client, book, line, owner):
    other, stranger = make.etablissement("Beta"), make.etablissement("Gamma")
    user = make.member(owner)
    user.memberships.create(role="organisme", etablissement=other)
    client.force_login(user)
    lines = [line, {**line, WHO: str(other)}, {**line, WHO: str(stranger)}]
    preview = send(client, ORDINAIRES, fill(template(client, ORDINAIRES), *lines))
    refused = table(preview, "À corriger")
    assert "Choisissez l’organisme qui saisit" in refused[address(book, WHO)]
    assert (
        "n’est pas un organisme pour lequel vous saisissez"
        in refused[address(book, WHO, FIRST + 2)]
    )
    confirm(client, preview)
    assert Action.objects.get().porteur == other


def test_the_cariforef_enters_in_its_own_name_or_in_that_of_another(client, owner, line):
    client.force_login(make.staff())
    content = fill(template(client, ORDINAIRES), line, {**line, WHO: str(owner)})
    confirm(client, send(client, ORDINAIRES, content))
    assert [action.porteur for action in Action.objects.order_by("pk")] == [None, owner]


def test_an_offer_of_a_programme_is_changed_in_its_campaign(of, book, owner):
    attribution = make.attribution(owner, programme=make.e2c())
    regional = make.draft(owner, attribution=attribution)
    lines = [{"Code FAS": regional.sessions.get().code, "Durée en centre (h)": 1}]
    assert (
        "choisissez sa campagne"
        in table(send(of, ORDINAIRES, fill(book, *lines)), "À corriger")[address(book, "Code FAS")]
    )
    for cadre, content in (
        (attribution.lot.campagne, fill(book, *lines)),
        (ORDINAIRES, fill(template(of, attribution.lot.campagne), *lines)),
    ):
        assert "changez votre choix" in str(
            send(of, cadre, content).context["form"].errors["fichier"]
        )


def test_queries_are_the_same_for_ten_lines_and_for_a_hundred(of, line):
    def spent(count):
        preview = send(of, ORDINAIRES, fill(template(of, ORDINAIRES), *[line] * count))
        with CaptureQueriesContext(connection) as read:
            of.get(classeur.PREVIEW)
        with CaptureQueriesContext(connection) as written:
            confirm(of, preview)
        return len(read), len(written)

    spent(1)
    assert spent(100) == spent(10)
