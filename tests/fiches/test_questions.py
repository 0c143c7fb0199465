"""A question of the Cariforef on a field is read beside the field to which its link leads.

While it waits for an answer.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from tests import factories as make
from tests.pages import address
from workflows.service import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(client):
    action = make.offer(make.etablissement("Alpha"), "submitted")
    client.force_login(make.member(action.porteur))
    return action


def ask(action, *asked):
    """Ask about fields: (row, field, message) each."""
    remarks = [
        {"path": f"{row.key}.{field}", "label": field, "message": message}
        for row, field, message in asked
    ]
    perform(action, "ask", by=make.staff(), comment="Voir les champs", remarks=remarks)


def shown(client, row):
    """Return the questions on the page of a fiche: {field: [(sentence, address of its link)]}."""
    notes = html.fromstring(client.get(address(row)).text).xpath("//*[@class='question']")
    return {
        note.get("id").removeprefix("question-"): [
            (" ".join(line.text_content().split()), line.find("a").get("href"))
            for line in note.iterfind("p")
        ]
        for note in notes
    }


def answer_to(action):
    return reverse("admin:core_action_mouvement", args=[action.pk, "answer"])


def test_a_question_is_read_beside_its_field(client, action):
    formation, session = action.formation, action.sessions.get()
    ask(
        action, (formation, "intitule", "Ce titre ?"), (session, "informations_collectives", "Où ?")
    )
    assert shown(client, formation) == {
        "intitule": [("Question du Cariforef : Ce titre ? Répondre", answer_to(action))]
    }
    assert shown(client, session) == {
        "informations_collectives": [("Question du Cariforef : Où ? Répondre", answer_to(action))]
    }
    assert shown(client, action) == {}
    page = html.fromstring(client.get(address(formation)).text)
    [place] = page.xpath("//*[@id='champ-intitule']")
    assert place.find("*[@id='question-intitule']") is not None
    assert "question-intitule" in place.find(".//input").get("aria-describedby").split()


def test_a_question_is_shown_until_it_is_answered(client, action):
    session = action.sessions.get()
    ask(action, (session, "duree_hebdo", "La première"))
    perform(action, "answer", by=make.member(action.porteur), comment="Voilà")
    perform(action, "take_back", by=make.member(action.porteur))
    assert shown(client, session) == {}
    perform(action, "submit", by=make.member(action.porteur))
    ask(action, (session, "duree_hebdo", "La seconde"))
    [[(sentence, _)]] = shown(client, session).values()
    assert "La seconde" in sentence


def test_a_formation_shows_the_questions_of_each_of_its_actions(client, action):
    other = make.draft(action.porteur, formation=action.formation)
    ask(action, (action.formation, "intitule", "Pour la première ?"))
    assert shown(client, action.formation) == {
        "intitule": [("Question du Cariforef : Pour la première ? Répondre", answer_to(action))]
    }
    assert shown(client, other) == {}


def test_questions_cost_one_query_however_many(client, action):
    session = action.sessions.get()

    def queries(row):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(row)).status_code == 200
        return len(found)

    perform(action, "take_back", by=make.member(action.porteur))
    before = [queries(row) for row in (action.formation, session)]
    counts = []
    for asked in (1, 3):
        perform(make.fresh(action), "submit", by=make.member(action.porteur))
        names = ("duree_hebdo", "duree_centre", "informations_collectives")[:asked]
        ask(
            make.fresh(action),
            *((session, name, "?") for name in names),
            (action.formation, "intitule", "?"),
        )
        counts.append([queries(row) for row in (action.formation, session)])
        perform(make.fresh(action), "take_back", by=make.member(action.porteur))
    assert counts[0] == counts[1]
    assert [after - start for after, start in zip(counts[0], before, strict=True)] == [0, 1]
