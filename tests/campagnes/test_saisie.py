"""Opening and closing of the saisie: organisations neither create nor send outside the dates.

Staff may; drafts save.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Action
from core.offres import creation
from tests import factories as make
from tests.campagnes.doors import campagne_of, dates
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def action(owner):
    return make.draft(owner, attribution=make.attribution(owner))


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def close(client, action, ouverture, fermeture):
    client.force_login(make.manager(action.programme))
    assert dates(client, campagne_of(action), ouverture, fermeture).status_code == 302


@pytest.mark.parametrize(
    ("ouverture", "fermeture", "said"),
    [
        (10, 20, "elle ouvre le {0:%d/%m/%Y} et ferme le {1:%d/%m/%Y}"),
        (-20, -10, "était ouverte du {0:%d/%m/%Y} au {1:%d/%m/%Y}"),
    ],
)
def test_outside_the_dates_nothing_is_created_nor_sent(
    client, owner, action, ouverture, fermeture, said
):
    other = make.attribution(owner, numero_lot="AUTRE")
    close(client, action, day(ouverture), day(fermeture))
    sentence = said.format(day(ouverture), day(fermeture))
    with pytest.raises(Refused) as found:
        creation.create_action(by=make.member(owner), porteur=owner, attribution=make.fresh(other))
    assert sentence in found.value.message
    client.force_login(make.member(owner))
    page = client.post(reverse("admin:core_action_mouvement", args=[action.pk, "submit"]))
    assert sentence in page.text
    assert make.fresh(action).state == "draft"


def test_a_draft_is_saved_all_the_same_and_says_why_it_waits(client, owner, action):
    close(client, action, day(10), None)
    make.save(action, by=make.member(owner), objectifs="Autres objectifs.")
    assert make.fresh(action).objectifs == "Autres objectifs."
    [issue] = [i for i in make.fresh(action).issues() if i.code == "campagne.fermee"]
    assert not issue.blocking
    client.force_login(make.member(owner))
    assert (
        "n’est pas ouverte"
        in client.get(reverse("admin:core_action_dossier", args=[action.pk])).text
    )


def test_staff_create_and_send_at_any_time(client, owner, action):
    close(client, action, None, day(-1))
    entered = creation.create_action(
        by=make.staff(), porteur=None, attribution=make.attribution(owner, numero_lot="AUTRE")
    )
    assert Action.objects.filter(pk=entered.pk).exists()
    Action.objects.filter(pk=action.pk).update(porteur=None)
    perform(make.fresh(action), "submit", by=make.staff())
    assert make.fresh(action).state == "submitted"


def test_on_the_first_and_on_the_last_day_the_saisie_is_open(client, owner, action):
    close(client, action, day(0), day(0))
    perform(action, "submit", by=make.member(owner))
    assert make.fresh(action).state == "submitted"


def test_an_answer_and_a_change_of_what_is_published_are_sent_after_the_closing(client, owner):
    asked = make.offer(owner, "questioned", attribution=make.attribution(owner))
    online = make.offer(owner, "reopened", attribution=make.attribution(owner, numero_lot="AUTRE"))
    close(client, asked, None, day(-1))
    user = make.member(owner)
    perform(asked, "answer", by=user, comment="Voici.")
    make.agree(online, by=user)
    perform(online, "submit", by=user)
    assert {make.fresh(a).state for a in (asked, online)} == {"submitted"}


def test_a_campaign_does_not_close_before_it_opens(client, action):
    client.force_login(make.manager(action.programme))
    page = dates(client, campagne_of(action), day(3), day(2))
    assert "La saisie ne peut pas fermer avant d’avoir ouvert." in page.text
