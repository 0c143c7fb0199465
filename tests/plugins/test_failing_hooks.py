"""Extras, targets, listeners and référentiels of a plugin that fails.

Named, and nobody else's offers suffer.
"""

import pytest

from exports.models import SessionPubliee
from tests import factories as make
from tests.plugins.modules import HEAD, bringing, offer
from workflows.models import TransitionLog
from workflows.service import Refused, perform

EXTRAS = """
@hookimpl
def lheo_extras(payload, key):
    if payload["programme"] == "essai":
        raise RuntimeError("panne")
    return {}
"""
TARGET = """
def wrong(root, organismes):
    1 / 0

@hookimpl
def register_targets():
    return [Target("essai", "Essai", (wrong,))]
"""


def test_extras_that_fail_keep_their_own_offers_in_and_nobody_elses(owner, outside):
    plugin = outside(bringing(more=EXTRAS))
    assert make.offer(owner, "online", attribution=make.attribution(owner)).is_online
    action = offer(owner, "submitted")
    with pytest.raises(Refused) as refusal:
        perform(action, "validate", by=make.staff())
    assert [i.code for i in refusal.value.issues] == ["programme.arrete"]
    assert make.fresh(action).state == "submitted"
    assert "« lheo_extras » a échoué (RuntimeError : panne)" in plugin.fault.sentence


@pytest.mark.parametrize("answer", ["{'mon-plus': 'Le sien'}", "{'tuteur': 'Alix'}"])
def test_extras_leave_ours_their_meaning(owner, outside, answer):
    outside(bringing(more=f"@hookimpl\ndef lheo_extras(payload, key):\n    return {answer}\n"))
    make.offer(owner, "online", mon_plus="Le nôtre")
    written = SessionPubliee.objects.get().fragment_2_3
    assert '<extra info="mon-plus">Le nôtre</extra>' in written
    assert ('<extra info="tuteur">Alix</extra>' in written) is ("tuteur" in answer)


@pytest.mark.parametrize("answer", ["'tuteur'", "{1: 'x'}", "{'x': ['y']}", "{'x': object()}"])
def test_extras_that_lheo_cannot_hold_are_a_failure(owner, outside, answer):
    plugin = outside(
        bringing(more=f"@hookimpl\ndef lheo_extras(payload, key):\n    return {answer}\n")
    )
    assert make.offer(owner, "online").is_online
    assert plugin.fault.stops


def test_a_target_whose_rule_fails_is_named_and_hides_nothing(client, owner, outside):
    plugin = outside(HEAD + TARGET)
    action = make.draft(owner)
    client.force_login(make.member(owner))
    page = client.get(f"/gestion/core/action/{action.pk}/dossier/")
    assert page.status_code == 200
    assert "Kairos" in page.text
    assert "règle en panne" in page.text
    assert "Une règle de la cible « Essai » a échoué" in plugin.fault.sentence


def test_a_listener_that_fails_stops_nothing_and_is_named(
    owner, outside, django_capture_on_commit_callbacks
):
    plugin = outside(
        bringing(more="@hookimpl\ndef after_transition(name):\n    raise RuntimeError(name)\n")
    )
    action = offer(owner)
    with django_capture_on_commit_callbacks(execute=True):
        perform(action, "submit", by=make.member(owner))
    assert make.fresh(action).state == "submitted"
    assert "« after_transition » a échoué (RuntimeError : submit)" in plugin.fault.sentence
    assert not plugin.fault.stops
    perform(action, "validate", by=make.staff())
    assert TransitionLog.objects.filter(name="validate").exists()


def test_terms_that_cannot_be_loaded_are_named_and_the_others_are(db, outside):
    plugin = outside(
        HEAD
        + (
            "@hookimpl\ndef register_referentiels():\n    return "
            "{'famille_inconnue': [('1', 'Un')]}\n"
        )
    )
    make.load_referentiels()
    assert "« register_referentiels » a échoué" in plugin.fault.sentence
