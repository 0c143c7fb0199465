"""Foreign keys on the fiches: a few rows are unrolled, many are searched."""

import pytest

from core.fiches.forms import rows
from core.models import Etablissement
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    """More établissements than a list unrolls."""
    Etablissement.objects.bulk_create(
        Etablissement(siret=f"{number:014d}", raison_sociale=f"Organisme {number}")
        for number in range(rows.FEW + 5)
    )


def test_create_page_searches_many_organisations(client, many):
    client.force_login(make.staff())
    html = client.get("/gestion/creer/").content.decode()
    assert "Organisme 64" not in html
    assert "/gestion/autocomplete/" in html


def test_create_page_unrolls_a_few_organisations(client):
    make.etablissement("Alpha")
    client.force_login(make.staff())
    assert "Alpha" in client.get("/gestion/creer/").content.decode()


def test_fiche_searches_many_sites(client):
    porteur = make.etablissement("Beta")
    session = make.draft(porteur).sessions.get()
    for number in range(rows.FEW + 5):
        porteur.sites.create(nom_usage=f"Annexe {number}")
    client.force_login(make.member(porteur))
    html = client.get(session.get_absolute_url()).content.decode()
    assert "Annexe 64" not in html
    assert 'data-field-name="site_lieu"' in html
