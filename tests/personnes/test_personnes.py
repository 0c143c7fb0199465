"""Personal data: the copy, the erasure, the register; names are in no address and in no log."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.comptes.models import DemandeCle
from core.models import Contact, Effacement, User
from core.texts.plain import plain
from exports.models import GroupePublie
from tests import factories as make
from tests.contracts import world
from tests.exports.rows import committed
from workflows.models import Change, Publication, TransitionLog
from workflows.service import perform

pytestmark = pytest.mark.django_db
PAGE = "/gestion/donnees-personnelles/"
MAIL = "zelie.quimperlin@essai.example"


@pytest.fixture
def contact():
    site = make.etablissement("Alpha", contact=False).sites.get()
    return Contact.objects.create(
        site=site,
        nom="Quimperlin",
        prenom="Zélie",
        email=MAIL,
        telephone="02 99 88 77 66",
        roles=["handicap", "mobilite", "prf"],
    )


@pytest.fixture
def offer(contact):
    """Return an online offer that names the contact everywhere it can.

    Rows, versions, history, messages.
    """
    owner = contact.site.etablissement
    make.contact_of(contact.site, nom="Autre", roles=["accueil"])
    user = make.member(owner)
    with committed():
        action = make.draft(owner, by=user, mail_liaison=MAIL)
        make.save(
            action.sessions.get(), by=user, commentaire_duree=f"Appeler Zélie Quimperlin, {MAIL}"
        )
        make.save(action.sessions.get(), by=user, referent_prf=None)
        make.save(action.sessions.get(), by=user, referent_prf=str(contact.pk))
        perform(action, "submit", by=user, comment="De la part de Zélie Quimperlin")
        perform(action, "validate", by=make.staff())
    return make.fresh(action)


def everything():
    return json.dumps(world.picture(), ensure_ascii=False) + json.dumps(world.picture())


def erase(client, nature, row, **more):
    client.force_login(make.admin())
    url = reverse("admin:donnees_effacer", args=[nature, row.pk])
    with committed():
        return client.post(url, {"motif": "Demande du 3 mars", "sur": "on", **more})


def test_a_contact_that_is_erased_is_nowhere_any_more(client, contact, offer):
    assert "Quimperlin" in everything()
    assert "Quimperlin" in GroupePublie.objects.get().head_2_3 + str(GroupePublie.objects.values())
    page = client.get(PAGE)
    assert erase(client, "contact", contact).status_code == 302
    found = everything()
    for word in ("Quimperlin", "Zélie", MAIL, "02 99 88 77 66"):
        assert word not in found, word
    assert make.fresh(offer).is_online
    after = make.fresh(contact)
    assert (str(after), after.actif) == ("Contact effacé", False)
    row = Effacement.objects.get()
    assert row.reecrits["publications"] == 1
    assert row.reecrits["mouvements"] == 1
    assert row.reecrits["modifications"] >= 2
    assert row.par == make.admin()
    assert page is not None


def test_an_account_that_is_erased_leaves_its_acts_under_a_pseudonym(client, contact, offer):
    user = make.member(contact.site.etablissement)
    User.objects.filter(pk=user.pk).update(
        nom="Bergeronnelle", prenom="Ysaline", email="ysaline@essai.example"
    )
    TransitionLog.objects.filter(by=user).update(by_label="Ysaline Bergeronnelle")
    Change.objects.filter(by=user).update(by_label="Ysaline Bergeronnelle")
    acts = TransitionLog.objects.filter(by=user).count()
    assert erase(client, "compte", user).status_code == 302
    assert "Bergeronnelle" not in everything()
    gone = make.fresh(user)
    assert (gone.is_active, gone.has_usable_password(), gone.memberships.count()) == (
        False,
        False,
        0,
    )
    assert (
        TransitionLog.objects.filter(by=user, by_label=f"Compte effacé {user.pk}").count()
        == acts
        > 0
    )
    assert not client.login(username="ysaline@essai.example", password=make.PASSWORD)


def test_the_copy_says_all_that_is_kept(client, contact, offer):
    client.force_login(make.staff())
    url = reverse("admin:donnees_copie", args=["contact", contact.pk])
    assert client.get(url).status_code == 404
    response = client.post(url)
    said = json.loads(response.content)
    assert said["contact"]["email"] == MAIL
    assert said["sessions"] == [offer.sessions.get().pk]
    assert said["cite_dans"]["versions_publiees"]
    assert response["Content-Disposition"].startswith("attachment")
    assert "Quimperlin" not in response["Content-Disposition"]
    client.force_login(make.admin())
    account = client.post(
        reverse("admin:donnees_copie", args=["compte", make.member(contact.site.etablissement).pk])
    )
    assert json.loads(account.content)["actes"]


def test_a_person_is_found_by_post_and_said_by_no_log(client, contact, caplog):
    client.force_login(make.staff())
    with caplog.at_level("INFO"):
        page = client.post(PAGE, {"qui": "quimperlin zél"})
        client.post(reverse("admin:donnees_copie", args=["contact", contact.pk]))
    assert "Quimperlin" in page.text
    assert "uimperlin" not in str([vars(r) for r in caplog.records if r.name.startswith("sofi")])
    assert "uimperlin" not in client.get(f"{PAGE}?qui=quimperlin").text


@pytest.mark.parametrize(
    "typed",
    [
        "zelie quimperlin",
        "ZÉLIE",
        "Quîmperlin",
        "perlin",
        "zelie.quimperlin@essai",
        "œuvre",
        "OEUVRÉ",
    ],
)
def test_a_person_is_found_whatever_the_accents_and_capitals(client, contact, typed):
    about = {"nom": "Quimperlin", "prenom": "Zélie", "email": MAIL}
    if plain(typed) == "oeuvre":
        about |= {"nom": "Lœuvre"}
    Contact.objects.filter(pk=contact.pk).update(**about)
    User.objects.create(**about)
    DemandeCle.objects.create(siret="13000511900032", raison_sociale="Beta", **about)
    client.force_login(make.admin())
    rows = client.post(PAGE, {"qui": typed}).context["found"]
    assert [nature for _, nature, *_ in rows] == ["contact", "compte", "demande"]


@pytest.mark.parametrize("typed", ["zelie bergeronnelle", "%%", "__", "@@"])
def test_nobody_is_found_by_other_words(client, contact, typed):
    client.force_login(make.admin())
    assert client.post(PAGE, {"qui": typed}).context["found"] == []


def test_the_first_of_many_are_shown(client, contact):
    User.objects.bulk_create(
        User(email=f"q{n}@essai.example", nom=f"Quimper {n:02}") for n in range(31)
    )
    client.force_login(make.admin())
    rows = client.post(PAGE, {"qui": "quimper"}).context["found"]
    accounts = [who for _, nature, _, who, _ in rows if nature == "compte"]
    assert len(accounts) == 30
    assert accounts[0].strip() == "Quimper 00"


def test_requests_of_an_address_are_forgotten_whatever_its_capitals(client, contact):
    mine, other = (
        DemandeCle.objects.create(siret="13000511900032", raison_sociale="Beta", email=email)
        for email in (MAIL.title(), f"x{MAIL}")
    )
    erase(client, "contact", contact)
    assert make.fresh(mine).email == ""
    assert make.fresh(other).email == f"x{MAIL}"


def test_the_cariforef_reads_and_only_an_administrator_erases(client, contact):
    url = reverse("admin:donnees_effacer", args=["contact", contact.pk])
    for user, page, erasing in (
        (make.member(contact.site.etablissement), 404, 404),
        (make.manager(make.regional()), 404, 404),
        (make.staff(), 200, 404),
        (make.admin(), 200, 200),
    ):
        client.force_login(user)
        assert client.get(PAGE).status_code == page
        assert client.get(url).status_code == erasing
    assert client.post(url, {"motif": "Demande"}).status_code == 200  # the box is not ticked
    assert make.fresh(contact).nom == "Quimperlin"
    itself = reverse("admin:donnees_effacer", args=["compte", make.admin().pk])
    client.post(itself, {"motif": "Moi", "sur": "on"})
    assert make.admin().is_active
    assert (
        client.get(reverse("admin:donnees_effacer", args=["chose", contact.pk])).status_code == 404
    )
    client.force_login(make.staff())
    assert (
        client.post(reverse("admin:donnees_copie", args=["compte", make.admin().pk])).status_code
        == 404
    )


def test_what_has_had_its_time_is_erased_by_the_command(contact):
    Contact.objects.filter(pk=contact.pk).update(
        actif=False, modifie_le=timezone.localdate() - timedelta(days=1200)
    )
    old = make.nobody()
    User.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=1200))
    out = StringIO()
    call_command("effacer_anciens", stdout=out)
    assert "À effacer – contacts : 1, comptes : 1, demandes de clé : 0," in out.getvalue()
    assert make.fresh(contact).nom == "Quimperlin"
    for _ in range(2):
        call_command("effacer_anciens", "--faire", stdout=out)
    assert Effacement.objects.count() == 2
    assert make.fresh(contact).nom == "Contact effacé"


def test_the_register_shows_the_durations_of_the_settings(client, settings, contact):
    settings.CONSERVATION_MOIS = {
        "contact_inactif": 24,
        "compte_inactif": 18,
        "demande_cle": 6,
        "journaux": 12,
    }
    client.force_login(make.staff())
    text = client.get(PAGE).text
    assert "Effacé 2 ans après" in text
    assert "18 mois" in text
    assert "Effacé 6 mois après la réponse" in text


def test_a_publication_of_another_offer_is_left_alone(client, contact, offer):
    with committed():
        other = make.offer(make.etablissement("Beta"), "online")
    before = Publication.objects.of(other).get().payload
    erase(client, "contact", contact)
    assert Publication.objects.of(other).get().payload == before
