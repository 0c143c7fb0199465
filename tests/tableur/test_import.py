"""A filled workbook sent back: what it shows, what it writes, what it refuses; through the page, as people do."""

import re
from datetime import date, time
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.models import Action, Attribution, Campagne, Dispositif, Formation, Lot, Session
from core.tableur.modele import FIRST
from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import address, as_csv, confirm, fill, remarks, send, table, template
from workflows.lifecycle import State
from workflows.models import Change

pytestmark = pytest.mark.django_db


def counts(preview):
    return dict(preview.context["counts"])


# New offers -----------------------------------------------------------------------------


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


def test_an_incomplete_line_becomes_a_draft_and_says_what_it_lacks_by_cell(of, campagne, book, line):
    content = fill(book, {**line, "Objectifs": None, "Date début": date(2027, 1, 4), "Date fin": date(2026, 12, 18)})
    preview = send(of, campagne, content)
    lacks = table(preview, "À compléter avant l’envoi")
    assert lacks[address(book, "Objectifs")] == "« Objectifs » est à renseigner."
    assert "l’année de la campagne" in lacks[address(book, "Date début")]
    assert lacks[address(book, "Date fin")] == "La session finit avant d’avoir commencé."
    confirm(of, preview)
    assert Action.objects.get().state == State.DRAFT


