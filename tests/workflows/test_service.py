"""`perform`: one transaction, one row of log, one publication online.

A refusal is a sentence and changes nothing.
"""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories as make
from workflows.lifecycle import MOVES
from workflows.models import Publication, TransitionLog
from workflows.service import NotAllowed, Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def user(owner):
    return make.member(owner)


def log(subject):
    return [
        (e.name, e.source, e.target, e.by_label, e.comment)
        for e in reversed(TransitionLog.objects.of(subject))
    ]


def refusal(subject, name, **about):
    with pytest.raises(Refused) as found:
        perform(make.fresh(subject), name, **about)
    return found.value


# The log -------------------------------------------------------------------------------------


def test_each_move_leaves_one_row(owner, user):
    action, staff = make.draft(owner), make.staff()
    for name, by, comment in (
        ("submit", user, " Relue "),
        ("ask", staff, "Quel lieu ?"),
        ("answer", user, "Nantes"),
        ("validate", staff, ""),
        ("reopen", user, ""),
        ("give_up", user, ""),
        ("unpublish", staff, "Annulée"),
        ("republish", staff, "Maintenue"),
        ("hold", staff, "Contrôle"),
        ("release", staff, ""),
        ("archive", user, "Finie"),
        ("restore", user, ""),
    ):
        entry = perform(make.fresh(action), name, by=by, comment=comment)
        assert entry.by == by
    of, cariforef = str(user), str(staff)
    assert log(action) == [
        ("submit", "draft", "submitted", of, "Relue"),
        ("ask", "submitted", "questioned", cariforef, "Quel lieu ?"),
        ("answer", "questioned", "submitted", of, "Nantes"),
        ("validate", "submitted", "validated", cariforef, ""),
        ("reopen", "validated", "draft", of, ""),
        ("give_up", "draft", "validated", of, ""),
        ("unpublish", "validated", "validated", cariforef, "Annulée"),
        ("republish", "validated", "validated", cariforef, "Maintenue"),
        ("hold", "validated", "validated", cariforef, "Contrôle"),
        ("release", "validated", "validated", cariforef, ""),
        ("archive", "validated", "archived", of, "Finie"),
        ("restore", "archived", "draft", of, ""),
    ]


def test_the_log_keeps_who_it_was_when_the_account_is_gone(owner, user):
    action = make.offer(owner, "submitted")
    name = str(user)
    user.delete()
    entry = TransitionLog.objects.of(action).get()
    assert (entry.by, entry.by_label) == (None, name)


def test_remarks_are_kept_and_stand_for_the_comment(owner):
    action = make.offer(owner, "submitted")
    remarks = [{"path": f"A{action.pk}.objectifs", "label": "Objectifs", "message": "À préciser"}]
    entry = perform(action, "ask", by=make.staff(), remarks=remarks)
    assert (entry.remarks, entry.comment) == (remarks, "À préciser")


def test_a_move_says_since_when_and_by_whom_it_was_sent(owner, user):
    before = timezone.now()
    action = make.offer(owner, "submitted")
    assert before <= action.submitted_at <= action.state_since <= timezone.now()
    assert action.submitted_by == user
    assert action.rules_version == action.current_rules_version()


def test_a_move_without_a_change_of_state_leaves_its_date(owner):
    action = make.offer(owner, "online")
    perform(action, "unpublish", by=make.staff(), comment="Annulée")
    assert make.fresh(action).state_since == action.state_since


# Refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("situation", "name"),
    [
        ("submitted", "ask"),
        ("submitted", "refuse"),
        ("online", "archive"),
        ("online", "unpublish"),
        ("draft", "hold"),
    ],
)
@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_move_that_wants_a_reason_is_refused_without(owner, situation, name, comment):
    action = make.offer(owner, situation)
    found = refusal(
        action, name, by=make.staff() if name != "archive" else make.member(owner), comment=comment
    )
    assert found.message == f"« {MOVES[name].comment} » est à renseigner."
    assert make.fresh(action).version == action.version


