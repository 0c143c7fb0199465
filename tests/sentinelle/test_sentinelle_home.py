"""What the sentinelle found, on the home page of who may mend it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.accueil.todo import tasks
from core.models import Alerte, Etablissement, Role, Site
from core.sentinelle.passing import passer
from tests import factories as make

pytestmark = pytest.mark.django_db
NDA = "Le numéro de déclaration d’activité manque"


@pytest.fixture
def owner():
    """Return an établissement that lacks its NDA, and the coordinates of its site."""
    found = make.etablissement("Alpha")
    found.sites.get().contacts.update(email="accueil@essai.example")
    Etablissement.objects.filter(pk=found.pk).update(nda="")
    passer()
    return found


def said(user, role):
    return [(t.button, t.sentence) for t in tasks(user, {role}, timezone.localdate())]


def test_an_organisation_reads_its_own_alerts_with_what_mends_them(client, owner):
    user, stranger = make.member(owner), make.member(make.etablissement("Beta"))
    passer()
    found = tasks(user, {Role.ORGANISME}, timezone.localdate())
    assert [t.button for t in found] == ["Corriger", "Vérifier"]
    assert found[0].sentence.startswith(NDA)
    assert found[0].sentence.endswith(str(owner))
    assert found[0].url == f"{owner.get_absolute_url()}#champ-nda"
    assert found[1].sentence == "1 point à vérifier dans l’annuaire"
    client.force_login(user)
    for task in found:
        assert client.get(task.url.partition("#")[0], follow=True).status_code == 200
        assert task.sentence in client.get(reverse("admin:index")).text
    assert not any(
        NDA in sentence or "Alpha" in sentence for _, sentence in said(stranger, Role.ORGANISME)
    )


def test_who_administers_one_site_reads_of_this_site_only(owner):
    second = make.site(owner, "Annexe")
    Site.objects.filter(pk=second.pk).update(latitude="47.2", longitude="-1.5")
    passer()
    assert said(make.member(owner, sites=[second], local="annexe"), Role.ORGANISME) == []


def test_a_certificate_is_said_once(owner):
    owner.sites.update(qualite="qualiopi", qualiopi_fin=timezone.localdate())
    passer()
    assert Alerte.objects.filter(code="qualiopi").count() == 1
    assert [s for _, s in said(make.member(owner), Role.ORGANISME) if "Qualiopi" in s] == [
        s for button, s in said(make.member(owner), Role.ORGANISME) if button == "Renouveler"
    ]


def test_staff_read_how_many_points_there_are(client, owner):
    sentence = "2 points à vérifier dans l’annuaire, dont 1 qui empêche une publication"
    assert said(make.staff(), Role.CARIFOREF) == [("Vérifier", sentence)]
    client.force_login(make.staff())
    page = client.get(reverse("admin:index")).text
    assert sentence in page
    assert f'href="{reverse("admin:sentinelle")}"' in page
    Alerte.objects.all().delete()
    assert said(make.staff(), Role.CARIFOREF) == []


@pytest.mark.parametrize("who", ["cariforef", "organisme"])
def test_more_alerts_cost_no_more_queries(client, owner, who):
    client.force_login(make.staff() if who == "cariforef" else make.member(owner))

    def queries():
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as found:  # fmt: skip
            client.get(reverse("admin:index"))
        return len(found)

    before = queries()
    Alerte.objects.bulk_create(
        Alerte(
            code="nda",
            objet=f"E{n}",
            etablissement=owner,
            message="Il manque un numéro.",
            grave=True,
            depuis=timezone.localdate(),
        )
        for n in range(1000, 1300)
    )
    assert queries() == before
