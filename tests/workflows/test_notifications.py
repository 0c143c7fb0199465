"""Mails: who hears of a move, once it is committed, and nobody else's address."""

import pytest

from core.models import Membership, Role, User
from tests import factories as make
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    """Return a complete regional draft, with a lead, a colleague.

    A silent colleague and one who left.
    """
    owner, lead = make.etablissement("Alpha"), make.etablissement("Mandataire")
    make.member(lead), make.member(make.etablissement("Étrangère"))
    for local, about in (
        ("collegue", {}),
        ("silencieux", {"notifications": False}),
        ("parti", {"is_active": False}),
    ):
        User.objects.filter(pk=make.member(owner, local=local).pk).update(**about)
    make.staff(), make.staff("autre.cariforef"), make.admin(), make.manager(make.regional())
    return make.draft(owner, attribution=make.attribution(owner, lead))


@pytest.fixture
def move(offer, mailoutbox, django_capture_on_commit_callbacks):
    """Return a function that makes a move and gives the mails it sent, by address."""

    def make_move(name, by, **about):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            perform(make.fresh(offer), name, by=by, **about)
            assert mailoutbox == []  # nothing before the commit
        for mail in mailoutbox:
            assert (len(mail.to), mail.cc, mail.bcc) == (1, [], [])
        return {mail.to[0]: mail for mail in mailoutbox}

    return make_move


def of(offer):
    return make.member(offer.porteur)


STAFF = {"cariforef@essai.example", "autre.cariforef@essai.example"}


def organisation(offer):
    return {f"of{offer.porteur.pk}@essai.example", "collegue@essai.example"}


def test_the_cariforef_hears_of_what_is_sent(offer, move):
    mails = move("submit", of(offer), comment="Relue avec l’équipe")
    assert set(mails) == STAFF
    mail = mails["cariforef@essai.example"]
    assert mail.subject == f"[SOFI] À valider : {offer.title()}"
    assert "Relue avec l’équipe" in mail.body
    assert f"http://localhost:8000/gestion/core/action/{offer.pk}/" in mail.body
    assert "@" not in mail.body.replace("offre@cariforef.example", "")


def test_the_organisation_hears_of_questions_and_the_cariforef_of_answers(offer, move):
    move("submit", of(offer))
    remarks = [
        {"path": f"A{offer.pk}.objectifs", "label": "Action, Objectifs", "message": "À préciser"}
    ]
    mails = move("ask", make.staff(), comment="Quel lieu ?", remarks=remarks)
    assert set(mails) == organisation(offer)
    body = mails["collegue@essai.example"].body
    assert "Quel lieu ?" in body
    assert "- Action, Objectifs : À préciser" in body
    mails = move("answer", of(offer), comment="C’est précisé")
    assert set(mails) == STAFF
    assert "C’est précisé" in mails["cariforef@essai.example"].body


def test_who_made_the_move_is_not_written_to(offer, move):
    assert set(move("submit", make.member(offer.porteur, local="collegue"))) == STAFF
    assert set(move("validate", make.staff())) == organisation(offer)


def test_the_organisation_hears_of_a_validation(offer, move):
    move("submit", of(offer))
    mails = move("validate", make.staff(), comment="Merci")
    assert set(mails) == organisation(offer)
    mail = mails["collegue@essai.example"]
    assert mail.subject == f"[SOFI] En ligne : {offer.title()}"
    assert "Merci" in mail.body


def test_the_organisation_hears_of_a_refusal_with_its_reason(offer, move):
    move("submit", of(offer))
    mails = move("refuse", make.staff(), comment="Les objectifs sont ceux d’une autre formation.")
    assert set(mails) == organisation(offer)
    assert "Les objectifs sont ceux d’une autre formation." in mails["collegue@essai.example"].body


@pytest.mark.parametrize("name", ["take_back", "hold"])
def test_other_moves_write_to_nobody(offer, move, name):
    move("submit", of(offer))
    assert move(name, of(offer) if name == "take_back" else make.staff(), comment="Raison") == {}


def test_a_move_that_is_refused_writes_to_nobody(
    offer, mailoutbox, django_capture_on_commit_callbacks
):
    make.save(offer.sessions.get(), by=of(offer), date_debut=None)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused):
        perform(offer, "submit", by=of(offer))
    assert mailoutbox == []


def test_an_offer_of_the_cariforef_writes_to_the_cariforef(
    mailoutbox, django_capture_on_commit_callbacks
):
    owner = make.etablissement("Alpha")
    make.member(owner), make.staff("autre.cariforef")
    action = make.draft(None, by=make.staff(), attribution=make.attribution(owner))
    with django_capture_on_commit_callbacks(execute=True):
        perform(action, "submit", by=make.staff())
    with django_capture_on_commit_callbacks(execute=True):
        perform(make.fresh(action), "ask", by=make.staff(), comment="Quel lieu ?")
    assert {mail.to[0] for mail in mailoutbox} == {"autre.cariforef@essai.example"}


def test_the_annuaire_writes_to_the_members_of_the_etablissement(
    mailoutbox, django_capture_on_commit_callbacks
):
    owner = make.etablissement("Alpha", online=False)
    user = make.member(owner)
    make.member(make.etablissement("Étrangère"))
    for name, by in (("submit", user), ("validate", make.staff())):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            perform(owner.sites.get(), name, by=by)
        assert [mail.to for mail in mailoutbox] == [
            [user.email if name == "validate" else "cariforef@essai.example"]
        ]


def test_a_person_of_two_roles_is_written_to_once(offer, move):
    both = make.staff("deux.roles")
    Membership.objects.create(
        user=both, role=Role.ORGANISME, etablissement=make.etablissement("Seconde")
    )
    mails = move("submit", of(offer))
    assert sorted(mails) == sorted({*STAFF, "deux.roles@essai.example"})
