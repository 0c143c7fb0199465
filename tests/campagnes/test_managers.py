"""Who configures what: managers their programmes, administrators all.

Others read, or find nothing. And cloning.
"""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Campagne, LigneAjustement, VersionRegles
from tests import factories as make
from tests.campagnes.doors import address, adjust, dates, rules_of

pytestmark = pytest.mark.django_db
READ, WRITTEN = ("regles", "versions"), ("ajuster", "simuler", "cloner")
POSTED = ("ajuster", "enregistrer", "abandonner", "cloner")


@pytest.fixture
def campagne():
    owner = make.etablissement("Alpha")
    return make.attribution(owner, programme=make.e2c()).lot.campagne


def pages(campagne, names):
    return [
        address(campagne, name, champ="mon_plus") if name == "ajuster" else address(campagne, name)
        for name in names
    ]


def codes(client, urls, *, post=False):
    return {(client.post(url, {}) if post else client.get(url)).status_code for url in urls}


def other():
    return next(p for p in make.programmes() if p.code != "e2c")


def test_another_manager_and_an_organisation_find_nothing(client, campagne):
    for user in (
        make.manager(other()),
        make.member(make.etablissement("Étrangère")),
        make.nobody(),
    ):
        client.force_login(user)
        assert codes(client, pages(campagne, (*READ, *WRITTEN))) == {404}
        assert codes(client, pages(campagne, POSTED), post=True) == {404}
    assert not VersionRegles.objects.exists()
    assert Campagne.objects.count() == 1


def test_the_cariforef_reads_and_does_not_configure(client, campagne):
    client.force_login(make.staff())
    assert codes(client, pages(campagne, READ)) == {200}
    assert codes(client, pages(campagne, WRITTEN)) == {404}
    assert codes(client, pages(campagne, POSTED), post=True) == {404}
    assert "Ajuster" not in client.get(address(campagne, "regles")).text


@pytest.mark.parametrize("who", ["manager", "admin"])
def test_who_configures_opens_every_page(client, campagne, who):
    client.force_login(make.manager(make.e2c()) if who == "manager" else make.admin())
    assert adjust(client, campagne, "mon_plus", obligation="required").status_code == 302
    assert codes(client, [*pages(campagne, (*READ, *WRITTEN)), address(campagne, "change")]) == {
        200
    }


@pytest.mark.parametrize("page", ["enregistrer", "abandonner"])
def test_what_changes_is_posted(client, campagne, page):
    client.force_login(make.manager(make.e2c()))
    assert client.get(address(campagne, page)).status_code == 404


def test_reading_writes_nothing(client, campagne):
    client.force_login(make.manager(make.e2c()))
    codes(client, pages(campagne, (*READ, *WRITTEN)))
    assert not VersionRegles.objects.exists()


def test_a_manager_creates_the_campaigns_of_his_programmes_only(client):
    client.force_login(make.manager(make.e2c()))
    url = reverse("admin:core_campagne_add")
    assert client.post(url, {"programme": other().code, "annee": "2030"}).status_code == 200
    assert (
        client.post(
            url, {"programme": "e2c", "annee": "2030", "ouverture": "2029-12-01"}
        ).status_code
        == 302
    )
    assert [(c.programme, c.annee, c.ouverture) for c in Campagne.objects.all()] == [
        ("e2c", 2030, date(2029, 12, 1))
    ]
    assert (
        "existe déjà pour cette année"
        in client.post(url, {"programme": "e2c", "annee": "2030"}).text
    )


def test_a_manager_stops_a_lot(client, campagne):
    lot = campagne.lots.get()
    client.force_login(make.manager(make.e2c()))
    client.post(
        reverse("admin:core_lot_change", args=[lot.pk]),
        {"statut": "arrete", "forfait_recrutement": "on"},
    )
    lot = make.fresh(lot)
    assert (lot.statut, lot.forfait_recrutement) == ("arrete", True)
    client.force_login(make.manager(other()))
    assert (
        client.post(
            reverse("admin:core_lot_change", args=[lot.pk]), {"statut": "actif"}
        ).status_code
        == 404
    )


# To the next year -----------------------------------------------------------------------


def test_a_campaign_is_cloned_with_its_dates_and_its_rules_a_year_later(client, campagne):
    rules_of(
        client,
        campagne,
        ("date_debut", {"minimum": "2024-02-29"}),
        ("mon_plus", {"obligation": "required"}),
    )
    dates(client, campagne, date(2025, 11, 3), date(2026, 6, 30))
    page = client.post(address(campagne, "cloner"), follow=True)
    new = Campagne.objects.get(annee=2027)
    assert (new.ouverture, new.fermeture, new.derniere_version) == (
        date(2026, 11, 3),
        date(2027, 6, 30),
        0,
    )
    assert "Projet de règles" in page.text
    lines = {line.champ: line for line in LigneAjustement.objects.filter(version__campagne=new)}
    assert (lines["date_debut"].minimum, lines["mon_plus"].obligation) == ("2025-02-28", "required")
    assert not new.lots.exists()
    assert "a déjà ses règles" in client.post(address(campagne, "cloner")).text
    assert Campagne.objects.count() == 2


def test_a_campaign_that_the_region_made_receives_what_it_lacks(client, campagne):
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}))
    new = Campagne.objects.create(programme="e2c", annee=2027, fermeture=date(2027, 9, 1))
    dates(client, campagne, date(2025, 11, 3), date(2026, 6, 30))
    client.post(address(campagne, "cloner"))
    new = make.fresh(new)
    assert (new.ouverture, new.fermeture) == (date(2026, 11, 3), date(2027, 9, 1))
    assert new.versions.get().lignes.get().champ == "mon_plus"
