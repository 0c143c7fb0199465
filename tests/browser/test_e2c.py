"""E2C, from the attribution to the LHÉO document, in the browsers of three people.

On a desk, then on a phone.
"""

import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import etree
from playwright.sync_api import expect

from core.models import Action
from exports.lheo.schema import problems
from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.person import Person

NS = {"l": "http://lheo.gouv.fr/2.3"}
QUESTION = "Quels pré-requis, exactement ?"


@pytest.fixture
def attribution(server):
    """A lot of E2C, won by a mandataire, for a site of another organisation; both are online."""
    programme, year = make.e2c(), timezone.localdate().year
    owner, lead = (
        make.etablissement("École Atlantique"),
        make.etablissement("Fédération des écoles"),
    )
    return make.attribution(
        owner, lead, programme=programme, annee=str(year), intitule_lot="E2C Nantes",
        date_debut_prevue=f"12/01/{year}", date_fin_prevue=f"18/12/{year}",
    )  # fmt: skip


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["bureau", "telephone"])
def test_from_the_attribution_to_lheo(attribution, size, people, picture, tmp_path, request):
    journey = f"e2c-{request.node.callspec.id}"
    of = Person(people(size=size), picture, f"{journey}-organisme").log_in(
        make.member(attribution.formateur)
    )
    staff = Person(people(size=size), picture, f"{journey}-cariforef").log_in(make.staff())
    lead = Person(people(size=size), picture, f"{journey}-mandataire").log_in(
        make.member(attribution.lot.mandataire)
    )
    create(of)
    fill_without_dates(of)
    is_refused(of)
    mend_and_send(of, attribution.lot.campagne.annee)
    lead_reads(lead)
    ask(staff)
    answer(of)
    validate(staff)
    of.page.reload()
    of.reads("en ligne", "Avoir de 16 à 25 ans.")
    of.picture("en-ligne")
    document = export(staff, tmp_path)
    assert [problem.message for problem in problems(document)] == []
    root = etree.fromstring(document)
    assert (
        root.xpath("string(//l:intitule-formation)", namespaces=NS) == "Ecole de la deuxième chance"
    )
    assert "Avoir de 16 à 25 ans." in root.xpath(
        "string(//l:conditions-specifiques)", namespaces=NS
    )


def create(of):
    of.reads("À saisir", "E2C Nantes")
    of.picture("accueil")
    of.press("Créer : À saisir", exact=False)
    of.picture("lot")
    of.press("Suivant")
    of.reads("créée", "Ecole de la deuxième chance")
    expect(of.page.locator("#champ-intitule input")).to_have_count(0)  # fixed by the programme


def fill_without_dates(of):
    of.fill(objectif_general="9")
    of.picture("formation")
    of.press("Enregistrer et passer à l’action")
    of.fill(
        objectifs="Construire un projet et entrer en formation.",
        resultats_attendus="Une entrée en formation.",
        complement_programme="Savoirs de base, stages.",
        commentaire_prerequis="Avoir entre 16 et 25 ans.",
        prerequis=["motivation"],
    )
    of.picture("action")
    of.press("Enregistrer et passer à la session")
    of.fill(
        date_debut="",
        date_fin="",
        type_parcours="individualise",
        modalites_enseignement="0",
        duree_centre="700",
        duree_hebdo="35",
        modalites_recrutement=["8", "9"],
    )
    expect(of.page.locator("#panneau-resume")).to_contain_text(
        "points à corriger"
    )  # the panel hears
    of.press("Enregistrer et passer au dispositif")
    of.fill(places="18")
    of.picture("dispositif")
    of.press("Enregistrer")
    of.reads("C’est enregistré")


def is_refused(of):
    of.press("Voir tout le dossier")
    of.picture("dossier")
    of.press("Envoyer au Cariforef")
    of.reads("À corriger avant de pouvoir continuer", "« Date début » est à renseigner.")
    of.press("Envoyer au Cariforef")
    of.reads("à corriger")
    of.picture("refus")
    assert Action.objects.get().state == "draft"


def mend_and_send(of, year):
    of.page.get_by_role("link", name="« Date début » est à renseigner.").click()
    expect(of.page.locator("#id_date_debut")).to_be_focused()
    of.fill(date_debut=f"{year}-01-12", date_fin=f"{year + 1}-06-30")
    of.press("Ajouter : Information collective", exact=False)
    line = "#id_informations_collectives-0-"
    expect(of.page.locator(f"{line}date")).to_be_focused()  # the new line is the one to fill
    of.page.locator(f"{line}date").fill(f"{year}-01-06")
    of.page.locator(f"{line}heure_debut").fill("14:15")
    of.page.locator(f"{line}lieu").select_option(index=1)
    expect(of.page.locator("#panneau-resume")).to_contain_text("Rien ne manque")
    of.picture("session")
    of.press("Enregistrer")
    of.reads("C’est enregistré")
    of.press("Voir tout le dossier")
    of.press("Envoyer au Cariforef")
    expect(of.page.locator(".bloquant")).to_have_count(0)
    of.picture("envoi")
    of.press("Envoyer au Cariforef")
    of.reads("La saisie est envoyée : le Cariforef l’examine.")


def lead_reads(lead):
    """The mandataire reads, and changes nothing."""
    lead.open(Action.objects.get().get_absolute_url())
    lead.reads("Ecole de la deuxième chance")
    expect(lead.page.locator(".barre-moves a")).to_have_count(0)


def ask(staff):
    staff.open("/gestion/file/")
    staff.picture("file")
    staff.press("Ecole de la deuxième chance", exact=False)
    staff.picture("dossier")
    staff.press("Demander des réponses")
    staff.fill(
        comment="Une précision, s’il vous plaît.",
        path0=f"A{Action.objects.get().pk}.commentaire_prerequis",
        remark0=QUESTION,
    )
    staff.picture("question")
    staff.press("Demander des réponses")
    staff.reads("Les questions sont envoyées à l’organisme.")


def answer(of):
    of.open("/gestion/")
    of.reads("Le Cariforef attend vos réponses")
    of.press("Répondre : Le Cariforef", exact=False)
    of.reads(QUESTION)
    of.picture("question")
    of.open(Action.objects.get().get_absolute_url())
    of.fill(commentaire_prerequis="Avoir de 16 à 25 ans.")
    of.press("Enregistrer")
    of.press("Voir tout le dossier")
    of.press("Répondre")
    of.fill(comment="C’est précisé.")
    of.picture("reponse")
    of.press("Répondre")
    of.reads("Votre réponse est envoyée au Cariforef.")


def validate(staff):
    staff.open("/gestion/file/")
    staff.press("Ecole de la deuxième chance", exact=False)
    staff.press("Valider")
    staff.picture("validation")
    staff.press("Valider")
    staff.reads("La saisie est validée et mise en ligne.")


def export(staff, folder):
    """The Cariforef downloads what the command writes."""
    staff.open("/gestion/exports/diffusion/export/")
    staff.picture("export")
    with staff.page.expect_download() as download:
        staff.page.locator("main form button").first.click()
    call_command("export_lheo", str(folder / "lheo.xml"))
    assert download.value.suggested_filename.endswith(".xml")
    return (folder / "lheo.xml").read_bytes()
