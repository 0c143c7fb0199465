"""New lines sent back.

Offers that are created, whole or in draft, and lines that belong together.
"""

from datetime import date, time

import pytest

from core import plugins
from core.models import Action, Campagne, Lot, Session, Terme
from core.tableur.workbook import FIRST
from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import address, as_csv, confirm, counts, fill, send, table, template
from workflows.lifecycle import State
from workflows.models import Change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make_file", [fill, as_csv], ids=["xlsx", "csv"])
def test_a_complete_line_becomes_an_offer_ready_to_be_sent(of, campagne, book, line, make_file):
    preview = send(of, campagne, make_file(book, line))
    assert table(preview, "À corriger") == {}
    assert table(preview, "À compléter avant l’envoi") == {}
    assert counts(preview) == {"Offre à créer": 1}
    assert not Action.objects.exists()
    done = confirm(of, preview)
    assert "est enregistré" in done.text
    action = Action.objects.get()
    assert (action.state, action.porteur) == (State.DRAFT, action.attribution.formateur)
    assert [i.message for i in action.issues() if i.blocking] == []
    session = action.sessions.get()
    assert (session.date_debut, session.type_parcours) == (date(2026, 1, 12), "individualise")
    assert session.modalites_pedagogiques == ["etablissement", "entreprise"]
    assert session.modalites_recrutement == ["3", "9"]
    assert session.informations_collectives.get().heure_debut == time(14, 15)
    assert session.entrees_sorties == "permanentes"  # fixed by the programme
    assert session.organisme_responsable == action.attribution.lot.mandataire
    assert (session.dispositifs.get().places, session.dispositifs.get().places_restantes) == (12, 3)
    assert {c.door for c in Change.objects.of(action)} == {"import"}


def test_an_incomplete_line_becomes_a_draft_and_says_what_it_lacks_by_cell(
    of, campagne, book, line
):
    content = fill(
        book,
        {**line, "Objectifs": None, "Date début": date(2027, 1, 4), "Date fin": date(2026, 12, 18)},
    )
    preview = send(of, campagne, content)
    lacks = table(preview, "À compléter avant l’envoi")
    assert lacks[address(book, "Objectifs")] == "« Objectifs » est à renseigner."
    assert "l’année de la campagne" in lacks[address(book, "Date début")]
    assert lacks[address(book, "Date fin")] == "La session finit avant d’avoir commencé."
    confirm(of, preview)
    assert Action.objects.get().state == State.DRAFT


def test_mixed_lines_are_written_or_refused_offer_by_offer(of, campagne, book, line):
    """A: complete; B: incomplete.

    C: one line misshapen, so that neither of its lines is written.
    """
    lines = [
        {**line, "Offre": "A"},
        {**line, "Offre": "B", "Durée hebdo (h)": None},
        {**line, "Offre": "C"},
        {**line, "Offre": "C", "Durée en centre (h)": "beaucoup"},
    ]
    preview = send(of, campagne, fill(book, *lines))
    assert counts(preview) == {"Offre à créer": 2, "Refusée, non enregistrée": 2}
    assert table(preview, "À corriger") == {
        address(
            book, "Durée en centre (h)", FIRST + 3
        ): "« Durée en centre » : « beaucoup » n’est pas un nombre entier."
    }
    confirm(of, preview)
    assert Action.objects.count() == 2
    report = of.get(classeur.REPORT, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert report[0].startswith("Ligne;Code FAS;Résultat")
    assert (
        next(row.split(";")[2] for row in report[1:] if row.split(";")[0] in "6 7") == "offre créée"
    )
    assert any(f"{FIRST + 2};;refusée, non enregistrée" in row for row in report)
    codes = {s.code for s in Session.objects.select_related("action")}
    assert {row.split(";")[1] for row in report[1:] if row.split(";")[1]} == codes


def test_lines_of_one_offer_are_its_sessions_and_must_agree(of, campagne, book, line):
    second = {
        k: line[k]
        for k in (
            "Lot",
            "Site de réalisation",
            "Date début",
            "Date fin",
            "Type de parcours",
            "Nb places dispositif",
        )
    }
    preview = send(of, campagne, fill(book, line, {**second, "Objectifs": "Autre chose."}))
    assert (
        "décrivent l’action de même"
        in table(preview, "À corriger")[address(book, "Objectifs", FIRST + 1)]
    )
    preview = send(of, campagne, fill(template(of, campagne), line, second))
    assert table(preview, "À corriger") == {}
    confirm(of, preview)
    assert Action.objects.get().sessions.count() == 2


def test_a_lot_that_stopped_and_a_closed_campaign_take_no_new_line(
    of, campagne, book, line, attribution
):
    Campagne.objects.filter(pk=campagne.pk).update(fermeture=date(2026, 1, 2))
    assert (
        "est fermée"
        in table(send(of, campagne, fill(book, line)), "À corriger")[address(book, "Lot")]
    )
    Campagne.objects.filter(pk=campagne.pk).update(fermeture=None)
    Lot.objects.update(statut="arrete")
    assert (
        "est arrêté"
        in table(send(of, campagne, fill(book, line)), "À corriger")[address(book, "Lot")]
    )


def test_a_second_file_warns_that_the_offer_is_described_already(of, campagne, book, line):
    content = fill(book, line)
    confirm(of, send(of, campagne, content))
    advice = table(send(of, campagne, content), "Conseillé")[address(book, "Lot")]
    assert f"L’action {Action.objects.get().code} décrit déjà ce site du lot" in advice


def test_an_organisation_that_closed_takes_no_new_line(of, campagne, book, line, attribution):
    type(attribution.formateur).objects.update(ferme_le=date(2026, 1, 2))
    assert (
        "est fermé"
        in table(send(of, campagne, fill(book, line)), "À corriger")[address(book, "Lot")]
    )


def test_an_archived_certification_is_refused_beside_its_cell(client):
    programme = plugins.programme("un_emploi_une_formation")
    attribution = make.attribution(make.etablissement("Alpha"), programme=programme)
    Terme.objects.filter(famille="certifinfo", code="93561").update(valide_au=date(2025, 1, 1))
    client.force_login(make.member(attribution.formateur))
    book = template(client, attribution.lot.campagne)
    line = {"Lot": str(attribution.lot), "Code Certifinfo": "93561"}
    refused = table(send(client, attribution.lot.campagne, fill(book, line)), "À corriger")
    assert "Le code Certifinfo 93561 est archivé" in refused[address(book, "Code Certifinfo")]
