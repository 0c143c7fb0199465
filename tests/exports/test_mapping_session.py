"""Each decision of the mapping of a session, its dates.

Its recruitment and its money (correspondance.md), one test each.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.exports.fiches import (
    MEETING,
    Lheo,
    Terme,
    annuaire,
    dispositif,
    offre,
    session,
)


@pytest.mark.parametrize(
    "code", ["1", "2", "3"]
)  # ouvert, fermé, suspendu: not the order of the screen
def test_etat_du_recrutement(code):
    assert Lheo(offre(session(etat_recrutement=code))).text("etat-recrutement") == code


@pytest.mark.parametrize("code", ["0", "1", "2"])  # présentiel, mixte, à distance
def test_modalites_enseignement(code):
    assert Lheo(offre(session(modalites_enseignement=code))).text("modalites-enseignement") == code


@pytest.mark.parametrize(
    ("value", "code", "full"),
    [
        ("dates_fixes", "0", "entrée/sortie à dates fixes"),
        ("cadencees", "0", "entrée/sortie cadencées ou séquencées"),
        ("permanentes", "1", "entrée/sortie permanente"),
    ],
)
def test_entrees_sorties_keep_their_true_value(value, code, full):
    lheo = Lheo(offre(session(entrees_sorties=value)))
    assert lheo.text("modalites-entrees-sorties") == code
    assert lheo.extra("sofi", "entrees-sorties") == full


def test_the_edition_of_a_public_is_v14_when_unknown():
    publics = dispositif(publics=["80006", "82044"])
    lheo = Lheo(
        offre(session(3, publics)), annuaire(termes={("public", "82044"): Terme("Salarié", "V10")})
    )
    assert [public.get("ref") for public in lheo.all("action/code-public-vise")] == ["V14", "V10"]


def test_dates_are_written_aaaammjj_and_an_unknown_end_in_nines():
    lheo = Lheo(offre(session(date_fin=None)))
    assert (lheo.text("session/periode/debut"), lheo.text("session/periode/fin")) == (
        "20260112",
        "99999999",
    )


def test_information_collective():
    lheo = Lheo(
        offre(session(modalites_recrutement=["8", "9"], informations_collectives=[MEETING]))
    )
    assert lheo.texts("recrutement/modalite-recrutement") == ["8", "9"]
    assert (lheo.text("heure-debut"), lheo.text("heure-fin")) == ("14h15", "16h")
    assert lheo.text("recrutement/adresse/denomination") == "E2C Vendée"
    assert lheo.text("recrutement/a-distance") == "0"
    assert lheo.texts("recrutement/periode/*") == ["20260106", "20260106"]
    assert (
        lheo.text("action/modalites-recrutement")
        == "entretien ou RDV individuel, information collective"
    )


def test_a_meeting_after_the_last_entry_is_not_announced():
    late = MEETING | {"date": date(2026, 1, 13)}
    lheo = Lheo(
        offre(session(modalites_recrutement=["8", "9"], informations_collectives=[MEETING, late]))
    )
    assert lheo.texts("recrutement/periode/debut") == ["20260106"]
    open_door = session(
        modalites_recrutement=["9"], informations_collectives=[late], entrees_sorties="permanentes"
    )
    assert Lheo(offre(open_door)).texts("recrutement/periode/debut") == ["20260113"]


def test_one_periode_inscription_and_the_others_as_recruitments():
    rows = [
        {"type": "candidature", "date_debut": date(2026, 1, 2), "date_fin": date(2026, 1, 3)},
        {"type": "inscription", "date_debut": date(2026, 1, 4), "date_fin": None},
    ]
    lheo = Lheo(offre(session(periodes_inscription=rows, modalites_recrutement=["3"])))
    assert lheo.texts("periode-inscription/periode/*") == ["20260104", "99999999"]
    assert lheo.texts("recrutement/modalite-recrutement") == ["3", "7"]
    assert lheo.text("recrutement/commentaire") == "Période de candidature individuelle"


def test_the_place_is_where_one_enrols():
    lheo = Lheo(offre())
    place = lheo.texts("lieu-de-formation/coordonnees/adresse/*")
    assert place == lheo.texts("adresse-inscription/adresse/*")
    assert lheo.attribute("lieu-de-formation", "tag") == "principal"
    assert lheo.texts("lieu-de-formation/coordonnees/adresse/ligne") == [
        "12 rue de l’Étoile",
        "Bâtiment B",
    ]
    assert lheo.texts("lieu-de-formation/coordonnees/adresse/region") == ["52"]


def test_referents_of_the_session_and_their_type():
    lheo = Lheo(offre(session(referent_handicap="1", referent_mobilite="1", referent_prf="1")))
    assert lheo.texts("contact-session/type-contact") == ["1", "2"]
    assert lheo.text("contact-session/coordonnees/portable/numtel") == "06 11 22 33 44"


def test_every_dispositif_is_a_funder_with_what_is_its_own():
    regional = dispositif(
        1,
        type_dispositif="8",
        dispositif="PRF",
        numero_lot="E2C_1",
        id_action_cr="12",
        of_mandataire_cr="75",
        places=20,
        places_restantes=3,
        effectif_minimal=8,
        capacite_simultanee=12,
        frais_pris_en_charge=True,
    )
    lheo = Lheo(offre(session(3, regional, dispositif(2, type_dispositif="5", publics=["82044"]))))
    assert lheo.texts("organisme-financeur/code-financeur") == ["2", "10"]
    assert lheo.texts("nb-places-financees") == ["20"]
    assert lheo.texts("extras[@info='specificites']/extra[@info='code-public-vise']") == [
        "80006",
        "82044",
    ]
    assert lheo.extra("specificites", "programme-financeur") == "PRF"
    assert lheo.extra("specificites", "ref-action-marche-financeur") == "E2C_1"
    own = {
        "places-restantes": "3",
        "effectif-minimal": "8",
        "capacite-simultanee": "12",
        "lot": "E2C_1",
    }
    own |= {"id-action-cr": "12", "mandataire-cr": "75"}
    assert {name: lheo.extra("sofi", name) for name in own} == own
    assert lheo.texts("action/code-public-vise") == ["80006", "82044"]


def test_prise_en_charge_says_by_whom():
    lheo = Lheo(
        offre(
            session(3, dispositif(1, type_dispositif="8", frais_pris_en_charge=True), dispositif(2))
        )
    )
    assert lheo.text("prise-en-charge-frais-possible") == "1"
    assert (
        lheo.text("detail-conditions-prise-en-charge")
        == "Frais pédagogiques pris en charge : Programme régional."
    )
    assert lheo.text("conventionnement") == "1"


def test_ten_publics_at_most_for_the_session_and_all_of_them_for_each_dispositif():
    first, second = ([f"8{n:04}" for n in numbers] for numbers in (range(8), range(6, 14)))
    lheo = Lheo(offre(session(3, dispositif(1, publics=first), dispositif(2, publics=second))))
    assert lheo.texts("action/code-public-vise") == [f"8{n:04}" for n in range(10)]
    assert lheo.texts("extra[@info='code-public-vise']") == first + second


def test_money_is_written_as_edof_reads_it():
    amounts = {
        "frais_ht": "2500.00",
        "taux_tva": "20.00",
        "frais_ttc": "3000.00",
        "frais_additionnels": "50.50",
    }
    paid = dispositif(4, **{name: Decimal(amount) for name, amount in amounts.items()})
    lheo = Lheo(offre(session(3, paid, dispositif(5, frais_ttc=Decimal(100)))))
    assert lheo.text("prix-total-TTC") == "3000.00"
    money = "extras[@info='action'][@numero='52_D4']"
    assert (
        lheo.text(f"{money}/extras[@info='frais-pedagogiques']/extra[@info='frais-ht']")
        == "2500.00"
    )
    assert lheo.text(f"{money}/extra[@info='frais-anpec']") == "50.50"


def test_hours_add_up_and_weeks_are_extras():
    lheo = Lheo(offre(session(duree_centre=140, duree_entreprise=70, duree_hebdo=35)))
    assert lheo.text("nombre-heures-total") == "210"
    assert lheo.extra("duree-hebdo", "duree-hebdo") == "35"


def test_urls_say_what_they_are():
    lheo = Lheo(
        offre(
            action={
                "url_video": "https://youtu.be/a",
                "url_action": "https://a.example",
                "mon_plus": "Un stage.",
            }
        )
    )
    assert [(url.get("info"), url.text) for url in lheo.all("url-action/urlweb")] == [
        ("action", "https://a.example"),
        ("video", "https://youtu.be/a"),
    ]
    assert lheo.extra("sofi", "mon-plus") == "Un stage."


def test_blocks_that_have_a_code():
    blocs = [
        {"intitule": "Accueillir", "code": "RNCP123BC01"},
        {"intitule": "Sans code", "code": ""},
    ]
    lheo = Lheo(offre(formation={"certifinfo": "93561", "validation": "2", "blocs": blocs}))
    assert lheo.text("validation-blocs") == "2"
    assert lheo.texts("bloc-competences/libelle-bloc") == ["Accueillir"]
