"""From the printed letter to the first validated fiche.

An organisation alone with its letter, on a desk and on a phone.
"""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from core.comptes.textes import load_defaults
from core.models import Etablissement
from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.counting import PAGE, Counting, written
from tests.browser.person import Person
from tests.comptes.letters import pages_of

PASSWORD = "une phrase bien à moi"
JOURNEY, FIVE_MINUTES = "De la lettre à la fiche établissement", 300


@pytest.fixture
def alpha(server, settings):
    """What a file of the Cariforef left: a name and an address, and nothing else."""
    settings.SOFI_URL = server.url
    load_defaults()
    return make.etablissement("École Atlantique", online=False, nda="", domaines=[])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["bureau", "telephone"])
def test_from_the_letter_to_the_first_validated_fiche(
    alpha, size, people, picture, tmp_path, request
):
    journey = f"premiere-fiche-{request.node.callspec.id}"
    staff = Person(people(make.staff(), size=size), picture, f"{journey}-cariforef")
    letter = print_the_letter(staff, alpha, tmp_path)
    of = Counting(people(size=size), picture, f"{journey}-organisme")
    show_the_key(of, letter)
    check_what_is_known(of)
    open_the_account(of)
    complete_and_send(of)
    assert of.effort == written(JOURNEY)
    validate(staff, alpha)
    of.page.reload()
    of.reads("En ligne", "École Atlantique")
    of.picture("en-ligne")
    assert Etablissement.objects.get().is_online


def test_the_guide_adds_up_its_estimate():
    """Nothing is timed: the guide says a convention, and what it gives for the counts above."""
    effort = written(JOURNEY)
    rows = [
        re.findall(r"(\d+) s\b|(\d+) min (\d+) s", line)
        for line in PAGE.read_text().splitlines()
        if line.startswith("| Sur un")
    ]
    for (click, *_), (field, *_), (page, *_), (*_, minutes, seconds) in rows:
        total = (
            effort["clics"] * int(click)
            + effort["champs"] * int(field)
            + effort["pages"] * int(page)
        )
        assert (total // 60, total % 60) == (int(minutes), int(seconds))
        assert total < FIVE_MINUTES
    assert len(rows) == 2


def print_the_letter(staff, alpha, folder) -> str:
    """The Cariforef finds who has no account, and prints a letter.

    What it says is all that anybody knows of the key.
    """
    staff.open(reverse("admin:cles_nouvelles"))
    staff.page.locator("#id_q").fill("atlantique")
    staff.press("Chercher")
    staff.page.get_by_label(str(alpha)).check()
    staff.picture("choix")
    staff.press("Voir les lettres à créer")
    staff.reads("1 lettre", "Première clé")
    staff.picture("lettres")
    with staff.page.expect_download() as download:
        staff.page.get_by_role("button", name="Créer les clés et imprimer les lettres").click()
    download.value.save_as(folder / "lettre.pdf")
    [page] = pages_of((folder / "lettre.pdf").read_bytes())
    return page


def show_the_key(of, letter):
    """Type the address, the SIRET and the key, as they are printed."""
    of.open(re.search(r"http://\S+", letter)[0])
    of.fields += 1
    of.picture("cle")
    of.type(
        siret=re.search(r"SIRET : \n(.+)", letter)[1],
        cle=re.search(r"activation : \n([\w-]+)", letter)[1],
    )
    of.press("Continuer")


def check_what_is_known(of):
    of.reads("Rappel de mes informations", "École Atlantique", "12 rue de l’Étoile")
    of.picture("informations")
    of.type(nda="52 44 00000 44")
    of.press("C’est vérifié, continuer")


def open_the_account(of):
    of.picture("compte")
    of.type(
        prenom="Anne",
        nom="Martin",
        email="anne@atlantique.example",
        password1=PASSWORD,
        password2=PASSWORD,
    )
    of.press("Créer mon compte")
    of.reads("Regardez vos messages")
    of.picture("messages")
    of.open(re.search(r"http://\S+", mail.outbox[-1].body)[0])
    of.clicks += 1  # on the link of the mail
    of.type(password=PASSWORD)
    of.picture("ouvrir")
    of.press("Ouvrir mon compte")
    of.reads("Bonjour Anne", "Fiche à compléter et à envoyer")
    of.picture("accueil")


def complete_and_send(of):
    of.press("Compléter : Fiche à compléter et à envoyer – Établissement", exact=False)
    of.reads("1 point à corriger")
    of.picture("fiche")
    of.page.locator("#id_domaines_recherche").fill("bureautique")
    of.fields += 1
    of.page.locator(".formacode-resultats [role=option]").first.click()
    of.clicks += 1
    expect(of.page.locator("#panneau-resume")).to_contain_text("Rien ne manque")
    of.picture("domaine")
    of.press("Enregistrer et passer à l’état de la saisie")
    of.reads("Rien ne manque")
    of.picture("dossier")
    of.press("Envoyer au Cariforef")
    of.reads("vous ne pouvez plus revenir dessus", "Il ne manque rien")
    of.picture("avertissement")
    of.press("Envoyer au Cariforef")
    of.reads("En attente de validation par le Cariforef")
    of.picture("envoyee")


def validate(staff, alpha):
    staff.open("/gestion/")
    staff.press("Examiner : Établissement à valider", exact=False)
    staff.picture("examen")
    staff.press("Valider")
    staff.picture("validation")
    staff.press("Valider")
    staff.reads("en ligne")
