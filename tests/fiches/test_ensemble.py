"""« Modifier les sessions ensemble »: one form, each row saved as its own page would, or none."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Dispositif
from tests import factories as make
from tests.pages import form_of
from workflows.models import Change
from workflows.service import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


def opened(client, action):
    url = reverse("admin:core_action_sessions", args=[action.pk])
    page = client.get(url)
    assert page.status_code == 200
    return url, form_of(page, f"{action.sessions.first().key}-version")


def test_several_sessions_are_saved_at_once(owner, client):
    user = make.member(owner)
    client.force_login(user)
    action = make.draft(owner, sessions=3)
    url, data = opened(client, action)
    first, second, third = action.sessions.order_by("pk")
    places = first.dispositifs.get()
    data |= {
        f"{first.key}-date_fin": "2098-01-31",
        f"{second.key}-etat_recrutement": "3",
        f"{places.key}-places": "7",
    }
    before = Change.objects.of(action).count()
    assert client.post(url, data).status_code == 302
    assert make.fresh(first).date_fin == date(2098, 1, 31)
    assert make.fresh(second).etat_recrutement == "3"
    assert Dispositif.objects.get(pk=places.pk).places == 7
    assert [make.fresh(s).version - s.version for s in (first, second, third)] == [1, 1, 0]
    assert Change.objects.of(action).count() == before + 3
    url, data = opened(client, action)
    client.post(url, data)
    assert Change.objects.of(action).count() == before + 3  # nothing was changed


def test_a_row_saved_in_between_refuses_them_all(owner, client):
    user = make.member(owner)
    client.force_login(user)
    action = make.draft(owner, sessions=2)
    url, data = opened(client, action)
    first, second = action.sessions.order_by("pk")
    make.save(second, by=user, commentaire_duree="Entre-temps")
    data |= {f"{first.key}-date_fin": "2098-01-31", f"{second.key}-date_fin": "2098-01-31"}
    page = client.post(url, data)
    assert page.status_code == 200
    assert "Quelqu’un a enregistré cette ligne" in page.text
    assert "2098-01-31" in page.text  # what was typed is still there
    assert make.fresh(first).date_fin != date(2098, 1, 31)


@pytest.mark.parametrize(("value", "sentence"), [("31/31/2026", "date"), ("-1", "0")])
def test_what_is_ill_shaped_is_said_in_its_row(owner, client, value, sentence):
    client.force_login(make.member(owner))
    action = make.draft(owner)
    url, data = opened(client, action)
    session = action.sessions.get()
    name = f"{session.key}-date_fin" if "/" in value else f"{session.dispositifs.get().key}-places"
    page = client.post(url, data | {name: value})
    assert page.status_code == 200
    assert 'class="champ-erreur"' in page.text
    assert make.fresh(session).version == session.version


def test_others_and_what_is_sent_are_not_reached(owner, client):
    action = make.draft(owner)
    client.force_login(make.member(owner))
    url, data = opened(client, action)
    client.force_login(make.member(make.etablissement("Beta")))
    assert client.get(url).status_code == client.post(url, data).status_code == 404
    perform(action, "submit", by=make.member(owner))
    client.force_login(make.member(owner))
    assert client.post(url, data).status_code == 404


def test_as_many_queries_for_nine_sessions_as_for_two(owner, client):
    client.force_login(make.member(owner))
    found = []
    for count in (2, 9):
        url = reverse("admin:core_action_sessions", args=[make.draft(owner, sessions=count).pk])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        found.append(len(queries))
    assert found[0] == found[1]
