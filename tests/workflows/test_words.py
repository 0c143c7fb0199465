"""What a state and a lock are called, by the organisation and by the Cariforef."""

import pytest
import time_machine
from django.urls import reverse

from tests import factories as make
from workflows.labels import label
from workflows.lifecycle import MOVES
from workflows.lock import lock_for

pytestmark = pytest.mark.django_db
LABELS = {  # situation: (said to the organisation, said to the Cariforef)
    "draft": ("En cours de saisie", "En cours de saisie"),
    "submitted": ("En attente de validation par le Cariforef", "À valider"),
    "questioned": ("En attente de vos réponses", "En attente de réponses de l’organisme"),
    "refused": ("En cours de saisie", "En cours de saisie"),
    "online": ("En ligne", "En ligne"),
    "reopened": ("En ligne, modifications en cours", "En ligne, modifications en cours"),
    "resubmitted": ("En ligne, modifications à valider", "En ligne, modifications à valider"),
    "requestioned": (
        "En ligne, questions sur les modifications",
        "En ligne, questions sur les modifications",
    ),
    "unpublished": ("Retirée", "Retirée"),
    "archived": ("Archivée", "Archivée"),
    "held": ("En cours de saisie", "En cours de saisie"),
    "held_submitted": ("En attente de validation par le Cariforef", "À valider"),
}
# situation: the cause for the porteur, and the beginning of the sentence; None: it may be changed
LOCKS = {
    "draft": None,
    "submitted": (
        "state",
        (
            "La fiche a été transmise le 5 mars 2026 : elle est en "
            "cours de validation par le Cariforef."
        ),
    ),
    "questioned": None,
    "online": ("state", "La fiche est validée. Pour la changer, choisissez « Modifier »"),
    "reopened": None,
    "archived": ("state", "La fiche est archivée. Pour la reprendre, choisissez « Rétablir »."),
    "held": ("hold", "Le Cariforef retient cette fiche : Quels pré-requis, exactement ?"),
}


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


def test_labels_name_every_situation():
    assert set(LABELS) == set(make.TO)


@pytest.mark.parametrize("situation", LABELS)
def test_a_state_has_two_voices(owner, client, situation):
    action = make.offer(owner, situation)
    assert (label(action, staff=False).text, label(action, staff=True).text) == LABELS[situation]
    for user, expected in zip((make.member(owner), make.staff()), LABELS[situation], strict=True):
        client.force_login(user)
        page = client.get(reverse("admin:core_action_dossier", args=[action.pk]))
        assert f">{expected}</span>" in page.text


@pytest.mark.parametrize("situation", LOCKS)
def test_a_lock_explains_itself(owner, client, situation):
    with time_machine.travel("2026-03-05T10:00:00+01:00", tick=False):
        action = make.offer(owner, situation)
    lock = lock_for(action, make.member(owner))
    expected = LOCKS[situation]
    assert (lock and lock.cause) == (expected and expected[0])
    if expected:
        assert lock.sentence.startswith(expected[1])
        client.force_login(make.member(owner))
        assert (
            expected[1] in client.get(reverse("admin:core_action_dossier", args=[action.pk])).text
        )


def test_a_lock_for_who_only_reads(owner):
    lead = make.etablissement("Mandataire")
    action = make.draft(owner, attribution=make.attribution(owner, lead))
    assert lock_for(action, make.member(lead)).cause == "policy"
    assert lock_for(action, make.member(owner)) is None


def test_the_cariforef_is_told_that_the_organisation_answers(owner):
    action = make.offer(owner, "questioned")
    assert "attend des réponses de l’organisme" in lock_for(action, make.staff()).sentence


def test_staff_correct_what_was_sent(owner):
    assert lock_for(make.offer(owner, "submitted"), make.staff()) is None


@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_said_in_whole_sentences(name):
    move = MOVES[name]
    assert move.label[0].isupper()
    assert move.sentence.endswith(".")
    assert move.done.endswith(".")
    assert bool(move.comment) or not move.comment_required
