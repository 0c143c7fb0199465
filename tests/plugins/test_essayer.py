"""The pages « Essayer un programme » and « Extensions »: scoped, and writing nothing."""

from datetime import date

import pytest
from django.urls import reverse

from core import plugins
from tests import factories as make
from tests.campagnes.doors import campagne_of, rules_of
from tests.contracts import world

pytestmark = pytest.mark.django_db
URL = "/gestion/essayer/"
WITH_EXAMPLE = [p for p in plugins.programmes() if p.example]


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


def tried(client, **asked):
    page = client.get(URL, asked)
    assert page.status_code == 200
    return page


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_an_example_is_tried(client, programme):
    client.force_login(make.staff())
    page = tried(client, regles=f"p:{programme.code}")
    assert "Rien ne manque" in page.text
    assert "Sites régionaux" in page.text
    assert "/gestion/core/session/3/" not in page.text  # an example has no page


def test_an_example_is_tried_on_another_day(client):
    client.force_login(make.staff())
    programme = make.e2c()
    page = tried(client, regles=f"p:{programme.code}", jour="2031-01-01")
    assert "session terminée" in page.text


def test_an_offer_is_tried_by_its_number_with_links_to_its_fields(client, owner):
    action = make.draft(owner, attribution=make.attribution(owner), complete=False)
    session = action.sessions.get()
    client.force_login(make.staff())
    for number in (session.code, action.code, str(action.pk), f" {action.code} "):
        page = tried(client, regles=f"p:{action.programme_code}", offre=number)
        assert "« Durée en centre » est à renseigner." in page.text
        assert f"/gestion/core/session/{session.pk}/change/#champ-duree_centre" in page.text


@pytest.mark.parametrize("number", ["", "abc", "1-2-3-4", "999999", "9" * 40, "1-999999", "²"])
def test_a_number_that_names_no_offer_is_told(client, owner, number):
    client.force_login(make.staff())
    page = tried(client, regles="p:ordinaire", offre=number)
    if number:
        assert (
            f"Aucune offre « {number} » parmi celles que vous pouvez lire."
            in page.context["form"].errors["offre"]
        )
    else:
        assert "Ce programme n’a pas d’exemple" in page.text


def test_an_offer_is_tried_against_a_campaign_of_another_year(client, owner):
    attribution = make.attribution(owner)
    action = make.draft(owner, attribution=attribution)
    other = make.attribution(owner, annee="2031", numero_lot="AUTRE").lot.campagne
    client.force_login(make.staff())
    here = tried(client, regles=f"c:{attribution.lot.campagne_id}", offre=action.code)
    there = tried(client, regles=f"c:{other.pk}", offre=action.code)
    assert "2031, l’année de la campagne" not in here.text
    assert "La session doit commencer en 2031" in there.text


def test_trying_changes_nothing(client, owner):
    action = make.draft(owner, attribution=make.attribution(owner))
    client.force_login(make.staff())
    before = world.picture()
    tried(client, regles=f"p:{action.programme_code}", offre=action.code)
    assert client.post(URL, {"regles": "p:e2c"}).status_code == 405
    assert world.picture() == before


# Who ----------------------------------------------------------------------------------------


def test_a_manager_tries_the_programmes_that_are_hers(client, owner):
    mine, other = (make.programmes() * 2)[:2]
    if mine is other:
        pytest.skip("Il faut deux programmes.")
    foreign = make.draft(owner, attribution=make.attribution(owner, programme=other))
    client.force_login(make.manager(mine))
    page = tried(client)
    assert mine.label in page.text
    assert other.label not in page.text
    assert tried(client, regles=f"p:{other.code}").context["form"].errors["regles"]
    refused = tried(client, regles=f"p:{mine.code}", offre=foreign.code)
    assert refused.context["form"].errors["offre"]
    campagne = foreign.attribution.lot.campagne_id
    assert tried(client, regles=f"c:{campagne}").context["form"].errors["regles"]


@pytest.mark.parametrize("name", ["essayer", "extensions"])
def test_an_organisation_has_neither_page(client, owner, name):
    client.force_login(make.member(owner))
    assert client.get(reverse(f"admin:{name}")).status_code == 404
    assert reverse(f"admin:{name}") not in client.get("/gestion/").text


def test_extensions_lists_what_is_in_service(client):
    client.force_login(make.admin())
    page = client.get(reverse("admin:extensions"))
    for plugin in plugins.plugins():
        assert plugin.label in page.text
    assert "En panne" not in page.text
    assert client.post(reverse("admin:extensions")).status_code == 405


def test_an_offer_is_tried_against_each_version_of_the_rules_of_a_campaign(client, owner):
    action = make.draft(
        owner, attribution=make.attribution(owner, programme=make.e2c()), mon_plus=""
    )
    campagne = campagne_of(action)
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}), effet=date(2099, 1, 1))
    said = "« Mon + formation » est à renseigner."
    assert (
        said not in tried(client, regles=f"c:{campagne.pk}", offre=action.code).text
    )  # it does not hold yet
    assert said in tried(client, regles=f"c:{campagne.pk}:1", offre=action.code).text
    assert said not in tried(client, regles="p:e2c", offre=action.code).text
