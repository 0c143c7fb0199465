"""What a year costs.

Clicks, fields typed and pages loaded to enter a first E2C offer, and to roll thirty sessions over.

The counts are those of `docs/guide/effort.md`; a longer journey fails.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.models import Action, Session
from tests import factories as make
from tests.browser.counting import Counting, written


@pytest.fixture
def year(server):
    return timezone.localdate().year


def test_a_first_offer_of_e2c(year, people, picture):
    owner = make.etablissement("École Atlantique")
    make.attribution(
        owner,
        make.etablissement("Fédération des écoles"),
        programme=make.e2c(),
        annee=str(year),
        intitule_lot="E2C Nantes",
        date_debut_prevue=f"12/01/{year}",
        date_fin_prevue=f"18/12/{year}",
    )
    page = people(make.member(owner))
    page.goto("/gestion/")
    of = Counting(page, picture, "effort-e2c")
    of.press("Créer : À saisir", exact=False)
    of.press("Suivant")
    of.fill(objectif_general="9")
    of.press("Enregistrer et passer à l’action")
    of.fill(
        objectifs="Construire un projet.",
        resultats_attendus="Une entrée en formation.",
        complement_programme="Savoirs de base.",
        commentaire_prerequis="Avoir entre 16 et 25 ans.",
        prerequis=["motivation"],
    )
    of.press("Enregistrer et passer à la session")
    of.fill(
        type_parcours="individualise",
        modalites_enseignement="0",
        duree_centre="700",
        duree_hebdo="35",
    )
    of.fill(modalites_recrutement=["8", "9"])
    of.press("Ajouter : Information collective", exact=False)
    of.line(date=f"{year}-01-06", heure_debut="14:15", lieu=1)
    of.press("Enregistrer et passer au dispositif")
    of.fill(places="18")
    of.press("Enregistrer")
    of.press("Voir tout le dossier")
    of.press("Envoyer au Cariforef")
    of.press("Envoyer au Cariforef")
    of.reads("La saisie est envoyée")
    assert Action.objects.get().state == "submitted"
    assert of.effort == written("Première offre E2C")


def test_thirty_sessions_are_rolled_over(year, people, picture):
    owner, lead, programme = (
        make.etablissement("École Atlantique"),
        make.etablissement("Fédération"),
        make.e2c(),
    )
    this_year, next_year = (
        make.attribution(
            owner,
            lead,
            programme=programme,
            annee=str(annee),
            places="500",
            numero_lot=f"E2C{annee}",
            date_debut_prevue=f"12/01/{annee}",
            date_fin_prevue=f"18/12/{annee}",
        )
        for annee in (make.START.year, make.START.year + 1)
    )
    make.draft(owner, attribution=this_year, sessions=30)
    page = people(make.member(owner))
    page.goto("/gestion/")
    of = Counting(page, picture, "effort-reconduction")
    page.get_by_role("link", name="Reconduire une campagne").click()
    of.clicks += 1
    of.press(str(this_year.lot.campagne), exact=False)
    of.press(f"Reconduire pour {next_year.lot.campagne.annee}")
    of.reads("1 action est reconduite")
    expect(page.locator("input[name=action]:checked")).to_have_count(
        1
    )  # of the new year, ready to go
    assert Session.objects.count() == 60
    of.press("Envoyer la sélection")
    of.reads("envoyée")
    assert of.clicks < 15
    assert of.effort == written("Reconduction de 30 sessions")
