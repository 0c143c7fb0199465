"""From a line of the Région file to the LHÉO document.

By the hands of three people and nothing else.
"""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html

from core.models import Action, Attribution, Contact, Etablissement, Session
from exports.lheo.schema import problems
from tests import factories as make
from tests.imports.samples import FORMATEUR, MANDATAIRE, as_csv, line
from tests.journeys.person import Person

OFFICIAL = Path(__file__).resolve().parents[2].parent / "shared" / "lheo" / "2.3" / "lheo.xsd"
NS = {"l": "http://lheo.gouv.fr/2.3"}
FIXED = {  # what E2C fixes, as the page says it: no input
    "formation": {
        "intitule": "Ecole de la deuxième chance",
        "formacodes": "15061",
        "formacode_principal": "15061",
    },
    "action": {"niveau_entree": "sans niveau spécifique"},
    "session": {
        "entrees_sorties": "entrée/sortie permanente",
        "rythmes": "temps plein",
        "organisme_responsable": "GIP CARIF OREF",
    },
    "dispositif": {
        "dispositif": "E2C - Ecole de la deuxième chance",
        "numero_lot": "E2C_1",
        "frais_pris_en_charge": "oui",
    },
}
QUESTION = "Quels pré-requis, exactement ?"

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    """Return the year of the campaign: the current one, so that its sessions are active."""
    make.e2c()
    return timezone.localdate().year


def import_the_file(staff, year):
    """The Cariforef sends the file of the Région, reads what it would change, and confirms."""
    row = line(
        annee=str(year),
        numero_lot="E2C_1",
        date_debut_prevue=f"12/01/{year}",
        date_fin_prevue=f"18/12/{year}",
    )
    page = staff.client.post(
        reverse("admin:import_region"),
        {"fichier": SimpleUploadedFile("region.csv", as_csv([row]))},
        follow=True,
    )
    staff.page = page
    staff.reads("Rien n’a encore été enregistré", "GIP CARIF OREF")
    assert not Attribution.objects.exists()
    staff.fill("plan", confirmer="1")
    assert staff.reads("« region.csv » est importé.")
    return Attribution.objects.get()


def create_the_offer(of, attribution):
    """The organisation sees its attribution on the home page, and creates the offer."""
    of.open(reverse("admin:index")).reads("À saisir", attribution.lot.intitule, "20 places")
    page = of.open(f"{reverse('admin:formations_publiques')}?attribution={attribution.pk}")
    page.reads("Vous allez décrire une offre", "20 places")
    page.fill("attribution")
    action = Action.objects.get()
    assert of.address == reverse("admin:core_formation_change", args=[action.formation_id])
    return action


def check_fixed_values(person, level):
    """A fixed value is words with a lock: it has no input of its name."""
    page = html.fromstring(person.page.text)
    for name, words in FIXED[level].items():
        [field] = page.xpath(f"//*[@id='champ-{name}']")
        assert words in " ".join(field.text_content().split()), name
        assert field.xpath(".//input|.//select|.//textarea") == [], name


def fill_the_four_fiches(of, action):
    """The organisation goes from fiche to fiche.

    It forgets the dates, the parcours and the information collective.
    """
    session = action.sessions.get()
    check_fixed_values(of, "formation")
    of.fill("objectif_general", objectif_general="9", _next="1")
    assert of.address == reverse("admin:core_action_change", args=[action.pk])
    check_fixed_values(of, "action")
    of.fill(
        "objectifs",
        objectifs="Construire un projet et entrer en formation.",
        resultats_attendus="Une entrée en formation.",
        complement_programme="Savoirs de base, stages.",
        prerequis=["motivation"],
        _next="1",
    )
    assert of.address == reverse("admin:core_session_change", args=[session.pk])
    check_fixed_values(of, "session")
    of.fill(
        "date_debut",
        date_fin="",
        modalites_enseignement="0",
        duree_centre="700",
        duree_hebdo="35",
        modalites_recrutement=["8", "9"],
        _next="1",
    )
    assert of.address == reverse(
        "admin:core_dispositif_change", args=[session.dispositifs.get().pk]
    )
    check_fixed_values(of, "dispositif")
    of.fill("places", places="18", _save="1").reads("C’est enregistré")
    return session


