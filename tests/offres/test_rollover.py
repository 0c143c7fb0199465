"""A campaign rolled over.

Matched with the next year's attributions, judged by its rules, sent from one page.
"""

import pytest
from django.urls import reverse

from core.models import Action
from tests import factories as make
from tests.pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisme(client):
    row = make.etablissement("Reconductrice")
    client.force_login(make.member(row))
    return row


def two_years(organisme, sites=1):
    """Return the attributions of a year and of the next one, for as many sites."""
    places = [
        organisme.sites.get(principal=True).nom_usage,
        *(f"Annexe {n}" for n in range(1, sites)),
    ]
    line = lambda year, place: make.region_line(  # noqa: E731
        organisme, annee=str(year), numero_lot=f"L{year}", nom_site_realisation=place, places="20",
        date_debut_prevue=f"12/01/{year}", date_fin_prevue=f"18/12/{year}",
    )  # fmt: skip
    old = make.region(*(line(make.YEAR, place) for place in places))
    new = make.region(*(line(make.YEAR + 1, place) for place in reversed(places)))
    return old, new


def test_a_number_that_no_base_holds_is_nobody_s_dossier(client, organisme):
    response = client.post(reverse("admin:envoi"), {"action": ["9" * 30]}, follow=True)
    assert response.status_code == 200


def roll(client, campagne, **typed):
    url = reverse("admin:reconduire_campagne", args=[campagne.pk])
    return client.post(url, form_of(client.get(url), "decalage") | typed)


def test_each_action_meets_the_attribution_of_its_site(client, organisme):
    old, new = two_years(organisme, sites=2)
    actions = [make.draft(organisme, attribution=a) for a in old]
    page = client.get(reverse("admin:reconduire"))
    assert str(old[0].lot.campagne) in page.text
    response = roll(client, old[0].lot.campagne)
    assert response["Location"] == f"{reverse('admin:envoi')}?campagne={new[0].lot.campagne_id}"
    copies = Action.objects.exclude(pk__in=[a.pk for a in actions]).order_by("pk")
    assert {c.attribution.nom_site for c in copies} == {a.nom_site for a in old}
    for copy in copies:
        assert copy.attribution.lot.campagne.annee == make.YEAR + 1
        assert copy.formation_id in [a.formation_id for a in actions]
        assert copy.sessions.get().date_debut.year == make.YEAR + 1
        assert not [i for i in copy.issues_for("submit") if i.blocking and i.code != "site.inconnu"]


def test_a_copy_for_another_site_is_given_there(client, organisme):
    annexe = make.site(organisme, "Annexe 1")
    line = lambda year, place: make.region_line(  # noqa: E731
        organisme, annee=str(year), numero_lot=f"L{year}", nom_site_realisation=place, places="20",
        date_debut_prevue=f"12/01/{year}", date_fin_prevue=f"18/12/{year}",
    )  # fmt: skip
    [old] = make.region(line(make.YEAR, organisme.sites.get(principal=True).nom_usage))
    [new] = make.region(line(make.YEAR + 1, annexe.nom_usage))
    assert (old.site, new.site) == (organisme.sites.get(principal=True), annexe)
    action = make.draft(organisme, attribution=old)
    page = roll(client, old.lot.campagne, **{f"pour_{action.pk}": str(new.pk)})
    assert page.status_code == 302
    copy = new.actions.get()
    session = copy.sessions.get()
    assert (copy.site_dispensateur, session.site_lieu) == (annexe, annexe)
    assert [meeting.lieu for meeting in session.informations_collectives.all()] == [annexe]
    assert (
        "1 action est reconduite : vérifiez-la, puis envoyez-la."
        in client.get(page["Location"]).text
    )


def test_a_target_is_not_chosen_twice(client, organisme):
    old, new = two_years(organisme, sites=2)
    for attribution in old:
        make.draft(organisme, attribution=attribution)
    same = {f"pour_{action.pk}": str(new[0].pk) for action in Action.objects.all()}
    page = roll(client, old[0].lot.campagne, **same)
    assert "Cette attribution est choisie deux fois." in page.text
    assert Action.objects.count() == 2


def test_nothing_to_choose_says_why(client, organisme):
    attribution = make.attribution(organisme)
    make.draft(organisme, attribution=attribution)
    page = client.get(reverse("admin:reconduire_campagne", args=[attribution.lot.campagne_id]))
    assert "Aucune attribution libre pour 2027" in page.text


def test_a_campaign_where_one_entered_nothing_answers_404(client, organisme):
    other = make.etablissement("Étrangère")
    make.draft(other, attribution=make.attribution(other))
    campagne = Action.objects.get().attribution.lot.campagne
    assert client.get(reverse("admin:reconduire_campagne", args=[campagne.pk])).status_code == 404
    assert str(campagne) not in client.get(reverse("admin:reconduire")).text


def test_the_ready_ones_are_sent_together(client, organisme):
    ready, bare = make.draft(organisme), make.draft(organisme, complete=False)
    page = client.get(reverse("admin:envoi"))
    assert page.context["ready"] == 1
    response = client.post(reverse("admin:envoi"), {"action": [ready.pk, bare.pk]}, follow=True)
    assert make.fresh(ready).state == "submitted"
    assert make.fresh(bare).state == "draft"
    assert "Le Cariforef répond sous" in response.text
    assert f"{bare.code} n’est pas envoyée." in response.text


def test_another_s_draft_is_not_sent(client, organisme):
    other = make.draft(make.etablissement("Étrangère"))
    page = client.get(reverse("admin:envoi"))
    assert other.code not in page.text
    client.post(reverse("admin:envoi"), {"action": [other.pk]})
    assert make.fresh(other).state == "draft"
