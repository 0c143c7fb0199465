"""« Nettoyer le texte », by the address that its button asks."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    client.force_login(make.member(make.etablissement("Alpha")))
    return client


def test_what_is_typed_comes_back_clean_and_nothing_is_written(
    member, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        answer = member.post(reverse("admin:nettoyer"), {"texte": "• Créer\n\u200b• Reprendre"})
    assert answer.json() == {"texte": "- Créer\n- Reprendre"}


def test_a_text_that_is_far_too_long_is_refused(member):
    answer = member.post(reverse("admin:nettoyer"), {"texte": "•" * 50_001})
    assert answer.status_code == 413
    assert answer.json()["refus"].startswith("Ce texte compte 50001 caractères")


def test_it_answers_a_post_of_somebody_who_is_known(client, member):
    assert member.get(reverse("admin:nettoyer")).status_code == 404
    client.logout()
    assert client.post(reverse("admin:nettoyer"), {"texte": "•"}).status_code == 302


def test_the_button_is_under_the_long_texts(member):
    action = make.draft(make.etablissement("Beta"))
    member.force_login(make.member(action.porteur))
    page = member.get(action.get_absolute_url()).content.decode()
    assert 'data-nettoyer="id_objectifs"' in page
    assert "sofi/nettoyer.js" in page
    assert 'data-nettoyer="id_complement_intitule"' not in page


def test_a_pasted_text_is_saved_in_a_draft_and_stops_its_sending(member):
    action = make.draft(make.etablissement("Beta"), objectifs="Module\tDurée")
    [issue] = [i for i in action.issues() if i.code.startswith("texte.")]
    assert issue.blocking
    assert "un tableau, ligne 1" in issue.message