def try_to_send_what_is_incomplete(of, action, session):
    """The page says what is missing, each line a link to its field.

    Sending is refused and nothing is lost.
    """
    move = reverse("admin:core_action_mouvement", args=[action.pk, "submit"])
    of.open(move).fill("comment")
    of.reads(
        "points à corriger",
        "« Date fin » est à renseigner.",
        "« Type de parcours » est à renseigner.",
        "« Informations collectives » est à renseigner.",
    )
    links = html.fromstring(of.page.text).xpath("//ul[@class='manques']//a/@href")
    page = reverse("admin:core_session_change", args=[session.pk])
    assert {f"{page}#champ-date_fin", f"{page}#champ-type_parcours"} <= set(links)
    assert any(link.startswith(f"{page}#") and "informations_collectives" in link for link in links)
    assert make.fresh(action).state == "draft"
    assert make.fresh(session).duree_centre == 700


def complete_and_send(of, action, session, year):
    place = session.site_lieu_id
    of.open(action.get_absolute_url())
    of.fill(
        "commentaire_prerequis", commentaire_prerequis="Avoir entre 16 et 25 ans.", _save="1"
    ).reads("C’est enregistré")
    of.open(reverse("admin:core_session_change", args=[session.pk]))
    of.fill(
        "date_debut",
        date_debut=f"{year}-01-12",
        date_fin=f"{year + 1}-06-30",
        type_parcours="individualise",
        **{
            "informations_collectives-TOTAL_FORMS": "1",
            "informations_collectives-0-date": f"{year}-01-06",
            "informations_collectives-0-heure_debut": "14:15",
            "informations_collectives-0-lieu": str(place),
            "informations_collectives-0-id": "",
            "informations_collectives-0-session": str(session.pk),
        },
    )
    of.reads("C’est enregistré", "Rien ne manque")
    of.open(reverse("admin:core_action_mouvement", args=[action.pk, "submit"])).reads(
        "Vous ne pourrez plus la modifier"
    )
    of.fill("comment", comment="Relue avec l’équipe.").reads(
        "La saisie est envoyée : le Cariforef l’examine."
    )
    assert make.fresh(action).state == "submitted"


def cannot_change_any_more(of, action, session):
    of.open(reverse("admin:core_session_change", args=[session.pk]))
    assert of.address == reverse("admin:core_action_dossier", args=[action.pk])
    of.reads(
        "elle est en cours de validation par le Cariforef.",
        "En attente de validation par le Cariforef",
    )
    before = make.fresh(session).version
    of.send(
        reverse("admin:core_session_change", args=[session.pk]),
        date_fin="2030-01-01",
        version=before,
    )
    of.reads("Rien n’a été enregistré : cette fiche ne peut pas être modifiée.")
    assert make.fresh(session).version == before


def ask_and_answer(staff, of, action):
    """The Cariforef asks about a field; the organisation sees it, corrects and answers."""
    path = f"A{action.pk}.commentaire_prerequis"
    staff.open(reverse("admin:file")).reads("Ecole de la deuxième chance")
    staff.open(reverse("admin:core_action_mouvement", args=[action.pk, "ask"]))
    staff.fill("comment", comment="Une précision, s’il vous plaît.", path0=path, remark0=QUESTION)
    staff.reads("Les questions sont envoyées à l’organisme.")
    of.open(reverse("admin:index")).reads("Le Cariforef attend vos réponses")
    of.open(reverse("admin:core_action_dossier", args=[action.pk]))
    of.reads(
        "En attente de vos réponses",
        "Une précision, s’il vous plaît.",
        QUESTION,
        "Commentaire pré-requis",
    )
    of.open(reverse("admin:core_action_change", args=[action.pk]))
    of.fill("objectifs", commentaire_prerequis="Avoir de 16 à 25 ans.").reads("C’est enregistré")
    of.open(reverse("admin:core_action_mouvement", args=[action.pk, "answer"]))
    of.fill("comment", comment="").reads("« Votre réponse » est à renseigner.")
    of.fill("comment", comment="C’est précisé.").reads("Votre réponse est envoyée au Cariforef.")


def validate_too_early(staff, action):
    staff.open(reverse("admin:core_action_mouvement", args=[action.pk, "validate"])).fill("comment")
    staff.reads(
        "n’est pas encore validé.",
        "L’établissement dispensateur « IFAS La Roche",
        "L’organisme responsable « GIP CARIF OREF",
        "n’a aucun contact à publier",
    )
    assert make.fresh(action).state == "submitted"


