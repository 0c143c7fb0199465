"""Parcours Entrepreneur, from the assistant to the sending, in a browser.

On a desk, then on a phone.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import plugins
from core.models import Action
from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.person import Person

MEETING = "#id_informations_collectives-0-"
PERIOD = "#id_periodes_inscription-0-"


@pytest.fixture
def programme():
    found = next((p for p in plugins.programmes() if p.code == "parcours_entrepreneur"), None)
    return found or pytest.skip("Le programme Parcours Entrepreneur n’est pas installé.")


@pytest.fixture
def attribution(server, programme):
    """Two lots won by a mandataire for the same organisation: one has to choose."""
    owner, lead = (
        make.etablissement("Boutique de gestion"),
        make.etablissement("Réseau des boutiques"),
    )
    year = timezone.localdate().year
    given = {
        "programme": programme,
        "annee": str(year),
        "places": "24",
        "date_debut_prevue": f"02/03/{year}",
        "date_fin_prevue": f"10/04/{year}",
        "certifinfo": "93561",
    }
    lots = {"PE_2": "Entrepreneur Mayenne", "PE_8": "Entrepreneur Sarthe"}
    lines = [
        make.region_line(owner, lead, numero_lot=lot, intitule_lot=nom, **given)
        for lot, nom in lots.items()
    ]
    return make.region(*lines)[1]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["bureau", "telephone"])
def test_from_the_assistant_to_the_sending(attribution, size, people, picture, request):
    journey = f"entrepreneur-{request.node.callspec.id}"
    of = Person(people(size=size), picture, journey).log_in(make.member(attribution.formateur))
    year = attribution.lot.campagne.annee
    choose_the_lot(of, attribution)
    fill_formation_and_action(of)
    fill_session(of, year)
    fill_dispositif(of)
    is_told_what_the_programme_wants(of, year)
    send(of)
    action = Action.objects.get()
    assert (action.state, action.attribution) == ("submitted", attribution)
    assert action.sessions.get().organisme_responsable == attribution.lot.mandataire
    of.open("/gestion/")
    of.reads("en attente de validation par CARIF-OREF")
    of.picture("tableau-de-bord")


def choose_the_lot(of, attribution):
    of.open("/gestion/")
    of.reads("À saisir", "Entrepreneur Sarthe")
    of.picture("accueil")
    of.open("/gestion/formations-publiques/")
    of.picture("assistant")
    of.page.get_by_label("Intitulé du lot").select_option(
        str(attribution.lot_id)
    )  # each answer narrows the next
    of.reads("Vous allez décrire", "24 places", "code 93561")
    of.picture("assistant-reponse")
    of.press("Suivant")
    of.reads("créée", "créateurs et repreneurs d'entreprise")


def fill_formation_and_action(of):
    expect(of.page.locator("#champ-certifinfo input")).to_have_count(0)  # fixed by the programme
    of.fill(individualiser_blocs="non", validation="1")
    of.page.locator("#id_formacodes_recherche").fill(
        "créateur"
    )  # a synonym; Certifinfo gave no domain
    of.page.get_by_role("option", name="32047").click()
    expect(of.page.locator(".puce-principale")).to_contain_text("Création entreprise")
    of.picture("formation")
    of.press("Enregistrer et passer à l’action")
    expect(of.page.locator("#id_commentaire_prerequis")).to_contain_text(
        "création/reprise d’entreprise"
    )  # proposed
    of.fill(
        prerequis=["competences_metier"], mon_plus="Un accompagnement jusqu’à l’immatriculation."
    )
    of.picture("action")
    of.press("Enregistrer et passer à la session")


def fill_session(of, year):
    expect(of.page.locator("#id_date_debut")).to_have_value(f"{year}-03-02")  # the Région's own
    of.fill(
        remise_a_niveau="non",
        entrees_sorties="cadencees",
        rythmes=["temps_plein"],
        periodes_formation=["96414"],
        modalites_enseignement="0",
        duree_centre="200",
        duree_entreprise="0",
        modalites_recrutement=["8", "9"],
    )
    for role in ("referent_handicap", "referent_mobilite"):
        of.page.locator(f"#id_{role}").select_option(label="Référente Boutique de gestion Anne")
    of.press("Ajouter : Information collective", exact=False)
    expect(of.page.locator(f"{MEETING}date")).to_be_focused()
    of.page.locator(f"{MEETING}date").fill(f"{year}-02-10")
    of.page.locator(f"{MEETING}heure_debut").fill("09:30")
    of.page.locator(f"{MEETING}lieu").select_option(index=1)
    of.press("Ajouter : Période d’inscription", exact=False)
    of.page.locator(f"{PERIOD}type").select_option("inscription")
    of.page.locator(f"{PERIOD}date_debut").fill(f"{year}-01-05")
    of.page.locator(f"{PERIOD}date_fin").fill(f"{year}-02-20")
    expect(of.page.locator("#panneau")).to_contain_text(
        "doit intégrer le module de remise à niveau contextualisé"
    )
    of.picture("session")
    of.press("Enregistrer et passer au dispositif")


def fill_dispositif(of):
    expect(of.page.locator("#champ-frais_pris_en_charge")).to_contain_text("oui")
    of.fill(places="30", frais_ht="1800", taux_tva="20", frais_ttc="2000")
    expect(of.page.locator("#panneau")).to_contain_text("TTC")
    of.picture("dispositif")
    of.fill(places="12", frais_ttc="2160")
    of.press("Enregistrer")
    of.reads("C’est enregistré")


def is_told_what_the_programme_wants(of, year):
    """Sending is refused with the programme's own sentence, which leads to the field."""
    of.press("Voir tout le dossier")
    of.picture("dossier")
    of.press("Envoyer au Cariforef")
    sentence = "La date de début doit intégrer le module de remise à niveau contextualisé"
    of.reads("À corriger avant de pouvoir continuer", sentence)
    of.picture("refus")
    of.page.get_by_role("link", name=sentence).first.click()
    expect(of.page.locator("#id_remise_a_niveau")).to_be_focused()
    of.fill(remise_a_niveau="oui", date_debut=f"{year}-02-23")
    expect(of.page.locator("#panneau-resume")).to_contain_text("Rien ne manque")
    of.press("Enregistrer")
    of.reads("C’est enregistré")


def send(of):
    of.press("Voir tout le dossier")
    of.press("Envoyer au Cariforef")
    expect(of.page.locator(".bloquant")).to_have_count(0)
    of.picture("envoi")
    of.press("Envoyer au Cariforef")
    of.reads("La saisie est envoyée : le Cariforef l’examine.")
    of.picture("envoyee")
