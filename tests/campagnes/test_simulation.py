"""What a projet would break, told before it is saved.

Drafts, offers sent, offers online, by organisation; and its file.
"""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from core.campagnes.simulation import Simulation, simulate, tally
from core.models.versions import rules
from tests import factories as make
from tests.campagnes.doors import address, adjust, campagne_of, rules_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers():
    """Return offers of two organisations under the lines of one lot.

    A draft, one sent, one online, one reopened.
    """
    alpha, beta = make.etablissement("Alpha"), make.etablissement("Beta")
    lines = [
        make.region_line(owner, programme=make.e2c(), numero_lot=f"N{n}")
        for n, owner in enumerate((alpha, alpha, alpha, beta))
    ]
    situations = ("draft", "submitted", "online", "reopened")
    return [
        make.offer(line.formateur, situation, attribution=line, mon_plus="Un plus")
        for line, situation in zip(make.region(*lines), situations, strict=True)
    ]


@pytest.fixture
def campagne(offers, client):
    client.force_login(make.manager(make.e2c()))
    return campagne_of(offers[0])


def found(client, campagne):
    return client.get(address(campagne, "simuler"))


def test_each_offer_that_would_break_is_counted_once_in_its_situation(client, campagne, offers):
    adjust(client, campagne, "duree_centre", maximum="500")
    adjust(client, campagne, "mon_plus", maximum="3")
    page = found(client, campagne)
    assert (
        page.context["tally"].sentence
        == "2 brouillons, 1 offre envoyée et 2 offres en ligne seraient incomplets."
    )
    assert page.context["tally"].sentence in page.text
    rows = page.context["tally"].by_organisme
    assert [(name.split(" (")[0], counts) for name, counts in rows] == [
        ("Alpha", [1, 1, 1]),
        ("Beta", [1, 0, 1]),
    ]


def test_a_rule_that_all_follow_breaks_nothing(client, campagne):
    adjust(client, campagne, "duree_centre", maximum="900")
    assert "ne serait incomplet" in found(client, campagne).text


def test_what_was_already_missing_is_not_counted(client, campagne, offers):
    make.save(offers[0].sessions.get(), by=make.member(offers[0].porteur), duree_centre=None)
    adjust(client, campagne, "duree_centre", maximum="900")
    assert found(client, campagne).context["tally"].broken == 0


def test_a_fixed_value_is_told_as_replaced(client, campagne, offers):
    adjust(client, campagne, "duree_hebdo", obligation="fixed", valeur="30")
    tally = found(client, campagne).context["tally"]
    assert (tally.broken, len(tally.replaced)) == (0, 4)
    assert "une valeur remplacée" in found(client, campagne).text


def test_an_online_offer_is_read_in_its_publication_not_in_its_rows(client, campagne, offers):
    reopened = offers[3]
    make.save(reopened, by=make.member(reopened.porteur), mon_plus="")
    adjust(client, campagne, "mon_plus", obligation="required")
    tally = found(client, campagne).context["tally"]
    assert {name: len(rows) for name, rows in tally.actions.items()} == {
        "brouillon": 1,
        "envoyee": 0,
        "en_ligne": 0,
    }


def test_small_tables_and_dates_are_read_too(client, campagne):
    adjust(client, campagne, "periodes_inscription", obligation="required")
    adjust(client, campagne, "date_debut", minimum="2026-02-01")
    adjust(client, campagne, "equipements", obligation="required")
    tally = found(client, campagne).context["tally"]
    assert dict(tally.champs) == {"Date début": 5}


def test_the_simulation_agrees_with_the_rules_once_saved(client, campagne, offers):
    """What a draft was told to lack is what its panel then asks, and nothing else."""
    lines = [
        ("duree_centre", {"maximum": "500"}),
        ("mon_plus", {"maximum": "3"}),
        ("date_debut", {"minimum": "2026-02-01"}),
    ]
    for champ, values in lines:
        adjust(client, campagne, champ, **values)
    page = found(client, campagne)
    told = {
        (b.label, b.message) for b in page.context["tally"].first if b.action.pk == offers[0].pk
    }
    rules_of(client, campagne, ("duree_centre", {"maximum": "500"}))
    draft = make.fresh(offers[0])
    asked = {
        (draft.programme.fields[i.field].label, i.message) for i in draft.issues() if i.blocking
    }
    assert told == asked
    assert len(told) == 3


def test_the_whole_list_is_a_file(client, campagne):
    adjust(client, campagne, "duree_centre", maximum="500")
    text = b"".join(
        client.get(address(campagne, "simuler", format="csv")).streaming_content
    ).decode("utf-8-sig")
    heading, *rows = text.splitlines()
    assert heading.startswith("Situation;Organisme;Action")
    assert sorted(row.split(";")[0] for row in rows) == [
        "Brouillon",
        "Brouillon",
        "En ligne",
        "En ligne",
        "Envoyée",
    ]
    content = b"".join(client.get(address(campagne, "simuler", format="xlsx")).streaming_content)
    assert (
        len(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()) == 6
    )
    assert client.get(address(campagne, "simuler", format="pdf")).status_code == 404


def test_a_simulation_asks_as_often_for_four_offers_as_for_one(
    campagne, offers, django_assert_num_queries
):
    before = rules(campagne)
    after = before.__class__(
        **{f: getattr(before, f) for f in before.__dataclass_fields__}
        | {
            "fields": before.fields.refine(
                required="mon_plus equipements blocs", minimum={"duree_centre": 9999}
            ),
        }
    )
    assert not Simulation(before, after).nothing
    with django_assert_num_queries(7):
        assert tally(simulate(campagne, before, after), keep=3).broken == 5


def test_without_a_projet_there_is_nothing_to_simulate(client, campagne):
    page = client.get(address(campagne, "simuler"), follow=True)
    assert "Il n’y a pas de projet à simuler" in page.text