def test_mixed_lines_are_written_or_refused_offer_by_offer(of, campagne, book, line):
    """A: complete; B: incomplete; C: one line misshapen, so that neither of its lines is written."""
    lines = [
        {**line, "Offre": "A"},
        {**line, "Offre": "B", "Durée hebdo (h)": None},
        {**line, "Offre": "C"},
        {**line, "Offre": "C", "Durée en centre (h)": "beaucoup"},
    ]
    preview = send(of, campagne, fill(book, *lines))
    assert counts(preview) == {"Offre à créer": 2, "Refusée, non enregistrée": 2}
    assert table(preview, "À corriger") == {
        address(book, "Durée en centre (h)", FIRST + 3): "« Durée en centre » : « beaucoup » n’est pas un nombre entier."
    }
    confirm(of, preview)
    assert Action.objects.count() == 2
    report = of.get(classeur.REPORT, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert report[0].startswith("Ligne;Code FAS;Résultat")
    assert next(row.split(";")[2] for row in report[1:] if row.split(";")[0] in "6 7") == "offre créée"
    assert any(f"{FIRST + 2};;refusée, non enregistrée" in row for row in report)
    codes = {s.code for s in Session.objects.select_related("action")}
    assert {row.split(";")[1] for row in report[1:] if row.split(";")[1]} == codes


WRONG = [
    ("Date début", "32/01/2026", "n’est pas une date"),
    ("Date début", "bientôt", "n’est pas une date"),
    ("Durée en centre (h)", "12,5", "n’est pas un nombre entier"),
    ("Durée en centre (h)", "-3", "ne peut pas être inférieur à 0"),
    ("Nb places dispositif", "cent mille", "n’est pas un nombre entier"),
    ("Type de parcours", "en zigzag", "n’est pas un choix possible"),
    ("Modalités de recrutement", "dossier ; magie", "« magie » n’est pas un choix possible"),
    ("Pré-requis", "licorne", "est inconnu du référentiel Pré-requis"),
    ("URL vidéo", "youtube", "doit être une adresse complète"),
    ("Mail de liaison", "personne", "doit être une adresse électronique"),
    ("Informations collectives 1 – Heure de début", "midi", "n’est pas une heure"),
    ("Informations collectives 1 – À distance", "peut-être", "écrivez « oui » ou « non »"),
    ("Frais HT (€)", "12,345", "n’est pas un nombre à 2 décimales au plus"),
    ("Frais HT (€)", "NaN", "n’est pas un nombre"),
    ("Référent PMR", "Anne Martin", "ne commence pas par un numéro de contact"),
    ("Site lieu", "999999 - Ailleurs", "n’est pas de ceux que vous pouvez choisir"),
    ("Complément intitulé", "x" * 256, "256 caractères"),
    ("Code FAS", "19482/89393", "n’est pas un code FAS"),
    ("Lot", "LOT_D_UN_AUTRE", "ne vous est attribué"),
    ("Site de réalisation", "Lune", "ne vous est pas attribué"),
    ("Objectifs", "=1+1", "une formule n’est pas enregistrée"),
]


@pytest.mark.parametrize(("title", "typed", "said"), WRONG, ids=[f"{t}-{v[:12]}" for t, v, _ in WRONG])
def test_a_misshapen_cell_is_refused_with_its_address(of, campagne, book, line, title, typed, said):
    content = as_csv(book, {**line, title: typed})
    preview = send(of, campagne, content, "saisie.csv")
    assert address(book, title) not in table(preview, "À compléter avant l’envoi")
    assert said in table(preview, "À corriger")[address(book, title)]
    assert counts(preview) == {"Refusée, non enregistrée": 1}
    assert "confirmer" not in preview.text
    of.post(classeur.PREVIEW, {"plan": preview.context["fingerprint"], "confirmer": "1"})
    assert not Action.objects.exists()


def test_a_formula_of_excel_is_refused_with_its_address(of, campagne, book, line):
    content = fill(book, {**line, "Durée en centre (h)": "=600+100", "Objectifs": '=HYPERLINK("https://pirate.example")'})
    refused = table(send(of, campagne, content), "À corriger")
    assert "contient une formule" in refused[address(book, "Durée en centre (h)")]
    assert "contient une formule" in refused[address(book, "Objectifs")]


def test_what_is_fixed_is_not_read_and_says_so(of, campagne, book, line):
    preview = send(of, campagne, fill(book, {**line, "Intitulé": "La mienne", "ESP": "entrée/sortie permanente"}))
    assert "est fixé par le programme" in table(preview, "Pour information")[address(book, "Intitulé")]
    assert address(book, "ESP") not in remarks(preview)
    confirm(of, preview)
    assert Formation.objects.get().intitule == "Ecole de la deuxième chance"


@pytest.mark.parametrize("typed", ["individualise", "Individualisé", "INDIVIDUALISE", "2"])
def test_a_choice_is_known_by_its_code_its_label_or_its_code_in_lheo(of, campagne, book, line, typed):
    confirm(of, send(of, campagne, fill(book, {**line, "Type de parcours": typed})))
    assert Session.objects.get().type_parcours == "individualise"


def test_lines_of_one_offer_are_its_sessions_and_must_agree(of, campagne, book, line):
    second = {
        k: line[k] for k in ("Lot", "Site de réalisation", "Date début", "Date fin", "Type de parcours", "Nb places dispositif")
    }
    preview = send(of, campagne, fill(book, line, {**second, "Objectifs": "Autre chose."}))
    assert "décrivent l’action de même" in table(preview, "À corriger")[address(book, "Objectifs", FIRST + 1)]
    preview = send(of, campagne, fill(template(of, campagne), line, second))
    assert table(preview, "À corriger") == {}
    confirm(of, preview)
    assert Action.objects.get().sessions.count() == 2


def test_a_lot_that_stopped_and_a_closed_campaign_take_no_new_line(of, campagne, book, line, attribution):
    Campagne.objects.filter(pk=campagne.pk).update(fermeture=date(2026, 1, 2))
    assert "est fermée" in table(send(of, campagne, fill(book, line)), "À corriger")[address(book, "Lot")]
    Campagne.objects.filter(pk=campagne.pk).update(fermeture=None)
    Lot.objects.update(statut="arrete")
    assert "est arrêté" in table(send(of, campagne, fill(book, line)), "À corriger")[address(book, "Lot")]


def test_a_second_file_warns_that_the_offer_is_described_already(of, campagne, book, line):
    content = fill(book, line)
    confirm(of, send(of, campagne, content))
    advice = table(send(of, campagne, content), "Conseillé")[address(book, "Lot")]
    assert f"L’action {Action.objects.get().code} décrit déjà ce site du lot" in advice


# Offers that are known --------------------------------------------------------------------


@pytest.fixture
def action(attribution):
    return make.draft(attribution.formateur, attribution=attribution, sessions=2, complete=True)


def test_ones_offers_taken_and_sent_back_change_nothing(of, campagne, action):
    preview = send(of, campagne, classeur.saved(template(of, campagne, offres="1")))
    assert counts(preview) == {"Inchangée": 2}
    assert table(preview, "À corriger") == table(preview, "Pour information") == {}
    assert "ce fichier ne change rien" in preview.text


def test_a_session_is_changed_by_its_code_and_the_others_are_not(of, campagne, book, action):
    first, second = action.sessions.order_by("pk")
    changed = {"Code FAS": first.code, "Durée en centre (h)": 650, "Nb places restantes": 2, "Mon + formation": "Un tutorat."}
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
        of, send(of, campagne, fill(book, {"Code FAS": session.code, "Durée hebdo (h)": "(effacer)", "Objectifs": "(effacer)"}))
    )
    assert make.fresh(session).duree_hebdo is None
    assert make.fresh(action).objectifs == ""


