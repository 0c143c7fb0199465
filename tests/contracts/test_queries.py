"""Lists, the home page and the dossier ask the base as often for three rows as for one."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.comptes.models import DemandeCle, Texte
from core.dossiers import rows as fiche
from core.models import PorteOuverte, RemplacementCertifinfo, Terme
from core.rules import Level
from exports.models import Diffusion
from tests import factories as make
from tests.contracts import registry
from workflows.service import perform

pytestmark = pytest.mark.django_db
NOT_LISTS = {
    "termes",
    "autocomplete",
    "apercu",
    "add",
}  # searches in référentiels, that no dossier fills; forms


def queries(client, url):
    client.get(url)  # what is read once a process is read
    with CaptureQueriesContext(
        connection,
    ) as found:
        response = client.get(url)
        list(response)  # a file is written as it is read
    assert response.status_code in (200, 302, 404, 405), url
    return len(found)


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


def one_more(owner, number):
    """Add a row to every list."""
    lead, partner = (
        make.etablissement(f"Mandataire {number}"),
        make.etablissement(f"Formateur {number}"),
    )
    attribution = make.attribution(owner, lead, numero_lot=f"LOT{number}", annee=str(2030 + number))
    make.attribution(partner, owner, numero_lot=f"MIEN{number}", annee=str(2040 + number))
    make.site(owner, f"Site {number}")
    make.contact_of(owner.sites.get(principal=True), nom=f"Contact {number}")
    PorteOuverte.objects.create(
        libelle="Porte ouverte",
        site=owner.sites.get(principal=True),
        nature="autre",
        date_debut=date(2026, 3, 1),
    )
    for situation in ("submitted", "questioned", "reopened"):
        make.offer(owner, situation)
    make.offer(owner, "draft", attribution=attribution)
    waiting = make.etablissement(f"Nouvelle {number}", online=False)
    perform(waiting, "submit", by=make.member(waiting))
    perform(waiting.sites.get(), "submit", by=make.member(waiting))
    make.manager(make.regional(), local=f"gestion{number}")
    make.key(lead)
    DemandeCle.objects.create(
        siret=lead.siret, nda="52440000044", raison_sociale=f"Demande {number}"
    )
    Texte.objects.create(code=f"texte-{number}", titre=f"Texte {number}")
    make.principal(owner, local=f"principal{number}")

    RemplacementCertifinfo.objects.create(ancien=f"9{number}001", nouveau=f"9{number}002")
    Diffusion.objects.create(
        profile="2.3", started_at=timezone.now(), by_label="Camille", groups=number
    )


def pages():
    """Return every page that names no row.

    The lists of the registry, their files, the home page, the queue…
    """
    return [url for url in registry.addresses() if not set(url.split("/")) & NOT_LISTS]


def counts():
    return {
        model._meta.label: model._base_manager.count()
        for model in admin.site._registry
        if model is not Terme
    }


def test_one_more_is_one_more_row_of_every_list(owner):
    one_more(owner, 1)
    one = counts()
    one_more(owner, 2)
    assert [label for label, count in counts().items() if count <= one[label]] == []
    lists = {
        reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist")
        for m in admin.site._registry
    }
    assert lists <= {*pages()}


@pytest.mark.parametrize("who", ["cariforef", "organisme", "gestionnaire", "administrateur"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(client, owner, who):
    one_more(owner, 1)
    users = {
        "cariforef": make.staff(),
        "organisme": make.member(owner),
        "gestionnaire": make.manager(make.regional()),
        "administrateur": make.admin(),
    }
    client.force_login(users[who])
    one = {url: queries(client, url) for url in pages()}
    one_more(owner, 2)
    one_more(owner, 3)
    three = {url: queries(client, url) for url in pages()}
    assert three == one


@pytest.mark.parametrize("situation", ["draft", "reopened", "online"])
@pytest.mark.parametrize("who", ["cariforef", "organisme"])
def test_the_dossier_asks_as_often_for_three_sessions_as_for_one(client, owner, who, situation):
    client.force_login(make.member(owner) if who == "organisme" else make.staff())
    one, three = (make.offer(owner, situation, sessions=count) for count in (1, 3))
    found = [
        queries(client, reverse("admin:core_action_dossier", args=[action.pk]))
        for action in (one, three)
    ]
    assert found[0] == found[1]


def test_a_fiche_asks_as_often_for_three_sessions_as_for_one(client, owner):
    client.force_login(make.member(owner))
    one, three = (make.offer(owner, "draft", sessions=count) for count in (1, 3))
    for level in (Level.FORMATION, Level.ACTION, Level.SESSION, Level.DISPOSITIF):
        rows = [
            next(row for row in make.rows_of(action) if row.level is level)
            for action in (one, three)
        ]
        found = [
            queries(client, reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk]))
            for row in rows
        ]
        assert found[0] == found[1], level.label


def test_reading_a_dossier_takes_a_constant_number_of_queries(owner, django_assert_num_queries):
    one, three = (make.offer(owner, "draft", sessions=count) for count in (1, 3))
    with CaptureQueriesContext(connection) as found:
        fiche.read(make.fresh(one))
    with django_assert_num_queries(len(found)):
        root = fiche.read(make.fresh(three))
    assert len(list(root.each(Level.SESSION))) == 3
    assert len(found) < 15
