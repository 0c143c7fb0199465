"""A site and its commune: each gives the other, coordinates follow, and what is far is said."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.annuaire.admin.map import site_map
from core.models import Famille, Terme
from core.referentiels.communes import kilometres
from tests import factories as make
from tests.pages import address, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client):
    owner = make.etablissement("Alpha", online=False)
    client.force_login(make.member(owner))
    return owner.sites.get()


def asked(client, **what):
    return client.get(reverse("admin:communes"), what).json()["communes"]


def save(client, site, **values):
    data = {k: v for k, v in filled(client.get(address(site))).items() if k != "certification"}
    assert client.post(address(site), data | values).status_code == 302
    return make.fresh(site)


def test_a_postal_code_gives_its_communes_and_a_commune_its_postal_codes(client, site):
    assert [c["libelle"] for c in asked(client, code_postal="44340")] == ["Bouguenais"]
    [nantes] = asked(client, commune="44109")
    assert {"44000", "44200"} <= set(nantes["codes_postaux"])
    assert nantes["bureau"] == "NANTES"
    assert asked(client, code_postal="99999") == asked(client, code_postal="4400٣") == []


def test_what_the_commune_tells_is_filled_on_the_server_too(client, site):
    kept = save(
        client,
        site,
        commune="44020",
        code_postal="",
        bureau_distributeur="",
        latitude="",
        longitude="",
    )
    assert (kept.code_postal, kept.bureau_distributeur) == ("44340", "BOUGUENAIS")
    assert kept.latitude == Decimal("47.1712")
    kept = save(client, site, commune="", code_postal="44340")
    assert kept.commune == "44020"


def test_coordinates_are_corrected_and_kept_until_the_commune_changes(client, site):
    kept = save(client, site, commune="44020", latitude="47.18", longitude="-1.62")
    assert kept.latitude == Decimal("47.18")
    assert save(client, site, ligne2="Bâtiment C").latitude == Decimal("47.18")
    moved = save(client, site, commune="44109", code_postal="44000")
    assert moved.latitude != Decimal("47.18")


def test_a_place_far_from_its_commune_is_said_and_blocks_nothing(client, site):
    kept = save(client, site, commune="44109", latitude="48.5", longitude="-1.55")
    [issue] = [i for i in kept.issues() if i.code == "site.coordonnees"]
    assert not issue.blocking
    assert "km du centre de Nantes" in issue.message
    near = save(client, site, latitude="47.25", longitude="-1.60")
    assert [i for i in near.issues() if i.code == "site.coordonnees"] == []


def test_the_map_is_drawn_here(client, site):
    save(client, site, commune="44109", latitude="47.21", longitude="-1.55")
    page = client.get(address(site)).text
    assert '<svg viewBox="0 0 420' in page
    assert "<text" in page
    assert "http" not in page.split('<figure class="carte-site">')[1].split("</figure>")[0]
    save(client, site, latitude="43.6", longitude="1.44")
    assert "hors de la région" in client.get(address(site)).text


def test_distances():
    assert 340 < kilometres((47.218, -1.554), (48.857, 2.352)) < 345


def commune(code, libelle, latitude, longitude):
    place = {"latitude": latitude, "longitude": longitude, "codes_postaux": [f"{code[:2]}000"]}
    return Terme(famille=Famille.COMMUNE, code=code, libelle=libelle, donnees=place)


def test_the_map_of_a_site_is_that_of_its_own_region(client, site):
    brittany = [
        commune("35238", "Rennes", 48.11, -1.68),
        commune("29232", "Quimper", 47.99, -4.1),
        commune("29155", "Ouessant", 48.46, -5.09),
    ]
    Terme.objects.bulk_create(brittany)
    save(client, site, commune="35238", code_postal="35000", latitude="48.10", longitude="-1.67")
    drawn = site_map(make.fresh(site))
    assert sorted(town.name for town in drawn["towns"]) == ["Quimper", "Rennes"]
    assert len(drawn["dots"]) == 3
    for dot in [*drawn["dots"], drawn["here"]]:
        assert 0 < dot.x < drawn["width"]
        assert 0 < dot.y < drawn["height"]
    assert drawn["here"].x > drawn["width"] / 2  # Rennes is in the east
    save(client, site, latitude="43.6", longitude="1.44")
    assert site_map(make.fresh(site))["here"] is None


def test_no_map_where_no_commune_of_the_region_is_known(client, site):
    save(client, site, commune="44109", latitude="47.21", longitude="-1.55")
    Terme.objects.famille(Famille.COMMUNE).delete()
    assert site_map(make.fresh(site)) is None
