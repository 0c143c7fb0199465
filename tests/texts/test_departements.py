"""One rule for the département of a commune or of a postal code, overseas and Corsica included."""

import pytest

from core.texts.departements import (
    DEPARTEMENTS,
    PREFECTURES,
    REGIONS,
    departement_of,
    departements_around,
)

OF_CODE = {
    "44109": "44",  # Nantes
    "01053": "01",
    "97105": "971",
    "97417": "974",
    "97611": "976",
    "97502": "975",  # Saint-Pierre-et-Miquelon
    "98818": "988",  # Nouméa
    "2A004": "2A",
    "2B033": "2B",
    "2b033": "2B",
    "44042": "44",  # a CEDEX
    "20000": "2A",  # Ajaccio
    "20137": "2A",  # Porto-Vecchio
    "20200": "2B",  # Bastia
    "20620": "2B",  # Biguglia
    "97490": "974",
    "": "",
}


@pytest.mark.parametrize(("code", "departement"), OF_CODE.items())
def test_departement_of_a_code(code, departement):
    assert departement_of(code) == departement
    assert departement in DEPARTEMENTS or not code


def test_each_departement_of_a_region_has_its_prefecture():
    assert sorted(map(departement_of, PREFECTURES)) == sorted(REGIONS)


def test_the_departements_of_a_region():
    assert departements_around("85191") == ("44", "49", "53", "72", "85")
    assert departements_around("2A004") == departements_around("20200") == ("2A", "2B")
    assert departements_around("97417") == ("974",)
    assert departements_around("98818") == departements_around("") == ()
