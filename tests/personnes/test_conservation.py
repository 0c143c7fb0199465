"""How long requests for a key are kept, and who asked for one.

A setting, the register, the nightly command.
"""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.comptes import activation
from core.comptes.cles import create_key
from core.comptes.models import Activation, DemandeCle
from core.models import Action, Contact, Effacement
from core.personnes.traces import GONE, SHORTEST
from core.rules import Issue
from tests import factories as make
from tests.exports.rows import committed
from tests.personnes.test_personnes import PAGE, erase
from workflows.signals import publishing

pytestmark = pytest.mark.django_db
WHO = {
    "prenom": "Zélie",
    "nom": "Quimperlin",
    "email": "zelie@quimper.example",
    "telephone": "02 99 88 77 66",
    "message": "Merci.",
}


def request_for_a_key(*, received=0, answered=None, etat="acceptee"):
    """Return a request received so many days ago, and answered so many days ago."""
    now = timezone.now()
    answer = (
        {} if answered is None else {"etat": etat, "traitee_le": now - timedelta(days=answered)}
    )
    return DemandeCle.objects.create(
        siret="73282932000074",
        nda="52440000044",
        raison_sociale="Quimper Formation",
        ville="Quimper",
        recue_le=now - timedelta(days=received),
        **WHO,
        **answer,
    )


def nightly(*arguments):
    call_command("effacer_anciens", *arguments, stdout=(out := StringIO()))
    return out.getvalue()


def test_a_request_is_forgotten_when_its_time_has_come_and_its_answer_stays():
    old, recent = (
        request_for_a_key(received=500, answered=400),
        request_for_a_key(received=500, answered=300),
    )
    left = request_for_a_key(received=400)
    assert "demandes de clé : 2" in nightly()
    assert make.fresh(old).nom == "Quimperlin"
    assert "demandes de clé : 2" in nightly("--faire")
    for row in (old, left):
        kept = json.dumps(DemandeCle.objects.filter(pk=row.pk).values().get(), default=str)
        assert not any(word in kept for word in ("Quimperlin", "zelie", "02 99", "Merci"))
        assert "Quimper Formation" in kept
    assert (make.fresh(old).etat, make.fresh(left).etat) == ("acceptee", "refusee")
    assert make.fresh(left).traitee_le
    assert make.fresh(recent).email == WHO["email"]
    assert mail.outbox == []
    assert Effacement.objects.filter(nature="demande").count() == 2
    assert "demandes de clé : 0" in nightly("--faire")


def test_the_duration_is_a_setting_that_the_register_shows(client, settings):
    settings.CONSERVATION_MOIS = settings.CONSERVATION_MOIS | {"demande_cle": 18}
    request_for_a_key(received=500, answered=500)
    assert "demandes de clé : 0" in nightly()
    settings.CONSERVATION_MOIS["demande_cle"] = 6
    assert "demandes de clé : 1" in nightly()
    client.force_login(make.staff())
    page = client.get(PAGE)
    assert "Effacé 6 mois après la réponse" in page.text
    assert ("Demandes de clé", 1) in page.context["a_effacer"]


def test_who_asked_for_a_key_is_found_copied_and_erased(client):
    row = request_for_a_key(received=1)
    client.force_login(make.staff())
    assert "Zélie Quimperlin" in client.post(PAGE, {"qui": "quimperlin"}).text
    copy = client.post(reverse("admin:donnees_copie", args=["demande", row.pk])).json()
    assert copy["demande_de_cle"]["email"] == WHO["email"]
    client.force_login(make.admin())
    assert (
        "La demande perd ce qui dit qui l’a faite"
        in client.get(reverse("admin:donnees_effacer", args=["demande", row.pk])).text
    )
    erase(client, "demande", row)
    assert make.fresh(row).email == ""
    assert client.post(PAGE, {"qui": "quimperlin"}).context["found"] == []
    client.force_login(make.member(make.etablissement("Alpha")))
    assert client.post(reverse("admin:donnees_copie", args=["demande", row.pk])).status_code == 404


def test_an_account_that_nobody_confirmed_is_forgotten_with_its_link(settings):
    owner = make.etablissement("Alpha", online=False)
    key, _ = create_key(owner, by=make.staff())
    row = activation.ask(
        key, email="a@b.example", prenom="A", nom="B", password="une phrase", corrections={}
    )
    nightly("--faire")
    assert Activation.objects.filter(pk=row.pk).exists()
    Activation.objects.filter(pk=row.pk).update(
        creee_le=timezone.now() - timedelta(days=settings.INVITATION_JOURS, minutes=1)
    )
    assert "comptes non confirmés : 1" in nightly("--faire")
    assert not Activation.objects.exists()


def test_one_that_cannot_be_erased_is_said_without_its_name_and_stops_no_other():
    first = make.contact_of(
        make.etablissement("Alpha", contact=False).sites.get(), nom="Quimperlin"
    )
    second = make.contact_of(make.etablissement("Beta").sites.get(), nom="Kermadec")
    with committed():
        make.offer(first.site.etablissement, "online", commentaire_duree="Appeler Anne Quimperlin.")
    old = timezone.localdate() - timedelta(days=2000)
    Contact.objects.filter(pk__in=[first.pk, second.pk]).update(actif=False, modifie_le=old)

    def somebody_is_needed(sender, **kwargs):
        return [Issue("essai", "S1.referent_prf", "Il faut un référent.", source="essai")]

    publishing.connect(somebody_is_needed, sender=Action)
    errors = StringIO()
    try:
        call_command("effacer_anciens", "--faire", stdout=StringIO(), stderr=errors)
    finally:
        publishing.disconnect(somebody_is_needed, sender=Action)
    assert (
        f"contacts, n° {first.pk} : L’effacement rendrait une offre en ligne impossible à diffuser"
        in errors.getvalue()
    )
    assert "Quimperlin" not in errors.getvalue()
    assert (make.fresh(first).nom, make.fresh(second).nom) == ("Quimperlin", "Contact effacé")


def test_a_text_without_a_name_is_never_longer_than_with_it():
    assert len(GONE) <= SHORTEST
