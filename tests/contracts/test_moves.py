"""Who may make which move, from where: the whole table, read and tried."""

import pytest

from tests import factories as make
from workflows.lifecycle import MOVES
from workflows.models import Change, TransitionLog
from workflows.service import NotAllowed, Refused, available, perform

pytestmark = pytest.mark.django_db

# Situations are those of `factories.offers.TO`. Roles that a table does not name may make no move
# (D20).
ACTION = {
    "draft": {"porteur": "submit archive", "cariforef": "archive hold"},
    "submitted": {"porteur": "take_back", "cariforef": "ask validate refuse hold take"},
    "questioned": {"porteur": "take_back answer", "cariforef": "refuse hold take leave"},
    "refused": {"porteur": "submit archive", "cariforef": "archive hold"},
    "online": {
        "porteur": "reopen archive update_live",
        "cariforef": "reopen archive unpublish update_live hold",
    },
    "reopened": {
        "porteur": "submit give_up archive update_live",
        "cariforef": "archive update_live hold",
    },
    "resubmitted": {
        "porteur": "take_back update_live",
        "cariforef": "ask validate refuse update_live hold take",
    },
    "requestioned": {
        "porteur": "take_back answer give_up update_live",
        "cariforef": "refuse update_live hold take leave",
    },
    "unpublished": {"porteur": "reopen archive", "cariforef": "reopen archive republish hold"},
    "archived": {"porteur": "restore", "cariforef": "restore"},
    "held": {"porteur": "", "cariforef": "release"},
    "held_submitted": {"porteur": "", "cariforef": "ask refuse release take"},
}
# What the Cariforef entered itself has no porteur: staff send it, answer it, give it up.
BY_STAFF = {
    "draft": "submit archive hold",
    "submitted": "take_back ask validate refuse hold take",
    "questioned": "take_back answer refuse hold take leave",
    "online": "reopen archive unpublish update_live hold",
    "reopened": "submit give_up archive update_live hold",
    "archived": "restore",
}
# A fiche of the annuaire that was sent is not taken back (S0); only the Cariforef archives it.
ANNUAIRE = {
    "draft": {"organisme": "submit", "cariforef": "submit archive hold"},
    "submitted": {"organisme": "", "cariforef": "ask validate refuse hold take"},
    "questioned": {"organisme": "answer", "cariforef": "answer refuse hold take leave"},
    "refused": {"organisme": "submit", "cariforef": "submit archive hold"},
    "online": {
        "organisme": "reopen update_live",
        "cariforef": "reopen archive unpublish update_live hold",
    },
    "reopened": {
        "organisme": "submit give_up update_live",
        "cariforef": "submit give_up archive update_live hold",
    },
    "resubmitted": {
        "organisme": "update_live",
        "cariforef": "ask validate refuse update_live hold take",
    },
    "requestioned": {
        "organisme": "answer give_up update_live",
        "cariforef": "answer give_up refuse update_live hold take leave",
    },
    "unpublished": {"organisme": "reopen", "cariforef": "reopen archive republish hold"},
    "archived": {"organisme": "", "cariforef": "restore"},
    "held": {"organisme": "", "cariforef": "release"},
    "held_submitted": {"organisme": "", "cariforef": "ask refuse release take"},
}


def in_order(names):
    """Return names of moves in the order of the table of moves."""
    return sorted(names.split(), key=list(MOVES).index)


def picture(subject):
    """Return what a refused move must leave as it was."""
    row = make.fresh(subject)
    return (
        row.state,
        row.online_number,
        row.version,
        row.hold_reason,
        row.submitted_at,
        row.reviewer_id,
        TransitionLog.objects.count(),
        Change.objects.count(),
        [(p.number, p.online) for p in row.publications()],
    )


def moves_of(subject, users):
    """Return the moves each of these users is offered."""
    return {role: available(make.fresh(subject), user) for role, user in users.items()}