def test_a_session_is_added_by_the_code_of_its_action(of, campagne, book, action):
    preview = send(
        of, campagne, fill(book, {"Code FAS": action.code, "Date début": date(2026, 9, 7), "Date fin": date(2026, 12, 18)})
    )
    assert counts(preview) == {"Session à ajouter": 1}
    confirm(of, preview)
    assert action.sessions.count() == 3
    assert action.sessions.order_by("pk").last().date_debut == date(2026, 9, 7)


@pytest.mark.parametrize("situation", ["submitted", "online"])
def test_an_offer_that_is_not_open_is_not_changed(of, campagne, book, action, attribution, situation):
    make.bring(action, situation, by=make.member(attribution.formateur))
    code = action.sessions.first().code
    refused = table(send(of, campagne, fill(book, {"Code FAS": code, "Durée en centre (h)": 1})), "À corriger")
    assert f"La session {code} ne peut pas être modifiée" in refused[address(book, "Code FAS")]


def test_the_code_of_another_organisation_answers_as_one_that_does_not_exist(of, campagne, book, attribution):
    other = make.etablissement("Beta")
    theirs = make.draft(other, attribution=make.attribution(other, programme=make.e2c(), numero_lot="B1"))
    codes = [theirs.sessions.get().code, theirs.code, "1-2-999999", "1-999999"]
    preview = send(of, campagne, fill(book, *({"Code FAS": code, "Durée en centre (h)": 1} for code in codes)))
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
        of, campagne, fill(book, {"Code FAS": wrong}, {"Code FAS": code, "Durée en centre (h)": 1}, {"Code FAS": code})
    )
    refused = table(preview, "À corriger")
    assert "Aucune session" in refused[address(book, "Code FAS")]
    assert f"figure déjà à la ligne {FIRST + 1}" in refused[address(book, "Code FAS", FIRST + 2)]


def test_a_session_of_another_campaign_is_refused(of, campagne, book, attribution):
    other = make.draft(attribution.formateur, attribution=make.attribution(attribution.formateur, annee="2031", numero_lot="L31"))
    refused = table(send(of, campagne, fill(book, {"Code FAS": other.sessions.get().code})), "À corriger")
    assert "n’est pas de la campagne" in refused[address(book, "Code FAS")]


# Nothing half-written -----------------------------------------------------------------------


def test_a_base_that_changed_since_the_preview_asks_again(of, campagne, book, action, attribution):
    session = action.sessions.first()
    preview = send(of, campagne, fill(book, {"Code FAS": session.code, "Durée en centre (h)": 650}))
    make.save(session, by=make.member(attribution.formateur), commentaire_duree="Entre-temps")
    answer = confirm(of, preview)
    assert "La base a changé depuis l’aperçu" in answer.text
    assert make.fresh(session).duree_centre == 700
    confirm(of, answer)
    assert make.fresh(session).duree_centre == 650


def test_nothing_is_written_when_one_offer_cannot_be(of, campagne, book, line, monkeypatch):
    """The second offer meets an attribution that the Région takes away while the first is being written."""
    from core import creation

    preview = send(of, campagne, fill(book, {**line, "Offre": "A"}, {**line, "Offre": "B"}))
    refused = creation.refused_attribution

    def taken_away(attribution):
        if Action.objects.exists():
            Attribution.objects.update(retiree_le=date(2026, 1, 1))
            attribution.refresh_from_db()
        return refused(attribution)

    monkeypatch.setattr(creation, "refused_attribution", taken_away)
    answer = confirm(of, preview)
    assert "n’est plus dans le fichier de la Région" in answer.text
    assert not Action.objects.exists()
    assert not Session.objects.exists()
    assert not Change.objects.exists() or not Dispositif.objects.exists()


def test_giving_up_writes_nothing_and_forgets_the_file(of, campagne, book, line):
    send(of, campagne, fill(book, line))
    assert "rien n’a été enregistré" in of.post(classeur.PREVIEW, {"abandonner": "1"}, follow=True).text
    assert "Aucun fichier n’attend" in of.get(classeur.PREVIEW, follow=True).text
    assert not Action.objects.exists()


# Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"%PDF-1.7\n\x00\x01", b"PK\x03\x04abc", b"a;b;c\n1;2;3", b"x" * (5 * 1024 * 1024 + 1)])
def test_other_contents_are_refused_beside_the_field(of, campagne, content):
    response = send(of, campagne, content, "autre.csv")
    assert response.context["form"].errors["fichier"]


