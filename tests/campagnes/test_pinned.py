"""The rules of the last submission judge a dossier until the next one (D24).

What changed since is shown.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import plugins
from core.rules import Issue
from tests import factories as make
from tests.campagnes.doors import campagne_of, rules_of
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db
LINE = ("duree_centre", {"maximum": "500", "message": "C’est le cahier des charges."})
REQUIRED = ("mon_plus", {"obligation": "required"})


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def sent(owner):
    return make.offer(owner, "submitted", attribution=make.attribution(owner, programme=make.e2c()))


def blocking(action):
    return [i.field for i in make.fresh(action).issues() if i.blocking]


def dossier(client, action, user):
    client.force_login(user)
    return client.get(reverse("admin:core_action_dossier", args=[action.pk])).text


def test_what_was_sent_is_judged_by_its_rules_and_can_be_validated(client, sent):
    rules_of(client, campagne_of(sent), LINE)
    assert blocking(sent) == []
    perform(make.fresh(sent), "validate", by=make.staff())
    assert make.fresh(sent).is_online


def test_staff_who_correct_it_meet_the_rules_of_its_sending(client, sent):
    rules_of(client, campagne_of(sent), LINE)
    make.save(sent.sessions.get(), by=make.staff(), duree_centre=650)
    perform(make.fresh(sent), "validate", by=make.staff())
    assert make.fresh(sent).is_online


def test_what_is_sent_under_rules_keeps_them_when_they_are_loosened(client, owner):
    action = make.draft(
        owner, attribution=make.attribution(owner, programme=make.e2c()), duree_centre=500
    )
    campagne = rules_of(client, campagne_of(action), LINE)
    perform(make.fresh(action), "submit", by=make.member(owner))
    assert make.fresh(action).rules_version.startswith("1.")
    rules_of(client, campagne, ("duree_centre", {"maximum": "600"}))
    make.save(action.sessions.get(), by=make.staff(), duree_centre=550)
    assert blocking(action) == ["duree_centre"]
    with pytest.raises(Refused):
        perform(make.fresh(action), "validate", by=make.staff())


@pytest.mark.parametrize("back", ["refuse", "ask"])
def test_what_comes_back_to_its_organisation_follows_the_rules_of_the_day(client, sent, back):
    rules_of(client, campagne_of(sent), LINE)
    perform(make.fresh(sent), back, by=make.staff(), comment="À revoir")
    assert blocking(sent) == ["duree_centre"]
    make.save(sent.sessions.get(), by=make.member(sent.porteur), duree_centre=500)
    perform(
        make.fresh(sent),
        {"refuse": "submit", "ask": "answer"}[back],
        by=make.member(sent.porteur),
        comment="Revu",
    )
    assert make.fresh(sent).rules_version.startswith("1.")


def test_an_online_offer_stays_as_it_is_until_it_is_reopened(client, owner):
    online = make.offer(owner, "online", attribution=make.attribution(owner, programme=make.e2c()))
    rules_of(client, campagne_of(online), LINE)
    assert blocking(online) == []
    perform(make.fresh(online), "reopen", by=make.member(owner))
    assert "duree_centre" in blocking(online)


def test_the_dossier_says_its_rules_and_what_changed_since(client, sent):
    rules_of(client, campagne_of(sent), LINE, REQUIRED)
    for user in (make.staff(), make.member(sent.porteur)):
        text = dossier(client, sent, user)
        assert "jugé par les règles de son dernier envoi : celles du programme" in text
        assert "2 règles ont changé depuis" in text
        assert "Obligatoire · au plus 500 h" in text


def test_a_draft_is_told_the_rules_in_force(client, owner):
    action = make.draft(owner, attribution=make.attribution(owner, programme=make.e2c()))
    rules_of(client, campagne_of(action), LINE)
    assert "jugé par les règles en vigueur : version 1 de la campagne" in dossier(
        client, action, make.member(owner)
    )


def test_without_rules_of_the_campaign_the_dossier_says_nothing(client, sent):
    assert "jugé par les règles" not in dossier(client, sent, make.staff())


def test_a_rule_of_the_day_is_advice_at_validation(monkeypatch, sent):
    """A check that depends on today's date, passed when the dossier was sent.

    Does not keep it from being validated.
    """

    def soon(root):
        if root.contexte.aujourdhui > day:
            yield Issue("jour", root.path("intitule"), "Trop tard.")

    day = timezone.localdate(sent.submitted_at)
    programme = plugins.programme("e2c")
    dated = replace(programme, checks=(*programme.checks, soon))
    monkeypatch.setattr("core.plugins.programme", lambda code: dated)
    type(sent).objects.filter(pk=sent.pk).update(
        rules_version=make.fresh(sent).current_rules_version()
    )
    later = datetime.now(tz=timezone.get_current_timezone()) + timedelta(days=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert [i.code for i in make.fresh(sent).issues() if i.blocking] == ["jour"]
    perform(make.fresh(sent), "validate", by=make.staff())
    assert make.fresh(sent).is_online


def test_a_programme_that_is_missing_is_never_advice(monkeypatch, sent):
    monkeypatch.setattr("core.plugins.programme", plugins.absent)
    with pytest.raises(Refused) as refusal:
        perform(make.fresh(sent), "validate", by=make.staff())
    assert [i.code for i in refusal.value.issues] == ["programme.absent"]


def test_a_programme_changed_by_its_developers_is_told_and_is_advice(monkeypatch, client, sent):
    rules_of(client, campagne_of(sent), REQUIRED)
    programme = plugins.programme("e2c")
    changed = replace(programme, fields=programme.fields.refine(required="mon_plus"))
    monkeypatch.setattr("core.plugins.programme", lambda code: changed)
    assert "Le programme lui-même a changé depuis l’envoi." in dossier(client, sent, make.staff())
    perform(make.fresh(sent), "validate", by=make.staff())
    assert make.fresh(sent).is_online
