"""Several dispositifs of one session in a file: a line each, the session told on the first."""

import pytest

from core.models import Action, Session
from core.tableur.workbook import FIRST
from tests import factories as make
from tests.tableur.classeur import (
    address,
    confirm,
    counts,
    fill,
    headings,
    saved,
    send,
    table,
    template,
)
from workflows.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(action):
    return action.sessions.order_by("pk").first()


def places(session):
    return [row.places for row in session.dispositifs.order_by("pk")]


def test_lines_of_the_same_mark_are_the_dispositifs_of_a_new_session(of, campagne, book, line):
    keys = {"Lot": line["Lot"], "Offre": "A"}
    lines = [
        {**line, **keys, "Session": "1"},
        {**keys, "Session": "1", "Nb places dispositif": 7},
        {**line, **keys, "Session": "2"},
    ]
    preview = send(of, campagne, fill(book, *lines))
    assert table(preview, "À corriger") == {}
    assert counts(preview) == {"Offre à créer": 2, "Dispositif à ajouter": 1}
    confirm(of, preview)
    first, second = Action.objects.get().sessions.order_by("pk")
    assert (places(first), places(second)) == ([12, 7], [12])
    assert first.type_parcours == second.type_parcours == "individualise"


def test_lines_of_one_session_must_agree(of, campagne, book, line):
    second = {"Lot": line["Lot"], "Session": "1", "Durée hebdo (h)": 12, "Nb places dispositif": 7}
    preview = send(of, campagne, fill(book, {**line, "Session": "1"}, second))
    assert (
        "d’une même session la décrivent de même"
        in table(preview, "À corriger")[address(book, "Durée hebdo (h)", FIRST + 1)]
    )


def test_a_known_session_given_again_takes_another_dispositif(of, campagne, book, session):
    kept = places(session)
    lines = [
        {"Code FAS": session.code, "Durée hebdo (h)": 20},
        {"Code FAS": session.code, "Nb places dispositif": 3},
    ]
    preview = send(of, campagne, fill(book, *lines))
    assert counts(preview) == {"Session à modifier": 1, "Dispositif à ajouter": 1}
    assert (
        "a déjà 1 dispositif : cette ligne lui en ajoutera un"
        in table(preview, "Conseillé")[address(book, "Code FAS", FIRST + 1)]
    )
    confirm(of, preview)
    assert places(session) == [*kept, 3]
    assert make.fresh(session).duree_hebdo == 20
    told = [
        field["label"]
        for change in Change.objects.of(session.action)
        for field in change.fields
        if change.door == "import"
    ]
    assert f"Session {session.pk}, dispositif {session.dispositifs.last().pk}" in told


def test_a_dispositif_is_changed_by_its_number(of, campagne, book, session):
    action = session.action
    confirm(
        of,
        send(
            of,
            campagne,
            fill(
                book,
                {"Code FAS": session.code},
                {"Code FAS": session.code, "Nb places dispositif": 3},
            ),
        ),
    )
    one, two = session.dispositifs.order_by("pk")
    filled = template(of, campagne, offres="1")
    place = headings(filled)["Code FAS"]
    codes = [filled["Saisie"].cell(FIRST + rank, place).value for rank in range(3)]
    assert codes == [
        f"{session.code}-{one.pk}",
        f"{session.code}-{two.pk}",
        action.sessions.last().code,
    ]
    assert counts(send(of, campagne, saved(filled))) == {"Inchangée": 3}
    confirm(
        of,
        send(
            of,
            campagne,
            fill(template(of, campagne), {"Code FAS": codes[1], "Nb places dispositif": 5}),
        ),
    )
    assert places(session)[1] == 5
    assert make.fresh(one).version == one.version


def test_which_dispositif_is_asked_when_there_are_several(of, campagne, book, session):
    confirm(
        of,
        send(
            of,
            campagne,
            fill(
                book,
                {"Code FAS": session.code},
                {"Code FAS": session.code, "Nb places dispositif": 3},
            ),
        ),
    )
    preview = send(
        of,
        campagne,
        fill(template(of, campagne), {"Code FAS": session.code, "Nb places dispositif": 5}),
    )
    assert (
        "a 2 dispositifs : donnez le code"
        in table(preview, "À corriger")[address(book, "Code FAS")]
    )


def test_a_dispositif_of_another_session_or_given_twice_is_refused(of, campagne, book, session):
    other = Session.objects.exclude(pk=session.pk).get().dispositifs.get()
    mine = f"{session.code}-{session.dispositifs.get().pk}"
    lines = [
        {"Code FAS": f"{session.code}-{other.pk}"},
        {"Code FAS": mine, "Nb places dispositif": 5},
        {"Code FAS": mine},
    ]
    refused = table(send(of, campagne, fill(book, *lines)), "À corriger")
    assert "n’a pas de dispositif" in refused[address(book, "Code FAS")]
    assert f"figure déjà à la ligne {FIRST + 1}" in refused[address(book, "Code FAS", FIRST + 2)]
