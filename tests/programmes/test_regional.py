"""Checks common to the programmes of the Région: one case that passes, one that does not."""

from datetime import date

import pytest

from core.rules import Fiche, Level
from programmes.regional import checks as regional
from tests.plain import dossier, found

JANUARY, MAY = date(2026, 1, 12), date(2026, 5, 4)


@pytest.mark.parametrize(
    ("debut", "annee"), [(JANUARY, 2026), (None, 2026), (date(2030, 1, 1), None)]
)
def test_a_session_of_the_campaign_year(debut, annee):
    root = dossier(session={"date_debut": debut}, contexte={"annee": annee})
    assert found(regional.starts_in_the_campaign_year, root) == []


@pytest.mark.parametrize("debut", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_session_of_another_year(debut):
    [issue] = regional.starts_in_the_campaign_year(
        dossier(session={"date_debut": debut}, contexte={"annee": 2026})
    )
    assert (issue.code, issue.path) == ("campagne.annee", "S3.date_debut")
    assert issue.message == "La session doit commencer en 2026, l’année de la campagne."


def test_a_start_under_forfait_stays():
    about = {"forfait_recrutement": True, "en_ligne": {"S3": JANUARY}}
    assert (
        found(
            regional.forfait_keeps_its_start,
            dossier(session={"date_debut": JANUARY}, contexte=about),
        )
        == []
    )
    root = dossier(session={"date_debut": MAY}, contexte=about)
    assert found(regional.forfait_keeps_its_start, root) == [("forfait.date", "S3.date_debut")]


@pytest.mark.parametrize(
    "about", [{"forfait_recrutement": False}, {"accord": True}, {"en_ligne": {}}]
)
def test_a_start_moves_without_forfait_or_with_an_agreement_or_before_it_was_online(about):
    about = {"forfait_recrutement": True, "en_ligne": {"S3": JANUARY}} | about
    assert (
        found(
            regional.forfait_keeps_its_start, dossier(session={"date_debut": MAY}, contexte=about)
        )
        == []
    )


def sessions(*places):
    return [
        Fiche(Level.SESSION, f"S{n}", {}, (Fiche(Level.DISPOSITIF, f"D{n}", {"places": count}),))
        for n, count in enumerate(places, 1)
    ]


@pytest.mark.parametrize(
    ("places", "engaged"), [((20,), 0), ((10, 10), 0), ((10, None), 10), ((0,), 20)]
)
def test_places_of_the_order(places, engaged):
    root = dossier(
        sessions=sessions(*places), contexte={"places_attribuees": 20, "places_engagees": engaged}
    )
    assert found(regional.places_stay_within_the_order, root) == []


def test_places_beyond_the_order():
    root = dossier(sessions=sessions(10, 11), contexte={"places_attribuees": 20})
    [issue] = regional.places_stay_within_the_order(root)
    assert (issue.code, issue.path) == ("places.bon_de_commande", "D2.places")
    assert issue.message == "Le bon de commande prévoit 20 places ; les dispositifs en comptent 21."


def test_places_beyond_the_order_with_those_of_others():
    root = dossier(sessions=sessions(10), contexte={"places_attribuees": 20, "places_engagees": 15})
    [issue] = regional.places_stay_within_the_order(root)
    assert issue.message == (
        "Le bon de commande prévoit 20 places ; les dispositifs en "
        "comptent 25, dont 15 dans d’autres actions."
    )


def test_places_of_others_beyond_the_order_when_this_dossier_takes_none():
    root = dossier(
        sessions=sessions(None), contexte={"places_attribuees": 20, "places_engagees": 25}
    )
    assert found(regional.places_stay_within_the_order, root) == []


def test_without_an_order_places_are_free():
    assert found(regional.places_stay_within_the_order, dossier(sessions=sessions(99999))) == []


def test_a_change_has_the_agreement_of_the_region():
    assert found(regional.change_has_the_regions_agreement, dossier()) == []
    assert (
        found(
            regional.change_has_the_regions_agreement,
            dossier(contexte={"en_ligne": {"S3": JANUARY}, "accord": True}),
        )
        == []
    )
    root = dossier(contexte={"en_ligne": {"S3": JANUARY}})
    assert found(regional.change_has_the_regions_agreement, root) == [
        ("region.accord", "A2.accord")
    ]
