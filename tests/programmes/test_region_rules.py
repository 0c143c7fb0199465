"""What the Région asks, at the moment of sending.

Its agreement to a change, the forfait, the places of the order.
"""

from datetime import date

import pytest
from django.urls import reverse

from core.models import AccordRegion
from tests import factories as make
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


def codes(action):
    return [issue.code for issue in make.fresh(action).issues() if issue.blocking]


def refused(action, name, by):
    with pytest.raises(Refused) as refusal:
        perform(make.fresh(action), name, by=by)
    return [(issue.code, issue.path) for issue in refusal.value.issues]


# The agreement (D3) ------------------------------------------------------------------------------


def test_a_first_version_needs_no_agreement(owner):
    assert codes(make.draft(owner, attribution=make.attribution(owner))) == []


def test_a_change_is_not_sent_without_the_agreement(owner):
    user = make.member(owner)
    action = make.offer(owner, "reopened", attribution=make.attribution(owner))
    assert refused(action, "submit", user) == [("region.accord", f"A{action.pk}.accord")]
    make.agree(action, by=user)
    perform(action, "submit", by=user)
    assert make.fresh(action).state == "submitted"


def test_an_ordinary_offer_needs_no_agreement(owner):
    action = make.offer(owner, "reopened")
    perform(action, "submit", by=make.member(owner))
    assert make.fresh(action).state == "submitted"


def test_an_agreement_holds_for_one_version(owner):
    user = make.member(owner)
    action = make.offer(owner, "resubmitted", attribution=make.attribution(owner))
    perform(action, "validate", by=make.staff())
    perform(action, "reopen", by=user)
    assert refused(action, "submit", user) == [("region.accord", f"A{action.pk}.accord")]


def test_the_agreement_is_typed_with_the_move(owner, client):
    action = make.offer(owner, "reopened", attribution=make.attribution(owner))
    client.force_login(make.member(owner))
    address = reverse("admin:core_action_mouvement", args=[action.pk, "submit"])
    page = client.get(address)
    assert "enregistrez l’accord de la Région" in page.text
    digest = page.context["form"].initial | {"seen": page.context.get("seen", "")}
    partial = digest | {"accord-reference": "Courriel"}
    page = client.post(address, partial)
    assert "L’accord de la Région se note en entier" in page.text
    assert not AccordRegion.objects.exists()
    whole = partial | {"accord-date": "2026-01-05", "accord-donne_par": "Service Formation"}
    assert client.post(address, whole).status_code == 302
    assert make.fresh(action).state == "submitted"
    accord = AccordRegion.objects.get()
    assert (accord.reference, accord.publication, accord.saisi_par) == (
        "Courriel",
        1,
        make.member(owner),
    )


def test_an_agreement_is_not_kept_when_the_move_is_refused(owner, client):
    action = make.offer(owner, "reopened", attribution=make.attribution(owner))
    make.save(action.sessions.get(), by=make.member(owner), date_debut=None)
    client.force_login(make.member(owner))
    data = {
        "accord-reference": "Courriel",
        "accord-date": "2026-01-05",
        "accord-donne_par": "Service Formation",
    }
    page = client.post(reverse("admin:core_action_mouvement", args=[action.pk, "submit"]), data)
    assert "« Date début » est à renseigner." in page.text
    assert make.fresh(action).state == "draft"


# The forfait (S3) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("forfait", "expected"), [("oui", ["forfait.date"]), ("non", [])])
def test_a_start_under_forfait_moves_with_the_agreement_only(owner, forfait, expected):
    user = make.member(owner)
    action = make.offer(
        owner, "reopened", attribution=make.attribution(owner, forfait_recrutement=forfait)
    )
    make.save(action.sessions.get(), by=user, date_debut=date(2026, 5, 4))
    assert [code for code in codes(action) if code != "region.accord"] == expected
    make.agree(action, by=user)
    assert codes(action) == []
    perform(action, "submit", by=user)


def test_a_start_under_forfait_is_free_before_it_is_online(owner):
    action = make.draft(owner, attribution=make.attribution(owner, forfait_recrutement="oui"))
    make.save(action.sessions.get(), by=make.member(owner), date_debut=date(2026, 5, 4))
    assert codes(action) == []


# The order ----------------------------------------------------------------------------------------


def test_two_actions_share_the_places_of_the_order(owner):
    user = make.member(owner)
    attribution = make.attribution(owner, places="20")
    first = make.draft(owner, attribution=attribution, places=12)
    second = make.draft(owner, attribution=attribution, places=10)
    assert codes(first) == codes(second) == []  # drafts take nothing
    perform(first, "submit", by=user)
    assert [code for code, _ in refused(second, "submit", user)] == ["places.bon_de_commande"]
    message = next(
        i.message for i in make.fresh(second).issues() if i.code == "places.bon_de_commande"
    )
    assert message == (
        "Le bon de commande prévoit 20 places ; les dispositifs en "
        "comptent 22, dont 12 dans d’autres actions."
    )
    perform(make.fresh(first), "take_back", by=user)
    perform(second, "submit", by=user)


@pytest.mark.parametrize(
    ("situation", "free"),
    [
        ("submitted", False),
        ("questioned", False),
        ("online", False),
        ("reopened", False),
        ("refused", True),
        ("archived", True),
    ],
)
def test_places_are_taken_while_an_action_is_sent_or_online(owner, situation, free):
    attribution = make.attribution(owner, places="20")
    make.offer(owner, situation, attribution=attribution, places=20)
    second = make.draft(owner, attribution=attribution, places=1)
    assert (codes(second) == []) is free


def test_places_of_a_session_that_was_removed_are_free(owner, client):
    attribution = make.attribution(owner, places="20")
    first = make.offer(owner, "draft", attribution=attribution, sessions=2, places=10)
    client.force_login(make.member(owner))
    client.post(
        reverse("admin:core_session_retirer", args=[first.sessions.order_by("pk").last().pk])
    )
    perform(first, "submit", by=make.member(owner))
    assert codes(make.draft(owner, attribution=attribution, places=10)) == []


def test_an_order_that_shrinks_below_what_is_taken_keeps_pages_open(owner, client):
    attribution = make.attribution(owner, places="20")
    make.offer(owner, "submitted", attribution=attribution, places=20)
    make.attribution(owner, places="5")
    action = make.draft(owner, attribution=make.fresh(attribution), complete=False)
    client.force_login(make.member(owner))
    assert client.get(reverse("admin:core_action_dossier", args=[action.pk])).status_code == 200
    assert "places.bon_de_commande" not in codes(action)  # it takes none itself
