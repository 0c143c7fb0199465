"""Lines that give a F-A-S code.

Sessions changed, sessions added, and codes that are not one’s own.
"""

import re
from datetime import date

import pytest

from core.tableur.workbook import FIRST
from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import address, confirm, counts, fill, send, table, template
from workflows.models import Change

pytestmark = pytest.mark.django_db


def test_ones_offers_taken_and_sent_back_change_nothing(of, campagne, action):
    preview = send(of, campagne, classeur.saved(template(of, campagne, offres="1")))
    assert counts(preview) == {"Inchangée": 2}
    assert table(preview, "À corriger") == table(preview, "Pour information") == {}
    assert "ce fichier ne change rien" in preview.text


def test_a_session_is_changed_by_its_code_and_the_others_are_not(of, campagne, book, action):
    first, second = action.sessions.order_by("pk")
    changed = {
        "Code FAS": first.code,
        "Durée en centre (h)": 650,
        "Nb places restantes": 2,
        "Mon + formation": "Un tutorat.",
    }
    preview = send(of, campagne, fill(book, changed))
    assert counts(preview) == {"Session à modifier": 1}
    before = Change.objects.count()
    confirm(of, preview)
    first, untouched = make.fresh(first), make.fresh(second)
    assert (first.duree_centre, first.dispositifs.get().places_restantes) == (650, 2)
    assert (first.date_debut, first.informations_collectives.count()) == (make.START, 1)
    assert make.fresh(action).mon_plus == "Un tutorat."
    assert (untouched.version, untouched.duree_centre) == (second.version, 700)
    assert Change.objects.count() == before + 3
    assert {c.door for c in Change.objects.all()[:3]} == {"import"}


def test_a_cell_is_emptied_by_a_word(of, campagne, book, action):
    session = action.sessions.first()
    confirm(
        of,
        send(
            of,
            campagne,
            fill(
                book,
                {
                    "Code FAS": session.code,
                    "Durée hebdo (h)": "(effacer)",
                    "Objectifs": "(effacer)",
                },
            ),
        ),
    )
    assert make.fresh(session).duree_hebdo is None
    assert make.fresh(action).objectifs == ""


def test_a_session_is_added_by_the_code_of_its_action(of, campagne, book, action):
    preview = send(
        of,
        campagne,
        fill(
            book,
            {
                "Code FAS": action.code,
                "Date début": date(2026, 9, 7),
                "Date fin": date(2026, 12, 18),
            },
        ),
    )
    assert counts(preview) == {"Session à ajouter": 1}
    confirm(of, preview)
    assert action.sessions.count() == 3
    assert action.sessions.order_by("pk").last().date_debut == date(2026, 9, 7)


@pytest.mark.parametrize("situation", ["submitted", "online"])
def test_an_offer_that_is_not_open_is_not_changed(
    of, campagne, book, action, attribution, situation
):
    make.bring(action, situation, by=make.member(attribution.formateur))
    code = action.sessions.first().code
    refused = table(
        send(of, campagne, fill(book, {"Code FAS": code, "Durée en centre (h)": 1})), "À corriger"
    )
    assert f"La session {code} ne peut pas être modifiée" in refused[address(book, "Code FAS")]


def test_the_code_of_another_organisation_answers_as_one_that_does_not_exist(
    of, campagne, book, attribution
):
    other = make.etablissement("Beta")
    theirs = make.draft(
        other, attribution=make.attribution(other, programme=make.e2c(), numero_lot="B1")
    )
    codes = [theirs.sessions.get().code, theirs.code, "1-2-999999", "1-999999"]
    preview = send(
        of, campagne, fill(book, *({"Code FAS": code, "Durée en centre (h)": 1} for code in codes))
    )
    said = [re.sub(r"[\d-]+", "N", message) for message in table(preview, "À corriger").values()]
    assert said[0] == said[2] == "Aucune session N parmi vos offres : vérifiez le code."
    assert said[1] == said[3] == "Aucune action N parmi vos offres : vérifiez le code."
    assert "Beta" not in preview.text
    confirm(of, preview)
    assert theirs.sessions.get().duree_centre == 700


def test_a_code_whose_parts_do_not_agree_or_given_twice_is_refused(of, campagne, book, action):
    code = action.sessions.first().code
    wrong = f"{action.formation_id + 1}-{code.partition('-')[2]}"
    preview = send(
        of,
        campagne,
        fill(
            book,
            {"Code FAS": wrong},
            {"Code FAS": code, "Durée en centre (h)": 1},
            {"Code FAS": code},
        ),
    )
    refused = table(preview, "À corriger")
    assert "Aucune session" in refused[address(book, "Code FAS")]
    assert f"figure déjà à la ligne {FIRST + 1}" in refused[address(book, "Code FAS", FIRST + 2)]


def test_a_session_of_another_campaign_is_refused(of, campagne, book, attribution):
    other = make.draft(
        attribution.formateur,
        attribution=make.attribution(attribution.formateur, annee="2031", numero_lot="L31"),
    )
    refused = table(
        send(of, campagne, fill(book, {"Code FAS": other.sessions.get().code})), "À corriger"
    )
    assert "n’est pas de la campagne" in refused[address(book, "Code FAS")]
