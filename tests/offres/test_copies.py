"""Never retype: a session, a series, an action, a formation copied through the pages.

With nothing lost and dates moved.
"""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from core.dossiers.rows import read
from core.models import Action, Formation, Session
from core.offres.copies.rows import FRESH, take_over
from core.rules import Kind, Level
from tests import factories as make
from workflows.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisme(client):
    row = make.etablissement("Copieuse")
    client.force_login(make.member(row))
    return row


def typed(fiche, programme):
    """Return what somebody typed in a fiche, dates apart."""
    return {
        field.name: fiche[field.name]
        for field in programme.fields.level(fiche.level)
        if not field.need.locked
        and field.name not in FRESH
        and field.kind not in (Kind.DATE, Kind.ROWS)
    }


def post(client, name, row, **data):
    return client.post(reverse(f"admin:{name}", args=[row.pk]), data)


def test_a_session_is_copied_with_its_dispositifs(client, organisme):
    action = make.draft(organisme)
    first = action.sessions.get()
    response = post(client, "dupliquer_session", first, nombre=1, decalage=2, unite="semaines")
    copy = action.sessions.exclude(pk=first.pk).get()
    assert response["Location"] == copy.get_absolute_url()
    old, new = list(read(make.fresh(action)).each(Level.SESSION))
    assert typed(new, action.programme) == typed(old, action.programme)
    assert new["date_debut"] == old["date_debut"] + timedelta(weeks=2)
    [before], [after] = old.children, new.children
    assert typed(after, action.programme) == typed(before, action.programme)
    assert [ic["date"] - old_ic["date"] for ic, old_ic in
            zip(new["informations_collectives"], old["informations_collectives"], strict=True)] == [
        timedelta(weeks=2) for _ in old["informations_collectives"]
    ]  # fmt: skip
    assert any("copiée" in f["after"] for f in Change.objects.of(action).first().fields)


def test_a_series_every_week_for_ten_weeks(client, organisme):
    action = make.draft(organisme)
    first = action.sessions.get()
    post(client, "dupliquer_session", first, nombre=10, decalage=1, unite="semaines")
    starts = list(action.sessions.order_by("date_debut").values_list("date_debut", flat=True))
    assert len(starts) == 11
    assert {b - a for a, b in pairwise(starts)} == {timedelta(weeks=1)}


@pytest.mark.parametrize(("nombre", "decalage"), [(0, 1), (53, 1), (1, 99999), ("", 1)])
def test_a_series_has_bounds(client, organisme, nombre, decalage):
    session = make.draft(organisme).sessions.get()
    page = post(client, "dupliquer_session", session, nombre=nombre, decalage=decalage, unite="ans")
    assert page.status_code == 200
    assert page.context["form"].errors
    assert Session.objects.count() == 1


def test_places_of_a_copy_stay_within_the_order(client, organisme):
    attribution = make.attribution(organisme, places="20")
    action = make.draft(organisme, attribution=attribution, places=15)
    post(client, "dupliquer_session", action.sessions.get(), nombre=2, decalage=1, unite="semaines")
    places = [s.dispositifs.get().places for s in action.sessions.order_by("pk")]
    assert places == [15, 5, None]


def test_an_action_is_copied_under_its_formation(client, organisme):
    action = make.bring(make.draft(organisme), "online", by=make.member(organisme))
    assert post(client, "dupliquer_action", action, decalage=1, unite="ans").status_code == 302
    copy = Action.objects.exclude(pk=action.pk).get()
    assert (copy.formation, copy.state, copy.porteur) == (action.formation, "draft", organisme)
    assert typed(read(copy).children[0], copy.programme) == typed(
        read(action).children[0], action.programme
    )
    assert make.fresh(action).is_online
    assert copy.sessions.count() == action.sessions.count()


def test_a_formation_is_copied_with_its_actions(client, organisme):
    action = make.draft(organisme)
    make.draft(organisme, formation=action.formation)
    assert (
        post(client, "dupliquer_formation", action.formation, decalage=0, unite="ans").status_code
        == 302
    )
    twin = Formation.objects.exclude(pk=action.formation_id).get()
    assert twin.actions.count() == 2
    assert (twin.intitule, twin.formacodes) == (
        action.formation.intitule,
        action.formation.formacodes,
    )


def test_of_a_formation_of_several_organisations_the_actions_of_one_are_copied(client, organisme):
    action, other = make.draft(organisme), make.etablissement("Betavert")
    theirs = make.draft(organisme, formation=action.formation)
    Action.objects.filter(pk=theirs.pk).update(porteur=other)  # handed over by the Cariforef
    client.force_login(make.staff())
    url = reverse("admin:dupliquer_formation", args=[action.formation_id])
    assert "Betavert (" in client.get(url).text
    refused = client.post(url, {"decalage": 0, "unite": "ans"})
    assert (refused.status_code, Formation.objects.count()) == (200, 1)
    assert (
        post(
            client,
            "dupliquer_formation",
            action.formation,
            decalage=0,
            unite="ans",
            porteur=other.pk,
        ).status_code
        == 302
    )
    twin = Formation.objects.exclude(pk=action.formation_id).get().actions.get()
    assert (twin.porteur, twin.code != theirs.code) == (other, True)


def test_a_session_takes_over_what_is_ticked(client, organisme):
    source = make.draft(organisme)
    bare = make.draft(organisme, complete=False).sessions.get()
    page = post(
        client,
        "reprendre_session",
        bare,
        source=source.sessions.get().pk,
        groupes=["referents", "recrutement"],
    )
    assert page.status_code == 302
    bare, full = make.fresh(bare), source.sessions.get()
    assert bare.modalites_recrutement == full.modalites_recrutement != []
    assert bare.referent_handicap == full.referent_handicap
    assert not bare.rythmes


def test_taking_over_keeps_what_a_colleague_has_just_saved(organisme):
    """The session was read before its dossier was held: what was saved in between stays."""
    source, read = make.draft(organisme).sessions.get(), make.draft(organisme).sessions.get()
    Session.objects.filter(pk=read.pk).update(duree_hebdo=17, version=read.version + 1)
    take_over(read, source, ["mail_liaison"], by=make.member(organisme))
    row = make.fresh(read)
    assert (row.duree_hebdo, row.version) == (17, read.version)


@pytest.mark.parametrize(
    "name", ["dupliquer_action", "dupliquer_session", "dupliquer_formation", "reprendre_session"]
)
def test_another_s_answers_404(client, organisme, name):
    other = make.draft(make.etablissement("Étrangère"))
    row = {"dupliquer_action": other, "dupliquer_formation": other.formation}.get(
        name, other.sessions.get()
    )
    assert client.get(reverse(f"admin:{name}", args=[row.pk])).status_code == 404
    assert post(client, name, row, decalage=0, unite="ans", nombre=1).status_code == 404
    assert Action.objects.count() == 1


def test_a_session_that_was_sent_is_not_copied_into_its_action(client, organisme):
    action = make.bring(make.draft(organisme), "submitted", by=make.member(organisme))
    assert (
        post(
            client, "dupliquer_session", action.sessions.get(), nombre=1, decalage=0, unite="ans"
        ).status_code
        == 404
    )


def test_the_copy_page_says_what_it_does(client, organisme):
    session = make.draft(organisme).sessions.get()
    page = client.get(reverse("admin:dupliquer_session", args=[session.pk]))
    assert session.code in page.text
    page = client.get(session.get_absolute_url())
    assert reverse("admin:dupliquer_session", args=[session.pk]) in page.text
