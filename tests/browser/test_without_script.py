"""Entering and sending an offer where no script runs, or where one did not arrive.

An old machine, a strict proxy.
"""

import pytest
from playwright.sync_api import expect

from core.models import Action
from tests import factories as make
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.person import Person
from tests.browser.served import quiet
from tests.browser.watch import CUT


@pytest.fixture
def owner(server):
    return make.etablissement("École Atlantique")


class Bare(Person):
    """A browser that runs no script: a list to search takes its codes typed."""

    def code(self, name, value):
        self.page.locator(f"#id_{name}_codes").fill(value)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["bureau", "telephone"])
def test_an_offer_is_entered_and_sent_without_script(owner, size, people, picture, request):
    journey = f"sans-script-{request.node.callspec.id}"
    of = Bare(people(size=size, java_script_enabled=False), picture, journey).log_in(
        make.member(owner)
    )
    expect(of.page.get_by_role("link", name="Aller au menu")).to_be_visible()
    of.picture("accueil")
    of.press("Créer une offre")
    of.press("Créer l’offre")
    of.reads("créée", "« Intitulé » est à renseigner.")
    enter(of)
    of.press("Voir tout le dossier")
    of.picture("dossier")
    of.press("Envoyer au Cariforef")
    of.reads("À corriger avant de pouvoir continuer", "« Date début » est à renseigner.")
    of.press("« Date début » est à renseigner.")
    of.fill(date_debut="2027-01-11", date_fin="2027-06-25")
    of.press("Enregistrer et ajouter une ligne : Informations collectives", exact=False)
    line = "#id_informations_collectives-0-"
    of.page.locator(f"{line}date").fill("2027-01-04")
    of.page.locator(f"{line}heure_debut").fill("14:15")
    of.page.locator(f"{line}lieu").select_option(index=1)
    of.picture("session")
    of.press("Enregistrer")
    of.reads("C’est enregistré", "1 point à corriger")
    of.press("« Domaine principal » est à renseigner.")  # among those that were typed
    of.fill(formacode_principal="32047")
    of.press("Enregistrer")
    of.reads("C’est enregistré", "Rien ne manque")
    of.press("Voir tout le dossier")
    of.press("Envoyer au Cariforef")
    of.picture("envoi")
    of.press("Envoyer au Cariforef")
    of.reads("La saisie est envoyée : le Cariforef l’examine.")
    with quiet():
        action = Action.objects.get()
        assert (action.state, action.sessions.get().informations_collectives.count()) == (
            "submitted",
            1,
        )
        assert action.formation.formacodes == ["15061", "32047"]


def enter(of):
    """Fill the four fiches, but for the dates of the session."""
    of.fill(intitule="Conduire un projet", cadre="continue", objectif_general="7")
    of.code("formacodes", "15061 32047")
    of.picture("formation")
    of.press("Enregistrer et passer à l’action")
    of.fill(
        prerequis=["motivation"], niveau_entree="1", resultats_attendus="Savoir conduire un projet."
    )
    of.page.locator("#id_objectifs").fill("Mener un projet de bout en bout.")
    of.press("Enregistrer et passer à la session")
    of.fill(
        entrees_sorties="dates_fixes",
        rythmes=["temps_plein"],
        periodes_formation=["96414"],
        type_parcours="collectif",
        modalites_pedagogiques=["etablissement"],
        modalites_enseignement="0",
        duree_centre="700",
        duree_entreprise="0",
        modalites_recrutement=["8"],
    )
    of.press("Enregistrer et passer au dispositif")
    of.fill(type_dispositif="3", places="12", frais_pris_en_charge="oui")
    of.code("publics", "80006")
    of.press("Enregistrer")
    of.reads("C’est enregistré")


def test_lists_and_menus_without_script(owner, people, picture):
    make.offer(owner, "online")
    make.draft(owner, intitule="Coiffer", sessions=2)
    of = Bare(people(make.member(owner), java_script_enabled=False), picture, "sans-script-listes")
    of.open("/gestion/")
    of.page.get_by_role("link", name="Sessions de formation actives").first.click()
    of.reads("1 session")
    of.page.get_by_role("link", name="Sessions", exact=True).click()
    of.reads("3 sessions")
    of.page.get_by_role("searchbox").or_(of.page.locator("#searchbar")).first.fill("coiffer")
    of.page.keyboard.press("Enter")
    of.reads("2 sessions", "Coiffer")
    of.picture("recherche")
    of.page.get_by_role("link", name="Date fin").click()
    of.reads("2 sessions")
    of.page.get_by_role("link", name="Sessions de formation actives", exact=True).click()
    of.reads("0 session")
    of.open("/gestion/")
    of.page.get_by_role("button", name="Se déconnecter").click()
    of.reads("Se connecter")


def test_an_offer_is_sent_when_htmx_did_not_arrive(owner, people, picture):
    """The panel does not follow the keys; it is right after each save."""
    page = people(make.member(owner))
    page.route("**/htmx*.js", lambda route: route.abort(CUT))
    with quiet():
        action = make.draft(owner, complete=False)
        make.fill(action, by=make.member(owner), resultats_attendus="")
    of = Person(page, picture, "sans-htmx")
    of.open(action.get_absolute_url())
    expect(page.locator("#panneau-resume")).to_contain_text("Rien ne manque")
    of.fill(prerequis=["motivation"])
    page.locator("input[value=motivation]").uncheck()
    page.locator("#id_niveau_entree").select_option("")
    of.press("Enregistrer")
    of.reads("C’est enregistré")
    expect(page.locator("#panneau-resume")).to_contain_text("1 point à corriger")
    page.locator("#id_niveau_entree").select_option("1")
    of.press("Enregistrer")
    expect(page.locator("#panneau-resume")).to_contain_text("Rien ne manque")
    of.press("Voir tout le dossier")
    of.press("Envoyer au Cariforef")
    of.press("Envoyer au Cariforef")
    of.reads("La saisie est envoyée")


def test_a_page_shows_when_alpine_did_not_arrive(owner, people, picture):
    """unfold hides its pages until Alpine has run.

    Three seconds later they show, menu and filters beside.
    """
    with quiet():
        make.offer(owner, "online")
    page = people(make.member(owner))
    page.route("**/alpine*.js", lambda route: route.abort(CUT))
    of = Person(page, picture, "sans-alpine")
    for url in ("/gestion/", "/gestion/core/session/"):
        of.open(url)
        page.wait_for_function(
            "getComputedStyle(document.documentElement).visibility === 'visible'"
        )
        expect(page.get_by_role("link", name="Reconduire une campagne")).to_be_visible()
        of.picture("page")
        assert violations(page) == []
