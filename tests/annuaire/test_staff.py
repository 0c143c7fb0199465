"""The annuaire as staff keep it: searched, closed, imported."""

import pytest
from django.urls import reverse

from core.comptes.models import Evenement
from core.models import Etablissement, Membership, Site
from tests import factories as make
from workflows.service import perform

pytestmark = pytest.mark.django_db
LIST = "/gestion/core/etablissement/"


@pytest.fixture
def owner():
    return make.etablissement("Alpha", nda="52440000044", domaines=["15474"])


# Search --------------------------------------------------------------------------------------


def names(client, words, url=LIST):
    return [str(row.pk) for row in client.get(url, {"q": words}).context["cl"].result_list]


def test_an_etablissement_is_found_by_its_name_numbers_town_and_formacode(client, owner):
    make.etablissement("Beta", nda="52490000045", domaines=["15061"])
    other = Etablissement.objects.get(raison_sociale="Beta")
    other.sites.update(bureau_distributeur="ANGERS")
    client.force_login(make.staff())
    siret = owner.siret
    spaced = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    for words in ("alph", siret, spaced, "52440000044", "NANTES", "15474", "neige", "Sport glace"):
        assert names(client, words) == [str(owner.pk)], words
    assert names(client, "angers") == [str(other.pk)]
    assert names(client, "rien de tel") == []
    assert names(client, "neige", "/gestion/core/site/") == [str(owner.sites.get().pk)]


def test_an_organisation_finds_only_its_own_by_formacode(client, owner):
    make.etablissement("Beta", domaines=["15474"])
    client.force_login(make.member(owner))
    assert names(client, "neige") == [str(owner.pk)]


@pytest.mark.parametrize("url", [LIST, "/gestion/core/site/", "/gestion/core/contact/"])
def test_five_thousand_etablissements_cost_no_more_queries(
    client, owner, django_assert_max_num_queries, url
):
    rows = Etablissement.objects.bulk_create(
        Etablissement(siret=f"{n:014d}", raison_sociale=f"Organisme {n}", domaines=["15474"])
        for n in range(5000)
    )
    Site.objects.bulk_create(
        Site(etablissement=row, nom_usage="Site", principal=True, bureau_distributeur="LAVAL")
        for row in rows
    )
    client.force_login(make.staff())
    client.get(url)
    with django_assert_max_num_queries(14):
        assert client.get(url, {"q": "neige"}).status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get(url, {"q": "laval"}).status_code == 200


# Closing ----------------------------------------------------------------------------------------


def closing(row):
    return reverse("admin:core_etablissement_fermer", args=[row.pk])


def test_closing_shows_what_depends_on_it_and_refuses_to_pull_offers_silently(client, owner):
    user, action = make.member(owner), make.offer(owner, "online")
    client.force_login(make.staff())
    page = client.get(closing(owner)).text
    assert action.title() in page
    assert user.email in page
    page = client.post(closing(owner), {"raison": "Liquidation"})
    assert "offre en ligne dépend" in page.text
    assert make.fresh(owner).ferme_le is None
    assert make.fresh(action).is_online
    assert "raison" in client.post(closing(owner), {"raison": " "}).context["form"].errors


def test_closing_archives_everything_together_and_may_be_undone(client, owner):
    user, shared = make.member(owner), make.member(owner, local="partage")
    Membership.objects.create(
        user=shared, role="organisme", etablissement=make.etablissement("Beta")
    )
    action, sent = make.offer(owner, "online"), make.offer(owner, "submitted")
    client.force_login(make.staff())
    client.post(closing(owner), {"raison": "Liquidation", "offres": "on", "comptes": "on"})
    for row in (owner, owner.sites.get(), action, sent):
        assert make.fresh(row).state == "archived", row
        assert not make.fresh(row).is_online
    assert make.fresh(owner).ferme_le
    assert not make.fresh(user).is_active
    assert make.fresh(shared).is_active
    assert client.get(closing(owner)).status_code == 404
    [noted] = Evenement.objects.filter(quoi="desactivation")
    assert (noted.compte, noted.etablissement, noted.par) == (user, owner, make.staff())


def test_an_etablissement_restored_is_open_again_in_the_same_transaction(client, owner):
    """Nothing waits for the commit here: the move and the date are one."""
    client.force_login(make.staff())
    client.post(closing(owner), {"raison": "Liquidation"})
    perform(make.fresh(owner), "restore", by=make.staff())
    assert make.fresh(owner).ferme_le is None


def test_no_site_is_added_to_an_etablissement_that_is_closed(client, owner):
    client.force_login(make.staff())
    adding = reverse("admin:core_etablissement_ajouter_site", args=[owner.pk])
    assert "Créer site" in client.get(owner.get_absolute_url(), follow=True).text
    client.post(closing(owner), {"raison": "Liquidation"})
    assert "Créer site" not in client.get(owner.get_absolute_url(), follow=True).text
    page = client.post(adding, follow=True)
    assert "Cet établissement est fermé : rouvrez-le avant d’y créer un site." in page.text
    assert owner.sites.count() == 1
    perform(make.fresh(owner), "restore", by=make.staff())
    client.post(adding)
    assert owner.sites.count() == 2


def test_closing_is_the_cariforef_s(client, owner):
    client.force_login(make.member(owner))
    assert client.get(closing(owner)).status_code == 404
    assert client.post(closing(owner), {"raison": "x"}).status_code == 404


def test_nothing_is_closed_by_half(client, owner):
    make.offer(owner, "online")
    held = make.site(owner, "Annexe", online=False)
    client.force_login(make.staff())
    client.post(closing(owner), {"raison": "Fin", "comptes": "on"})
    assert make.fresh(owner).state == "validated"
    assert make.fresh(held).state == "draft"