def test_an_empty_template_and_a_column_given_twice_are_refused(of, campagne, book):
    assert "aucune ligne" in str(send(of, campagne, classeur.saved(book)).context["form"].errors["fichier"])
    twice = "Code FAS;Lot;Site de réalisation;Lot\n;a;b;c\n"
    assert "figure deux fois" in str(send(of, campagne, twice.encode(), "x.csv").context["form"].errors["fichier"])


def test_more_lines_than_a_file_may_have_are_refused(of, campagne):
    rows = "Code FAS;Lot;Site de réalisation\n" + ";L;S\n" * 1001
    assert "1000 au plus" in str(send(of, campagne, rows.encode(), "x.csv").context["form"].errors["fichier"])


def test_the_template_of_another_campaign_and_unknown_columns_are_told(of, campagne, book, line, attribution):
    other = make.attribution(attribution.formateur, annee="2031", numero_lot="L31").lot.campagne
    preview = send(of, other, fill(book, line))
    assert any("le modèle d’une autre campagne" in text for text in preview.context["generales"])
    rows = "Code FAS;Lot;Site de réalisation;Météo\n1-2-3;;;beau\n"
    assert any("« Météo »" in text for text in send(of, campagne, rows.encode(), "x.csv").context["generales"])


def test_rules_that_changed_since_the_template_are_told(of, campagne, book, line):
    from tests.procedure.test_page import tighten

    tighten(campagne, champ="mon_plus", obligation="required", source="Note")
    preview = send(of, campagne, fill(book, line))
    assert any("Les règles ont changé" in text for text in preview.context["generales"])
    assert address(book, "Mon + formation") in table(preview, "À compléter avant l’envoi")


def test_the_campaign_of_others_cannot_be_chosen(of, campagne, book, line):
    theirs = make.attribution(make.etablissement("Beta"), annee="2031", numero_lot="B1").lot.campagne
    response = send(of, theirs, fill(book, line))
    assert response.context["form"].errors["campagne"]
    assert "2031" not in response.text


def test_the_report_is_of_ones_own_session_and_harmless(of, client, campagne, book, line):
    send(of, campagne, as_csv(book, {**line, "Type de parcours": "=cmd|' /C calc'!A0"}), "x.csv")
    text = of.get(classeur.REPORT, {"format": "csv"}).content.decode("utf-8-sig")
    assert "n’est pas un choix possible" in text
    response = of.get(classeur.REPORT, {"format": "xlsx"})
    sheet = load_workbook(BytesIO(response.content)).active
    assert [c.coordinate for row in sheet for c in row if c.data_type == "f"] == []
    assert of.get(classeur.REPORT, {"format": "doc"}).status_code == 400
    client.force_login(make.staff())
    assert client.get(classeur.REPORT).status_code == 404


def test_staff_enter_in_the_name_of_the_cariforef(client, campagne, book, line, attribution):
    client.force_login(make.staff())
    confirm(client, send(client, campagne, fill(book, line)))
    assert Action.objects.get().porteur is None


# Many lines -------------------------------------------------------------------------------------


def spent(client, campagne, lines):
    """Return the queries of the preview and of the confirmation of a file."""
    book = template(client, campagne)
    preview = send(client, campagne, fill(book, *lines))
    with CaptureQueriesContext(connection) as read:
        preview = client.get(classeur.PREVIEW)
    with CaptureQueriesContext(connection) as written:
        confirm(client, preview)
    return len(read), len(written)


@pytest.mark.parametrize("kind", ["sessions", "offers", "changes"])
def test_queries_grow_by_a_constant_for_each_line_of_a_class(of, campagne, line, attribution, kind):
    def lines(count):
        if kind == "sessions":
            return [{**line, "Offre": str(count)}] * count
        if kind == "offers":
            return [{**line, "Offre": f"{count}.{n}"} for n in range(count)]
        action = make.draft(attribution.formateur, attribution=attribution, sessions=count)
        return [{"Code FAS": s.code, "Durée en centre (h)": 600 + count} for s in action.sessions.all()]

    spent(of, campagne, lines(1))  # what is read once a process is read
    two, four, six = (spent(of, campagne, lines(count)) for count in (2, 4, 6))
    for rank in (0, 1):
        assert four[rank] - two[rank] == six[rank] - four[rank]
    if kind != "offers":
        assert six[0] == two[0]  # the preview of one offer asks as often whatever its sessions