def validate_the_annuaire(staff, person, etablissement):
    """The organisation completes its fiches and sends them; the Cariforef validates them."""
    if not etablissement.sites.exists():
        person.send(reverse("admin:core_etablissement_ajouter_site", args=[etablissement.pk]))
    site = etablissement.sites.get()
    person.open(reverse("admin:core_etablissement_change", args=[etablissement.pk]))
    person.fill("nda", nda="52440000044", domaines=["15061"]).reads("C’est enregistré")
    person.open(reverse("admin:core_site_change", args=[site.pk]))
    person.fill(
        "nom_usage",
        ligne1="47 rue de la Formation",
        code_postal="44000",
        bureau_distributeur="NANTES",
        commune="44109",
        email="accueil@essai.example",
        telephone_fixe="02 40 20 40 20",
    ).reads("C’est enregistré")
    person.open(f"{reverse('admin:core_contact_add')}?site={site.pk}")
    person.fill("nom", nom="Martin", prenom="Anne", telephone="02 40 20 40 21", roles=["accueil"])
    assert Contact.objects.filter(site=site, nom="Martin").exists()
    for name, row in (("etablissement", etablissement), ("site", site)):
        person.open(reverse(f"admin:core_{name}_mouvement", args=[row.pk, "submit"])).fill(
            "comment"
        )
        staff.open(reverse(f"admin:core_{name}_mouvement", args=[row.pk, "validate"])).fill(
            "comment"
        )
        staff.reads("La saisie est validée et mise en ligne.")
        assert make.fresh(row).is_online


def play(year, folder):
    """Make the whole journey; return the LHÉO document and the session that it tells."""
    staff = Person(make.staff(), make.PASSWORD)
    attribution = import_the_file(staff, year)
    formateur, lead = (Etablissement.objects.get(siret=siret) for siret in (FORMATEUR, MANDATAIRE))
    of, mandataire = (Person(make.member(one), make.PASSWORD) for one in (formateur, lead))
    action = create_the_offer(of, attribution)
    session = fill_the_four_fiches(of, action)
    try_to_send_what_is_incomplete(of, action, session)
    complete_and_send(of, action, session, year)
    cannot_change_any_more(of, action, session)
    dossier = reverse("admin:core_action_dossier", args=[action.pk])
    mandataire.open(dossier).reads(
        "Ecole de la deuxième chance"
    )  # the mandataire reads, and changes nothing
    assert mandataire.page.context["moves"] == []
    ask_and_answer(staff, of, action)
    validate_too_early(staff, action)
    for person, etablissement in ((of, formateur), (mandataire, lead)):
        validate_the_annuaire(staff, person, etablissement)
    staff.open(reverse("admin:core_action_mouvement", args=[action.pk, "validate"])).fill(
        "comment", comment="Merci."
    )
    staff.reads("La saisie est validée et mise en ligne.")
    of.open(dossier).reads("En ligne", "Merci.", "Avoir de 16 à 25 ans.")
    path = folder / "lheo.xml"
    call_command("export_lheo", str(path))
    return path.read_bytes(), Session.objects.get()


def test_from_the_region_file_to_lheo(campaign, tmp_path):
    document, session = play(campaign, tmp_path)
    assert [problem.message for problem in problems(document)] == []
    root = etree.fromstring(document)

    def said(path):
        return root.xpath(f"string({path})", namespaces=NS)

    assert said("//l:formation/l:action/l:session/@numero") == str(session.pk)
    assert said("//l:formation/l:action/@numero") == f"52_{session.pk}"
    assert said("//l:session/l:periode/l:debut") == f"{date(campaign, 1, 12):%Y%m%d}"
    assert said("//l:session/l:periode/l:fin") == f"{date(campaign + 1, 6, 30):%Y%m%d}"
    assert said("//l:organisme-financeur/l:nb-places-financees") == "18"
    assert said("//l:intitule-formation") == "Ecole de la deuxième chance"
    assert said("//l:organisme-formation-responsable//l:SIRET") == MANDATAIRE
    assert said("//l:lieu-de-formation//l:codepostal") == "44000"
    assert "Avoir de 16 à 25 ans." in said("//l:conditions-specifiques")


@pytest.mark.beside(OFFICIAL)
def test_the_official_schema_accepts_it(campaign, tmp_path):
    document, _ = play(campaign, tmp_path)
    etree.XMLSchema(etree.parse(OFFICIAL)).assertValid(etree.fromstring(document))
