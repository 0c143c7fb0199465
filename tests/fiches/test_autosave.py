"""Autosave: what is typed and not saved is kept for its author alone, given back.

And never becomes a row by itself.
"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.fiches.autosave.keep import TABS
from core.fiches.autosave.models import Saisie
from core.fiches.autosave.views import LONGEST
from tests import factories as make
from tests.pages import address, filled, form_of

pytestmark = pytest.mark.django_db
KEEP = "admin:saisie_garder"


@pytest.fixture
def action(client):
    action = make.draft(make.etablissement("Alpha"))
    client.force_login(make.member(action.porteur))
    return action


def keep(client, row, data, tab="un"):
    page = f"{row._meta.model_name}/{row.pk}"
    return client.post(reverse(KEEP), data, headers={"X-Sofi-Page": page, "X-Sofi-Onglet": tab})


def test_what_is_typed_comes_back_unsaved(client, action):
    data = filled(client.get(address(action))) | {
        "objectifs": "À moitié",
        "url_video": "pas une adresse",
    }
    with time_machine.travel(timezone.now(), tick=False):
        said = keep(client, action, data).json()
        assert said == {"heure": f"{timezone.localtime():%H:%M}"}
    assert make.fresh(action).objectifs != "À moitié"
    saisie = Saisie.objects.get()
    page = client.get(address(action))
    assert "elles ont été gardées" in page.text
    page = client.get(f"{address(action)}?reprendre={saisie.pk}")
    shown = form_of(page, "objectifs")
    assert (shown["objectifs"], shown["url_video"]) == ("À moitié", "pas une adresse")
    assert "ne sont pas encore enregistrées" in page.text
    assert make.fresh(action).objectifs != "À moitié"
    shown |= {"url_video": ""}
    assert client.post(address(action), shown).status_code == 302
    assert make.fresh(action).objectifs == "À moitié"
    assert not Saisie.objects.exists()


def test_a_null_character_is_left_out(client, action):
    """PostgreSQL keeps none; the form, where it is typed, refuses it."""
    assert keep(client, action, {"objectifs": "Avant\0après", "ob\0jet": "x"}).status_code == 200
    assert Saisie.objects.get().answers == {"objectifs": ["Avantaprès"]}


def test_lines_of_a_small_table_come_back(client, action):
    session = action.sessions.get()
    data = filled(client.get(address(session)))
    total = int(data["informations_collectives-TOTAL_FORMS"])
    data |= {
        "informations_collectives-TOTAL_FORMS": total + 1,
        f"informations_collectives-{total}-date": "2027-03-04",
    }
    keep(client, session, data)
    page = client.get(f"{address(session)}?reprendre={Saisie.objects.get().pk}")
    assert form_of(page, "mail_liaison")[f"informations_collectives-{total}-date"] == "2027-03-04"
    assert session.informations_collectives.count() == total


def test_two_tabs_are_told_apart_and_a_save_forgets_its_own(client, action):
    data = filled(client.get(address(action)))
    keep(client, action, data | {"objectifs": "Premier onglet"}, tab="un")
    keep(client, action, data | {"objectifs": "Second onglet"}, tab="deux")
    keep(client, action, data | {"objectifs": "Second onglet, corrigé"}, tab="deux")
    assert sorted(s.answers["objectifs"] for s in Saisie.objects.all()) == [
        ["Premier onglet"],
        ["Second onglet, corrigé"],
    ]
    client.post(address(action), data | {"objectifs": "Second onglet, corrigé", "_tab": "deux"})
    assert [s.tab for s in Saisie.objects.all()] == ["un"]


def test_answers_kept_before_somebody_else_saved_are_shown_and_compared(client, action):
    data = filled(client.get(address(action)))
    keep(client, action, data | {"objectifs": "Les miens"})
    make.save(action, by=make.member(action.porteur, local="autre"), mon_plus="Entre-temps")
    page = client.get(f"{address(action)}?reprendre={Saisie.objects.get().pk}")
    assert "a enregistré cette fiche pendant que vous la modifiiez" in page.text
    assert form_of(page, "objectifs")["objectifs"] == "Les miens"


def test_forgetting(client, action):
    keep(client, action, {"objectifs": "Rien"})
    response = client.post(reverse("admin:saisie_oublier", args=[Saisie.objects.get().pk]))
    assert response["Location"] == address(action)
    assert not Saisie.objects.exists()


def test_it_is_one_s_own(client, action):
    keep(client, action, {"objectifs": "Secret"})
    saisie = Saisie.objects.get()
    client.force_login(make.member(action.porteur, local="autre"))
    assert "elles ont été gardées" not in client.get(address(action)).text
    assert "Secret" not in client.get(f"{address(action)}?reprendre={saisie.pk}").text
    assert client.post(reverse("admin:saisie_oublier", args=[saisie.pk])).status_code == 404
    assert Saisie.objects.exists()


def test_a_page_that_one_may_not_change_keeps_nothing(client, action):
    other = make.draft(make.etablissement("Étrangère"))
    sent = make.bring(make.draft(action.porteur), "submitted", by=make.member(action.porteur))
    for row in (other, sent):
        assert keep(client, row, {"objectifs": "x"}).status_code == 404
    assert (
        client.post(
            reverse(KEEP), {}, headers={"X-Sofi-Page": "user/1", "X-Sofi-Onglet": "un"}
        ).status_code
        == 404
    )
    assert client.get(reverse(KEEP)).status_code == 404
    assert not Saisie.objects.exists()


def test_it_has_bounds(client, action):
    refused = keep(client, action, {"objectifs": "x" * (LONGEST + 1)})
    assert refused.status_code == 413
    assert "trop longues" in refused.json()["refus"]
    for n in range(TABS + 3):
        keep(client, action, {"objectifs": str(n)}, tab=str(n))
    assert Saisie.objects.count() == TABS
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        client.force_login(make.member(action.porteur))
        keep(client, action, {"objectifs": "bien plus tard"}, tab="neuf")
    assert [s.tab for s in Saisie.objects.all()] == ["neuf"]


def test_without_a_login_nothing_is_kept(client, action):
    client.logout()
    assert keep(client, action, {"objectifs": "x"}).status_code == 302
    panel = reverse("admin:core_action_panneau", args=[action.pk])
    assert (
        client.post(panel, headers={"HX-Request": "true"}, follow=True).status_code == 204
    )  # nothing to put in the page
    assert not Saisie.objects.exists()


def test_the_home_page_leads_back_to_it_while_it_may_be_saved(client, action):
    keep(client, action, {"objectifs": "x"})
    keep(client, action, {"objectifs": "y"}, tab="deux")
    session = action.sessions.get()
    keep(client, session, {"mail_liaison": "x"})
    home = client.get(reverse("admin:index")).text
    assert (
        home.count("Réponses non enregistrées") == 2 * 2
    )  # a sentence, and the name of its button
    assert f"{address(session)}?reprendre=" in home
    make.bring(action, "submitted", by=make.member(action.porteur))
    assert "Réponses non enregistrées" not in client.get(reverse("admin:index")).text
