"""A formation with several actions (D4).

Locked while one is sent, opened together, given back when none is changing.
"""

import pytest
from django.urls import reverse

from core import policy
from core.dossiers.saving import change_porteur
from tests import factories as make
from tests.pages import address
from workflows.lifecycle import MOVES
from workflows.service import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def pair(owner):
    """Return two actions of one formation, in draft."""
    first = make.draft(owner)
    return first, make.draft(owner, formation=first.formation)


def address_of(action, move):
    return reverse("admin:core_action_mouvement", args=[action.pk, move])


def may_change(owner, row):
    return policy.can(make.member(owner), "change", row)


def test_a_formation_changes_while_all_its_actions_do(owner, pair):
    assert may_change(owner, pair[0].formation)


@pytest.mark.parametrize("situation", ["submitted", "online"])
def test_a_formation_is_locked_while_one_action_is_sent_or_validated(owner, pair, situation):
    first, second = pair
    make.bring(second, situation, by=make.member(owner))
    assert not may_change(owner, first.formation)
    assert may_change(owner, first)


@pytest.mark.parametrize("situation", ["questioned", "refused", "archived", "reopened"])
def test_a_formation_opens_again_with_its_action(owner, pair, situation):
    first, second = pair
    make.bring(second, situation, by=make.member(owner))
    assert may_change(owner, first.formation)


def test_the_lock_of_a_formation_names_the_action_that_was_sent(owner, pair, client):
    """The sentence says which, so that one knows what to wait for (D4)."""
    first, second = pair
    make.bring(second, "submitted", by=make.member(owner))
    client.force_login(make.member(owner))
    page = client.get(address(first.formation), follow=True)
    assert page.request["PATH_INFO"] == address(first, "dossier")
    assert second.code in page.text


def told(client, formation, user):
    client.force_login(user)
    return [str(m) for m in client.get(address(formation), follow=True).context["messages"]]


@pytest.mark.parametrize(("situation", "state", "move"), [
    ("submitted", "en attente de validation", "take_back"),
    ("online", "validée", "reopen"),
])  # fmt: skip
def test_the_lock_of_a_formation_says_the_move_that_opens_it(
    owner, pair, client, situation, state, move
):
    """As the button of the action says it: an action that was sent has no « Modifier »."""
    second = make.bring(pair[1], situation, by=make.member(owner))
    label = MOVES[move].label
    [said] = told(client, second.formation, make.member(owner))
    assert said.startswith(
        "La fiche Formation ne peut pas être modifiée : elle "
        f"est commune à {second.code} ({state}). "
    )
    assert said.endswith(f" Choisissez d’abord « {label} » sur {second.code}.")
    page = client.get(address(second, "dossier"))
    assert (label, address_of(second, move)) in [(m.label, url) for m, url in page.context["moves"]]


def test_the_lock_of_a_formation_says_a_move_for_each_action(owner, pair, client):
    sent, online = (
        make.bring(a, s, by=make.member(owner))
        for a, s in zip(pair, ("submitted", "online"), strict=True)
    )
    [said] = told(client, sent.formation, make.member(owner))
    assert said.endswith(
        "Choisissez d’abord « Reprendre la saisie » sur "
        f"{sent.code} et « Modifier » sur {online.code}."
    )


def test_the_lock_of_a_formation_says_who_opens_what_one_may_not(owner, pair, client):
    mine, theirs = pair
    make.bring(theirs, "submitted", by=make.member(owner))
    change_porteur(make.fresh(theirs), make.etablissement("Beta"), by=make.staff())
    [said] = told(client, mine.formation, make.member(owner))
    assert said.endswith(f"C’est à l’organisme qui porte {theirs.code} de reprendre sa saisie.")
    perform(make.fresh(theirs), "hold", by=make.staff(), comment="Vérification en cours.")
    [said] = told(client, mine.formation, make.member(owner))
    assert said.endswith(f"Le Cariforef retient {theirs.code} : Vérification en cours.")


def test_a_locked_formation_is_not_saved(owner, pair, client):
    first, second = pair
    make.bring(second, "submitted", by=make.member(owner))
    client.force_login(make.member(owner))
    client.post(
        address(first.formation),
        {"intitule": "Autre", "version": make.fresh(first.formation).version},
    )
    assert make.fresh(first.formation).intitule == "Conduire un projet"


def test_reopening_names_the_other_actions_that_are_online(owner, pair, client):
    first, second = (make.bring(action, "online", by=make.member(owner)) for action in pair)
    client.force_login(make.member(owner))
    page = client.get(reverse("admin:core_action_mouvement", args=[first.pk, "reopen"]))
    assert second.code in page.text


def give_up(action, by):
    perform(make.fresh(action), "give_up", by=by)


def test_giving_up_gives_the_formation_back_when_no_sibling_is_changing(owner, pair):
    user = make.member(owner)
    first, second = (make.bring(action, "online", by=user) for action in pair)
    for action in (first, second):
        perform(action, "reopen", by=user)
    make.save(first.formation, by=user, intitule="Autre intitulé")
    give_up(first, user)
    assert (
        make.fresh(first.formation).intitule == "Autre intitulé"
    )  # the second's next version has it
    give_up(second, user)
    assert make.fresh(first.formation).intitule == "Conduire un projet"
    for action in (first, second):
        found = make.fresh(action)
        assert (found.state, found.payload()) == (
            "validated",
            found.publications().get(online=True).payload,
        )