def all_refused(subject, users, offered):
    """Try every move that is not offered.

    Return those that were made, changed something, or were refused in another way.
    """
    before, wrong = picture(subject), []
    for role, user in users.items():
        for name in MOVES:
            if name in offered[role]:
                continue
            expected = Refused if subject.allows(user, name) else NotAllowed
            try:
                perform(
                    subject,
                    name,
                    by=user,
                    comment="Essai",
                    payload={} if name == "update_live" else None,
                )
                wrong.append((role, name, "fait"))
            except Refused as refusal:
                if type(refusal) is not expected or not refusal.message:
                    wrong.append((role, name, refusal))
            if picture(subject) != before:
                wrong.append((role, name, "a changé quelque chose"))
    return wrong


def test_the_tables_name_every_situation():
    assert list(ACTION) == list(ANNUAIRE)
    assert set(ACTION) == set(make.TO)


def test_the_tables_use_every_move():
    used = {
        name
        for table in (ACTION, ANNUAIRE)
        for roles in table.values()
        for names in roles.values()
        for name in names.split()
    }
    assert used == set(MOVES)


@pytest.fixture
def everyone():
    """Return the accounts of each role that has nothing to move, in the order of the tables."""
    mine = make.regional()
    other = next(p for p in make.programmes() if p.code != mine.code)
    return {
        "étranger": make.member(make.etablissement("Étrangère")),
        "gestionnaire": make.manager(mine),
        "autre gestionnaire": make.manager(other),
        "administrateur": make.admin(),
        "sans rôle": make.nobody(),
        "cariforef": make.staff("autre.cariforef"),
    }


@pytest.mark.parametrize("situation", ACTION)
def test_moves_of_an_action(situation, everyone):
    formateur, mandataire, third = (
        make.etablissement(nom) for nom in ("Formateur", "Mandataire", "Dispensateur")
    )
    attribution = make.attribution(formateur, mandataire)
    subject = make.offer(
        formateur,
        situation,
        attribution=attribution,
        site_dispensateur=str(third.sites.get(principal=True).pk),
    )
    users = everyone | {
        "porteur": make.member(formateur),
        "mandataire": make.member(mandataire),
        "dispensateur": make.member(third),
    }
    offered = moves_of(subject, users)
    assert offered == {role: in_order(ACTION[situation].get(role, "")) for role in users}
    assert all_refused(subject, users, offered) == []


@pytest.mark.parametrize("situation", BY_STAFF)
def test_moves_of_an_action_entered_by_staff(situation, everyone):
    formateur = make.etablissement("Formateur")
    subject = make.draft(None, by=make.staff(), attribution=make.attribution(formateur))
    subject = make.bring(subject, situation, by=make.staff())
    users = everyone | {"formateur": make.member(formateur)}
    offered = moves_of(subject, users)
    assert offered == {
        role: in_order(BY_STAFF[situation] if role == "cariforef" else "") for role in users
    }
    assert all_refused(subject, users, offered) == []


@pytest.mark.parametrize("situation", ANNUAIRE)
@pytest.mark.parametrize("kind", ["etablissement", "site"])
def test_moves_of_the_annuaire(situation, kind, everyone):
    """An organisation moves its own fiches; one that sees them through a lot does not."""
    owner, mandataire = make.etablissement("Alpha", online=False), make.etablissement("Mandataire")
    make.attribution(owner, mandataire)
    subject = owner if kind == "etablissement" else owner.sites.get()
    subject = make.bring(subject, situation, by=make.member(owner), archiver="staff")
    users = everyone | {"organisme": make.member(owner), "mandataire": make.member(mandataire)}
    offered = moves_of(subject, users)
    assert offered == {role: in_order(ANNUAIRE[situation].get(role, "")) for role in users}
    assert all_refused(subject, users, offered) == []


def test_a_member_for_some_sites_moves_those_only():
    owner = make.etablissement("Alpha", online=False)
    principal, other = owner.sites.get(), make.site(owner, "Alpha secondaire", online=False)
    user = make.member(owner, sites=[other], local="secondaire")
    assert available(other, user) == ["submit"]
    assert available(principal, user) == []
    with pytest.raises(NotAllowed):
        perform(principal, "submit", by=user)


def test_a_closed_account_moves_nothing():
    owner = make.etablissement("Alpha")
    subject, user = make.draft(owner), make.member(owner)
    assert available(subject, user) == ["submit", "archive"]
    user.is_active = False
    user.save()
    assert available(subject, make.fresh(user)) == []
