"""From the letter to the account (S0); and those who guess."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.comptes import cles, lettres
from core.comptes.models import Activation, CleActivation, ComptePrincipal, DemandeCle, Evenement, Verrou
from core.models import Membership, User
from tests import factories as make

pytestmark = pytest.mark.django_db
ACTIVER, INFORMATIONS = reverse("compte_activer"), reverse("compte_informations")
CREER, SIGNALER = reverse("compte_creer"), reverse("compte_signaler")
GOOD = "une phrase bien à moi"
WHO = {"prenom": "Anne", "nom": "Martin", "email": "Anne.Martin@Alpha.example", "password1": GOOD, "password2": GOOD}
NEVER = "732 829 320 00074"  # a possible SIRET that nobody has here


@pytest.fixture
def alpha():
    return make.etablissement("Alpha", online=False)


def show(client, siret, key):
    return client.post(ACTIVER, {"siret": siret, "cle": key})


def link_of(message):
    return re.search(r"http://\S+", message.body.split("\n--\n")[0])[0]


# The way in --------------------------------------------------------------------------------


def test_from_the_letter_to_the_first_page(client, alpha, django_capture_on_commit_callbacks):
    key = make.key(alpha)
    page = client.post(
        ACTIVER, {"siret": f"{alpha.siret[:9]} {alpha.siret[9:]}", "cle": key.lower().replace("-", " ")}, follow=True
    )
    assert page.request["PATH_INFO"] == INFORMATIONS
    assert "Rappel de mes informations" in page.text
    assert "12 rue de l’Étoile" in page.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SIGNALER, {"email": "anne@alpha.example", "message": "Le numéro de rue est faux."})
    assert mail.outbox[-1].to == ["offre@cariforef.example"]
    assert "Le numéro de rue est faux." in mail.outbox[-1].body
    typed = {"nda": "52440000044", "telephone_fixe": "02 40 00 00 00", "email": "nouveau@alpha.example", "site_web": ""}
    assert client.post(INFORMATIONS, typed)["Location"] == CREER
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(CREER, WHO)
    assert "anne.martin@alpha.example" in page.text.lower()
    assert not User.objects.filter(email="anne.martin@alpha.example").exists()
    link = link_of(mail.outbox[-1])
    assert "Ouvrir mon compte" in Client().get(link).text
    other = Client()
    page = other.post(link, {"password": GOOD}, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:index")
    user = User.objects.get(email="anne.martin@alpha.example")
    assert ComptePrincipal.objects.get().user == user
    site = alpha.sites.get()
    assert (site.telephone_fixe, site.email) == ("02 40 00 00 00", "nouveau@alpha.example")
    assert (CleActivation.objects.get().etat, Activation.objects.count()) == ("utilisée", 0)
    assert set(Evenement.objects.values_list("quoi", flat=True)) == {"cle_creee", "compte_active"}
    assert Client().get(link).status_code == 404
    fresh = Client()
    fresh.post(reverse("admin:login"), {"username": user.email, "password": GOOD})
    assert "_auth_user_id" in fresh.session


def test_what_is_online_stays_online_while_a_correction_waits(client, django_capture_on_commit_callbacks):
    alpha = make.etablissement("Alpha")
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(INFORMATIONS, {"nda": "52440000044", "telephone_fixe": "02 40 99 99 99", "email": "", "site_web": ""})
        client.post(CREER, WHO)
    client.post(link_of(mail.outbox[-1]), {"password": GOOD})
    site = alpha.sites.get()
    assert (site.telephone_fixe, site.state, site.is_online) == ("02 40 99 99 99", "draft", True)


def test_an_address_that_has_an_account_gets_the_etablissement_with_its_own_password(
    client, alpha, django_capture_on_commit_callbacks
):
    user = make.member(make.etablissement("Bêta"))
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(CREER, WHO | {"email": user.email})
    link = link_of(mail.outbox[-1])
    assert client.post(link, {"password": GOOD}).context["form"].errors  # who held the key chose it: it opens nothing
    client.post(link, {"password": make.PASSWORD})
    assert Membership.objects.filter(user=user).count() == 2
    assert make.fresh(user).check_password(make.PASSWORD)


def test_the_password_is_asked_again_where_the_address_is_confirmed(client, alpha, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(CREER, WHO)
    link = link_of(mail.outbox[-1])
    for _ in range(4):
        client.post(link, {"password": "un autre"})
    assert "Trop d’essais" in client.post(link, {"password": GOOD}).text
    assert User.objects.filter(email="anne.martin@alpha.example").exists() is False


# Keys ---------------------------------------------------------------------------------------


def test_a_key_is_kept_by_its_imprint_only(alpha, caplog):
    with caplog.at_level(logging.DEBUG):
        key = make.key(alpha)
    row = CleActivation.objects.get()
    kept = " ".join(str(v) for v in CleActivation.objects.values_list().get())
    assert cles.plain(key) not in kept + caplog.text
    assert key not in kept + caplog.text
    assert row.empreinte == cles.imprint(alpha.siret, key)


def test_a_key_opens_one_account_of_one_siret_for_a_time(alpha):
    key, beta = make.key(alpha), make.etablissement("Bêta", online=False)
    assert cles.find(alpha.siret, key)
    assert cles.find(beta.siret, key) is None
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert cles.find(alpha.siret, key) is None
    CleActivation.objects.update(utilisee_le=timezone.now())
    assert cles.find(alpha.siret, key) is None


def test_sending_again_revokes_the_key_before(alpha):
    first, second = make.key(alpha), make.key(alpha)
    assert cles.find(alpha.siret, first) is None
    assert cles.find(alpha.siret, second)


def test_a_closed_etablissement_opens_nothing(alpha):
    key = make.key(alpha)
    type(alpha).objects.filter(pk=alpha.pk).update(ferme_le=timezone.localdate())
    assert cles.find(alpha.siret, key) is None


def test_a_key_revoked_while_the_mail_waits_opens_nothing(client, alpha, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        show(client, alpha.siret, make.key(alpha))
        client.post(CREER, WHO)
    make.key(alpha)
    assert client.post(link_of(mail.outbox[-1]), {"password": GOOD}).status_code == 404
    assert client.get(CREER)["Location"] == ACTIVER


# Those who guess ------------------------------------------------------------------------------


def test_what_is_answered_says_nothing_of_a_siret(alpha):
    make.key(alpha)
    unknown = "73282932000074"
    without = make.etablissement("Sans clé", online=False).siret
    pages = [show(Client(), siret, "AAAA-BBBB-CCCC-DDDD").text.replace(siret, "") for siret in (alpha.siret, without, unknown)]
    strip = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page) for page in pages]
    assert strip[0] == strip[1] == strip[2]
    assert "ne vont pas ensemble" in pages[0]


def test_as_much_work_is_done_whatever_exists(alpha, monkeypatch):
    """The same questions to the base, and as many imprints: nothing is left to measure."""
    make.key(alpha)
    done = []
    for siret in (alpha.siret, make.etablissement("Sans clé", online=False).siret, "73282932000074"):
        Verrou.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as found:
            show(Client(), siret, "AAAA-BBBB-CCCC-DDDD")
        done.append([re.sub(r"'[^']*'|\d+", "?", q["sql"]) for q in found])
    assert done[0] == done[1] == done[2]


@pytest.mark.parametrize("siret", ["known", "unknown"])
def test_guessing_is_slowed_then_locked_even_for_the_right_key(alpha, siret):
    key = make.key(alpha)
    siret = alpha.siret if siret == "known" else "73282932000074"
    for _ in range(4):
        page = show(Client(), siret, "AAAA-BBBB-CCCC-DDDD")
    assert "ne vont pas ensemble" in page.text
    assert "Trop d’essais" in show(Client(), siret, key).text
    for hours in (1, 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            page = show(Client(), siret, key)
            assert (page.status_code == 302) == (siret == alpha.siret)


def test_the_wait_doubles(alpha):
    from core.comptes import verrous

    waits = []
    for _ in range(12):
        verrous.failed(siret="x")
        waits.append(verrous.wait(siret="x"))
    assert waits[:3] == [0, 0, 0]
    assert waits[3:] == sorted(waits[3:])
    assert waits[-1] >= 120


def test_one_address_that_tries_many_sirets_is_locked(client):
    sirets = [make.etablissement(f"E{n}", online=False, contact=False).siret for n in range(22)]
    pages = [show(client, siret, "AAAA-BBBB-CCCC-DDDD").text for siret in sirets]
    assert "Trop d’essais" in pages[-1]


def test_nothing_is_kept_of_who_tried(client, alpha):
    show(client, alpha.siret, "AAAA-BBBB-CCCC-DDDD")
    kept = str(list(Verrou.objects.values_list("code", flat=True)))
    assert alpha.siret not in kept
    assert "127.0.0.1" not in kept


def test_the_pages_after_the_key_are_closed_without_it(client):
    for url in (INFORMATIONS, CREER, SIGNALER):
        assert client.get(url)["Location"] == ACTIVER
        assert client.post(url, WHO)["Location"] == ACTIVER
    assert User.objects.count() == 0


def test_the_session_changes_its_key_when_the_key_is_shown(client, alpha):
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    show(client, alpha.siret, make.key(alpha))
    assert client.session.session_key != session.session_key


def test_forms_ask_for_their_token(alpha):
    strict = Client(enforce_csrf_checks=True)
    for url in (ACTIVER, reverse("compte_demander"), CREER):
        assert strict.post(url, {}).status_code == 403


def test_a_weak_password_is_refused(client, alpha):
    show(client, alpha.siret, make.key(alpha))
    for weak in ("court", "password1234", "anne.martin@alpha"):
        page = client.post(CREER, WHO | {"password1": weak, "password2": weak})
        assert page.context["form"].errors
    assert mail.outbox == []


# Letters and requests ---------------------------------------------------------------------------


def test_letters_are_printed_and_no_markup_is_read(alpha):
    type(alpha).objects.filter(pk=alpha.pk).update(raison_sociale='#panic("x") *gras* $x$ <l> & "guillemets" \\ #sys.inputs')
    row, key = cles.create_key(make.fresh(alpha), by=make.staff())
    content = lettres.pdf([(row, key)])
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content
    assert alpha.siret not in lettres.code("x")


def test_staff_make_keys_from_a_list_and_get_the_letters(client, alpha):
    beta = make.etablissement("Bêta")
    client.force_login(make.staff())
    address = reverse("admin:cles_nouvelles")
    assert "Alpha" in client.get(f"{address}?q=alpha").text
    assert "Alpha" not in client.get(f"{address}?q=beta").text
    sirets = f"{alpha.siret}\n{beta.siret}\n{NEVER}"
    file = SimpleUploadedFile("liste.csv", f"Nom;SIRET\nBêta;{beta.siret}\n".encode())
    preview = client.post(address, {"choisis": [alpha.pk], "sirets": NEVER, "fichier": file})
    assert "Bêta" in preview.text
    assert "Alpha" in preview.text
    assert "73282932000074" in preview.text
    assert CleActivation.objects.count() == 0
    done = client.post(address, {"sirets": sirets, "confirmer": "1"})
    assert done["Content-Type"] == "application/pdf"
    assert done.content.startswith(b"%PDF-")
    assert CleActivation.objects.count() == 2


def test_organisations_make_no_key(client, alpha):
    client.force_login(make.member(alpha))
    assert client.get(reverse("admin:cles_nouvelles")).status_code == 404
    assert client.post(reverse("admin:cles_nouvelles"), {"sirets": alpha.siret, "confirmer": "1"}).status_code == 404
    assert CleActivation.objects.count() == 0


REQUEST = {
    "siret": "73282932000074", "nda": "52 44 00000 44", "raison_sociale": "Nouvelle", "adresse": "1 rue Neuve",
    "code_postal": "44000", "ville": "Nantes", "prenom": "Zoé", "nom": "Neuve", "email": "zoe@nouvelle.example",
    "telephone": "", "message": "",
}  # fmt: skip


def test_a_request_without_an_nda_is_refused(client):
    assert client.post(reverse("compte_demander"), REQUEST | {"nda": ""}).context["form"].errors["nda"]
    assert client.post(reverse("compte_demander"), REQUEST | {"nda": "12"}).context["form"].errors["nda"]


def test_a_request_is_accepted_and_makes_a_key(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert "Votre demande est reçue" in client.post(reverse("compte_demander"), REQUEST).text
    assert mail.outbox[-1].to == ["offre@cariforef.example"]
    row = DemandeCle.objects.get()
    staff = Client()
    staff.force_login(make.staff())
    address = reverse("admin:comptes_demandecle_repondre", args=[row.pk])
    assert "zoe@nouvelle.example" in staff.get(address).text
    letter = staff.post(address, {"accepter": "1"})
    assert letter.content.startswith(b"%PDF-")
    etablissement = CleActivation.objects.get().etablissement
    assert (etablissement.siret, etablissement.nda, etablissement.sites.get().bureau_distributeur) == (
        "73282932000074", "52440000044", "Nantes",
    )  # fmt: skip
    assert staff.post(address, {"accepter": "1"}).status_code == 302
    assert CleActivation.objects.count() == 1


def test_a_request_is_refused_with_its_reason(client, django_capture_on_commit_callbacks):
    client.post(reverse("compte_demander"), REQUEST)
    row = DemandeCle.objects.get()
    client.force_login(make.staff())
    address = reverse("admin:comptes_demandecle_repondre", args=[row.pk])
    assert client.post(address, {"refuser": "1", "motif": ""}).context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"refuser": "1", "motif": "Hors de la région."})
    assert mail.outbox[-1].to == ["zoe@nouvelle.example"]
    assert "Hors de la région." in mail.outbox[-1].body
    assert make.fresh(row).etat == "refusee"


def test_public_texts_are_plain(client):
    from core.comptes.models import Texte

    Texte.objects.create(code="essai", titre="<b>Titre</b>", corps="<script>alert(1)</script>\n\nhttps://exemple.example/")
    page = client.get(reverse("compte_texte", args=["essai"]))
    assert "<script>alert" not in page.text
    assert "<b>Titre" not in page.text
    assert 'href="https://exemple.example/"' in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_login_page_shows_the_ways_in_and_the_texts(client):
    make.referentiels()
    page = client.get(reverse("admin:login")).text
    for said in (
        "J’ai reçu une clé d’activation",
        "Je n’ai pas de clé d’activation",
        "Nous contacter",
        "Accessibilité",
        "Mentions légales",
    ):
        assert said in page
