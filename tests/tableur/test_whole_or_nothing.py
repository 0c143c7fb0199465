"""A file is written whole or not at all, and only as its preview said."""

from datetime import date

import pytest
from django.db import OperationalError, connection
from django.test import Client

from core.models import Action, Attribution, Dispositif, Formation, Session
from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import confirm, fill, send
from workflows.models import Change

pytestmark = pytest.mark.django_db


def test_a_base_that_changed_since_the_preview_asks_again(of, campagne, book, action, attribution):
    session = action.sessions.first()
    preview = send(of, campagne, fill(book, {"Code FAS": session.code, "Durée en centre (h)": 650}))
    make.save(session, by=make.member(attribution.formateur), commentaire_duree="Entre-temps")
    answer = confirm(of, preview)
    assert "La base a changé depuis l’aperçu" in answer.text
    assert make.fresh(session).duree_centre == 700
    confirm(of, answer)
    assert make.fresh(session).duree_centre == 650


@pytest.mark.parametrize(
    "table", ["core_dispositif", "core_informationcollective", "workflows_change"]
)
def test_nothing_is_written_when_the_base_fails_midway(of, campagne, book, line, action, table):
    """The base refuses a table that is written after others."""
    lines = [
        {**line, "Offre": "A"},
        {"Code FAS": action.sessions.first().code, "Durée en centre (h)": 1},
    ]
    preview = send(of, campagne, fill(book, *lines))
    kept = picture()
    of.raise_request_exception = False

    def fails(execute, sql, params, many, context):
        if sql.startswith(f'INSERT INTO "{table}"'):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails):
        assert confirm(of, preview).status_code == 500
    assert picture() == kept


def picture():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Formation, Action, Session, Dispositif, Change)
    ]


def test_an_attribution_taken_away_since_the_preview_asks_again(of, campagne, book, line):
    preview = send(of, campagne, fill(book, line))
    Attribution.objects.update(retiree_le=date(2026, 1, 1))
    answer = confirm(of, preview)
    assert "La base a changé depuis l’aperçu" in answer.text
    assert "n’est plus dans le fichier de la Région" in answer.text
    assert not Action.objects.exists()


def test_an_offer_sent_since_the_preview_asks_again(of, campagne, book, action, attribution):
    session = action.sessions.first()
    preview = send(of, campagne, fill(book, {"Code FAS": session.code, "Durée en centre (h)": 650}))
    make.bring(action, "submitted", by=make.member(attribution.formateur))
    assert "La base a changé depuis l’aperçu" in confirm(of, preview).text
    assert make.fresh(session).duree_centre == 700


def test_giving_up_writes_nothing_and_forgets_the_file(of, campagne, book, line):
    send(of, campagne, fill(book, line))
    assert (
        "rien n’a été enregistré"
        in of.post(classeur.PREVIEW, {"abandonner": "1"}, follow=True).text
    )
    assert "Aucun fichier n’attend" in of.get(classeur.PREVIEW, follow=True).text
    assert not Action.objects.exists()


def test_a_confirmation_sent_twice_writes_once(of, campagne, book, line):
    """The second one arrives while the first is being written."""
    preview = send(of, campagne, fill(book, line))
    twice, answers = Client(), []
    twice.cookies = of.cookies.copy()

    def again(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "core_formation"') and not answers:
            answers.append(None)
            answers[0] = confirm(twice, preview)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(again):
        done = confirm(of, preview)
    assert "est enregistré" in done.text
    assert "est en cours d’enregistrement, une seule fois" in answers[0].text
    assert Action.objects.count() == 1
    assert "Aucun fichier n’attend" in confirm(of, preview).text


def test_a_file_that_could_not_be_written_waits_again(of, campagne, book, line):
    preview = send(of, campagne, fill(book, line))
    of.post(classeur.PREVIEW, {"plan": "autre", "confirmer": "1"})
    confirm(of, preview)
    assert Action.objects.count() == 1