@pytest.mark.parametrize("name", ["ask", "answer", "refuse", "archive"])
def test_the_base_itself_refuses_a_row_without_a_reason(owner, name):
    action = make.draft(owner)
    row = {
        "subject": action,
        "name": name,
        "source": "draft",
        "target": "draft",
        "at": timezone.now(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        TransitionLog.objects.create(**row, comment="")
    TransitionLog.objects.create(**row, comment="Parce que")


def test_an_illegal_move_is_said_with_the_state(owner, user):
    action = make.offer(owner, "submitted")
    found = refusal(action, "submit", by=user)
    assert found.message == (
        "« Envoyer au Cariforef » n’est pas possible : la fiche est « en attente de validation »."
    )


def test_a_held_fiche_says_why(owner, user):
    found = refusal(make.offer(owner, "held"), "submit", by=user)
    assert found.message.endswith("Elle est retenue : Quels pré-requis, exactement ?")


def test_who_may_not_is_told_so(owner):
    action = make.draft(owner)
    found = refusal(action, "submit", by=make.member(make.etablissement("Étrangère")))
    assert type(found) is NotAllowed
    assert MOVES["submit"].label.lower() in found.message.lower()


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_missing_is_counted_and_listed(owner, user, count):
    action = make.draft(owner)
    make.save(
        action.sessions.get(), by=user, date_fin=None, **({"rythmes": []} if count == 2 else {})
    )
    found = refusal(action, "submit", by=user)
    assert (
        found.message
        == {1: "Il reste un point à corriger.", 2: "Il reste 2 points à corriger."}[count]
    )
    assert len(found.issues) == count
    assert log(action) == []


def test_advice_refuses_nothing(owner, user):
    action = make.draft(owner, referent_handicap=None, objectif_general="")
    assert [issue for issue in action.issues() if not issue.blocking]
    perform(action, "submit", by=user)


def test_a_move_is_logged_once_it_is_committed(
    owner, user, caplog, django_capture_on_commit_callbacks
):
    action = make.draft(owner)
    with caplog.at_level("INFO", "sofi.moves"), django_capture_on_commit_callbacks(execute=True):
        perform(action, "submit", by=user)
        assert not [record for record in caplog.records if record.name == "sofi.moves"]
    [record] = [record for record in caplog.records if record.name == "sofi.moves"]
    assert (record.move, record.by) == ("submit", user.pk)
    assert (record.source, record.target) == ("draft", "submitted")
    assert record.subject == f"action {action.pk}"


def test_a_move_makes_another_version_unless_it_is_of_the_queue(owner, user):
    action = make.draft(owner)
    staff = make.staff()
    before = action.version
    perform(action, "submit", by=user)
    assert make.fresh(action).version == before + 1
    perform(make.fresh(action), "take", by=staff)
    perform(make.fresh(action), "leave", by=staff)
    assert make.fresh(action).version == before + 1
    perform(make.fresh(action), "validate", by=staff)
    assert make.fresh(action).version == before + 2


# Publications ------------------------------------------------------------------------------------


def test_one_publication_is_online_whatever_the_moves(owner, user):
    action = make.offer(owner, "online")
    for name, by in (("reopen", user), ("submit", user), ("validate", make.staff())):
        perform(make.fresh(action), name, by=by)
    assert [(p.number, p.online) for p in Publication.objects.of(action)] == [(2, True), (1, False)]
    assert make.fresh(action).online_number == 2


def test_the_base_itself_refuses_a_second_online_publication(owner):
    action = make.offer(owner, "online")
    first = Publication.objects.of(action).get()
    again = {"subject": action, "payload": first.payload, "published_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(**again, number=2, online=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(**again, number=1, online=False)
    Publication.objects.create(**again, number=2, online=False)


@pytest.mark.parametrize("situation", ["draft", "submitted", "questioned", "refused"])
def test_nothing_is_published_before_the_validation(owner, situation):
    assert not Publication.objects.of(make.offer(owner, situation)).exists()


@pytest.mark.parametrize("situation", ["reopened", "resubmitted", "requestioned"])
def test_what_is_online_stays_online_while_it_changes(owner, situation):
    action = make.offer(owner, situation)
    assert [(p.number, p.online) for p in Publication.objects.of(action)] == [(1, True)]
    assert action.is_online


def test_a_payload_does_not_follow_the_rows(owner, user):
    action = make.offer(owner, "reopened")
    before = Publication.objects.of(action).get().payload
    make.save(action, by=user, objectifs="Autres")
    assert Publication.objects.of(action).get().payload == before
    assert before["fiche"]["children"][0]["values"]["objectifs"] != "Autres"


def test_republish_puts_the_last_version_online_again(owner, user):
    action = make.offer(owner, "unpublished")
    assert not action.is_online
    perform(action, "republish", by=make.staff(), comment="Maintenue")
    assert [(p.number, p.online) for p in Publication.objects.of(action)] == [(1, True)]


@pytest.mark.parametrize("name", ["archive", "unpublish"])
def test_what_is_taken_down_is_no_longer_online(owner, name):
    action = make.offer(owner, "online")
    perform(
        action, name, by=make.member(owner) if name == "archive" else make.staff(), comment="Finie"
    )
    assert not make.fresh(action).is_online
    assert not Publication.objects.of(action).filter(online=True).exists()


# Hold and release --------------------------------------------------------------------------------


def test_a_held_fiche_is_locked_until_it_is_released(owner, user):
    action, staff = make.draft(owner), make.staff()
    perform(action, "hold", by=staff, comment="Contrôle en cours")
    with pytest.raises(NotAllowed):
        make.save(action, by=user, objectifs="Autres")
    perform(make.fresh(action), "release", by=staff)
    assert make.fresh(action).hold_reason == ""
    make.save(action, by=user, objectifs="Autres")
    perform(make.fresh(action), "submit", by=user)


def test_a_word_said_with_the_release_does_not_hold_again(owner):
    action = make.offer(owner, "held")
    perform(action, "release", by=make.staff(), comment="Tout va bien")
    assert make.fresh(action).hold_reason == ""


def test_update_live_is_not_a_way_to_publish_a_draft(owner, user):
    action = make.offer(owner, "reopened")
    make.save(action, by=user, objectifs="Que personne n’a validés")
    with pytest.raises((Refused, ValueError)):
        perform(make.fresh(action), "update_live", by=user)
    assert Publication.objects.of(action).count() == 1
