"""One organisation, one lot, one campaign."""

from datetime import date

import pytest

from core.models import Contact
from tests import factories as make
from tests.tableur.classeur import template


@pytest.fixture
def attribution():
    return make.attribution(make.etablissement("Alpha"), programme=make.e2c(), places="40")


@pytest.fixture
def campagne(attribution):
    return attribution.lot.campagne


@pytest.fixture
def of(client, attribution):
    """Return the client of the organisation."""
    client.force_login(make.member(attribution.formateur))
    return client


@pytest.fixture
def book(of, campagne):
    return template(of, campagne)


@pytest.fixture
def action(attribution):
    return make.draft(attribution.formateur, attribution=attribution, sessions=2, complete=True)


@pytest.fixture
def line(attribution):
    """Return a complete line, as people type it: labels, dates, several values in a cell."""
    contact = Contact.objects.get(site=attribution.site)
    return {
        "Lot": str(attribution.lot),
        "Site de réalisation": attribution.nom_site,
        "Complément programme": "Savoirs de base et stages.",
        "Objectifs": "Entrer en formation ou en emploi.",
        "Résultats attendus": "Entrée en formation.",
        "Pré-requis": "motivation - Projet ou motivation pour la formation",
        "Commentaire pré-requis": "Un entretien est proposé.",
        "Date début": date(2026, 1, 12),
        "Date fin": date(2026, 12, 18),
        "Type de parcours": "individualisé",
        "Modalités pédagogiques": "en établissement de formation ; en entreprise",
        "Modalités d’enseignement": "formation en présentiel",
        "Durée en centre (h)": 700,
        "Durée hebdo (h)": 35,
        "Modalités de recrutement": "dossier ; information collective",
        "Informations collectives 1 – Date": date(2026, 1, 6),
        "Informations collectives 1 – Heure de début": "14h15",
        "Référent PMR": f"{contact.pk} - {contact}",
        "Nb places dispositif": 12,
        "Nb places restantes": 3,
    }
