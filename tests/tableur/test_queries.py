"""Many lines: the preview asks as often for ten as for a hundred, and so does the writing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.tableur import classeur
from tests.tableur.classeur import fill, send, template

pytestmark = pytest.mark.django_db
MOST_READ, MOST_WRITTEN = 22, 45  # with what a page asks: session, account, rights, campaign


def spent(client, campagne, lines):
    """Return the queries of the preview and of the confirmation of a file."""
    preview = send(client, campagne, fill(template(client, campagne), *lines))
    with CaptureQueriesContext(connection) as read:
        preview = client.get(classeur.PREVIEW)
    with CaptureQueriesContext(connection) as written:
        assert (
            "est enregistré"
            in client.post(
                classeur.PREVIEW, {"plan": preview.context["fingerprint"]}, follow=True
            ).text
        )
    return len(read), len(written)


def sessions(count, line, attribution):
    """Return the lines of the sessions of one offer."""
    return [{**line, "Offre": str(count)}] * count


def offers(count, line, attribution):
    return [{**line, "Offre": f"{count}.{n}"} for n in range(count)]


def changes(count, line, attribution):
    """Return a change at each level of as many offers."""
    actions = [make.draft(attribution.formateur, attribution=attribution) for _ in range(count)]
    typed = {
        "Durée en centre (h)": 650,
        "Mon + formation": "Un tutorat.",
        "Nb places dispositif": 3,
        "Complément intitulé": "B",
    }
    meeting = {"Informations collectives 1 – Date": line["Date début"]}
    return [{"Code FAS": action.sessions.get().code, **typed, **meeting} for action in actions]


def added(count, line, attribution):
    action = make.draft(attribution.formateur, attribution=attribution)
    return [{"Code FAS": action.code, "Date début": line["Date début"]}] * count


@pytest.mark.parametrize("kind", [sessions, offers, changes, added])
def test_queries_are_the_same_for_ten_lines_and_for_a_hundred(
    of, campagne, line, attribution, kind
):
    spent(of, campagne, kind(1, line, attribution))  # what is read once a process is read
    ten, hundred = (spent(of, campagne, kind(count, line, attribution)) for count in (10, 100))
    assert hundred == ten
    assert ten[0] <= MOST_READ
    assert ten[1] <= MOST_WRITTEN
