"""Places by lot: the order against the sessions, across mandataire and co-traitants.

For who reads the attributions.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.annuaire.closing import close
from core.models import Lot
from tests import factories as make
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db
PAGE = "admin:places"


@pytest.fixture
def people():
    return (
        make.etablissement("Mandataire"),
        make.etablissement("Cotraitante"),
        make.etablissement("Étrangère"),
    )


@pytest.fixture
def lines(people):
    """Return two lines of one lot, of the mandataire and of its co-traitant: 20 and 12 places."""
    lead, partner, _ = people
    about = {"programme": make.e2c(), "numero_lot": "L1"}
    return make.region(
        make.region_line(lead, **about, places="20"),
        make.region_line(partner, lead, **about, places="12"),
    )


def page(client, user, **query):
    client.force_login(user)
    return client.get(reverse(PAGE), query)


def places(response):
    return [
        (p.commandees, p.engagees, p.brouillons, p.restantes)
        for one in response.context["lots"]
        for p in (*(line.places for line in one.lines), one.places)
    ]


def test_the_manager_sees_the_order_against_the_sessions(client, people, lines):
    lead, partner, _ = people
    make.offer(lead, "online", attribution=lines[0])
    make.offer(lead, "submitted", attribution=lines[0], places=6, places_restantes=6)
    make.offer(partner, "draft", attribution=lines[1])
    make.offer(partner, "archived", attribution=lines[1])
    found = page(client, make.manager(make.e2c()))
    lead_line, partner_line, lot = (20, 16, 0, 7), (12, 0, 10, 0), (32, 16, 10, 7)
    assert sorted(places(found)[:2]) == sorted([lead_line, partner_line])
    assert places(found)[2] == lot
    assert "16 places engagées et 10 en brouillon sur 32 commandées" in found.text


def test_too_many_places_are_seen_before_they_are_refused(client, people, lines):
    _, partner, _ = people
    action = make.draft(partner, attribution=lines[1], places=15)
    assert "3 de trop si les brouillons sont envoyés" in page(client, make.manager(make.e2c())).text
    with pytest.raises(Refused) as refusal:
        perform(action, "submit", by=make.member(partner))
    assert [i.code for i in refusal.value.issues] == ["places.bon_de_commande"]


def test_an_order_that_shrinks_shows_what_is_given_in_excess(client, people, lines):
    lead, partner, _ = people
    make.offer(partner, "online", attribution=lines[1])
    about = {"programme": make.e2c(), "numero_lot": "L1"}
    make.region(
        make.region_line(lead, **about, places="20"),
        make.region_line(partner, lead, **about, places="8"),
    )
    assert "2 places de trop" in page(client, make.staff()).text


def test_each_sees_the_lines_it_may_read(client, people, lines):
    lead, partner, stranger = people
    seen = {
        who: len(places(page(client, user)))
        for who, user in {
            "mandataire": make.member(lead),
            "cotraitante": make.member(partner),
            "étrangère": make.member(stranger),
            "staff": make.staff(),
            "admin": make.admin(),
        }.items()
    }
    assert seen == {"mandataire": 3, "cotraitante": 2, "étrangère": 0, "staff": 3, "admin": 3}
    others = next(p for p in make.programmes() if p.code != "e2c")
    assert places(page(client, make.manager(others))) == []
    assert page(client, make.nobody()).status_code == 404


def test_the_campaign_of_others_is_not_found(client, people, lines):
    campagne = lines[0].lot.campagne_id
    assert page(client, make.member(people[2]), campagne=campagne).status_code == 404
    assert page(client, make.staff(), campagne="x").status_code == 404
    assert page(client, make.member(people[0]), campagne=campagne).status_code == 200


def test_the_page_asks_as_often_for_three_lots_as_for_one(client, people):
    lead = people[0]

    def asked():
        with CaptureQueriesContext(connection) as found:
            page(client, make.staff())
        return len(found)

    lines = []
    counts = []
    for number in (1, 2, 3):
        lines.append(make.region_line(lead, programme=make.e2c(), numero_lot=f"L{number}"))
        rows = make.region(*lines)
        make.offer(lead, "submitted", attribution=rows[-1])
        asked()
        counts.append(asked())
    assert counts[0] == counts[1] == counts[2]
    assert Lot.objects.count() == 3


def test_the_menu_and_the_lots_lead_to_it(client, lines):
    client.force_login(make.manager(make.e2c()))
    lot = lines[0].lot
    assert reverse(PAGE) in client.get(reverse("admin:index")).text
    assert (
        f"{reverse(PAGE)}?campagne={lot.campagne_id}#lot-{lot.pk}"
        in client.get(reverse("admin:core_lot_changelist")).text
    )


def test_a_closed_organisation_is_said(client, people, lines):
    manager = make.manager(make.e2c())
    assert "établissement fermé" not in page(client, manager).text
    close(people[1], by=make.staff(), reason="Cessation d’activité")
    assert page(client, manager).text.count("établissement fermé le") == 1
