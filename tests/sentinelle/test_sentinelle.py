"""The sentinelle: what it finds, what it closes, whom it writes to, and « Toujours exact »."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.models import Action, Alerte, Etablissement, PorteOuverte, Site
from core.sentinelle.at_stake import sessions_at_stake
from core.sentinelle.passing import passer
from core.sentinelle.reminders import rappeler
from core.sentinelle.tasks import sentinelle
from tests import factories as make
from workflows.models import Change

pytestmark = pytest.mark.django_db
PAGE = "/gestion/sentinelle/"


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def owner():
    """Return an établissement of which there is nothing to say."""
    found = make.etablissement("Alpha")
    site = found.sites.get()
    Site.objects.filter(pk=site.pk).update(latitude="47.2", longitude="-1.5")
    site.contacts.update(email="accueil@essai.example")
    return found


def certificate(owner, days):
    owner.sites.update(qualite="qualiopi", qualiopi_fin=today(days))


def open_day(owner, days):
    return PorteOuverte.objects.create(
        site=owner.sites.get(), libelle="PO", nature="autre", date_debut=today(days)
    )


def found():
    passer()
    return sorted(Alerte.objects.values_list("code", flat=True))


def test_there_is_nothing_to_say_of_a_well_kept_fiche(owner):
    certificate(owner, 91)
    assert found() == []


@pytest.mark.parametrize(
    ("days", "palier", "grave"),
    [
        (90, 90, False),
        (61, 90, False),
        (60, 60, False),
        (30, 30, False),
        (0, 30, False),
        (-1, 0, True),
    ],
)
def test_the_end_of_a_certificate_is_told_at_ninety_sixty_and_thirty_days(
    owner, days, palier, grave
):
    certificate(owner, days)
    passer()
    alerte = Alerte.objects.get()
    assert (alerte.code, alerte.palier, alerte.grave) == ("qualiopi", palier, grave)
    assert alerte.echeance == today(days)


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("nda", lambda e: Etablissement.objects.filter(pk=e.pk).update(nda="")),
        ("siret", lambda e: Etablissement.objects.filter(pk=e.pk).update(siret="12345678901234")),
        ("coordonnees", lambda e: e.sites.update(latitude=None)),
        ("contact_sans_mail", lambda e: e.sites.get().contacts.update(email="")),
        ("contacts", lambda e: e.sites.get().contacts.update(actif=False)),
        ("porte_ouverte", lambda e: open_day(e, -3)),
        ("exactitude", lambda e: e.sites.update(state_since=timezone.now() - timedelta(days=400))),
    ],
)  # fmt: skip
def test_each_thing_is_found_once_then_closed_when_it_is_mended(owner, code, spoil):
    spoil(owner)
    assert found() == [code]
    assert found() == [code]
    Etablissement.objects.filter(pk=owner.pk).update(ferme_le=today())
    assert found() == []


def test_an_open_day_to_come_excuses_the_last_one(owner):
    for days in (-3, 20):
        open_day(owner, days)
    assert found() == []


# Reminders -----------------------------------------------------------------------------------


def test_one_mail_tells_everything_and_is_not_sent_again(owner):
    user = make.member(owner)
    make.member(owner, local="second")
    certificate(owner, 80)
    owner.sites.update(latitude=None)
    passer()
    assert rappeler() == 2
    assert sorted(m.to for m in mail.outbox) == [[user.email], ["second@essai.example"]]
    body = mail.outbox[0].body
    assert "certificat Qualiopi" in body
    assert "coordonnées" in body
    assert "&" not in body
    assert rappeler() == 0
    certificate(owner, 55)
    passer()
    assert rappeler() == 2  # nearer to its end
    assert rappeler(today(31)) == 2  # a month later


def test_a_person_of_two_organisations_receives_one_mail_and_a_stranger_none(owner):
    other, third = make.etablissement("Beta"), make.etablissement("Gamma")
    user = make.member(owner, local="deux")
    make.account("deux", "Deux", "organisme", etablissement=other)
    stranger = make.member(third)
    Site.objects.exclude(etablissement=third).update(latitude=None)
    Site.objects.filter(etablissement=third).update(latitude="47", longitude="-1")
    third.sites.get().contacts.update(email="x@essai.example")
    passer()
    assert rappeler() == 1
    assert mail.outbox[0].to == [user.email]
    assert "Alpha" in mail.outbox[0].body
    assert "Beta" in mail.outbox[0].body
    assert stranger.email not in str([m.to for m in mail.outbox])


def test_who_administers_one_site_hears_of_this_site_only(owner):
    second = make.site(owner, "Annexe secrète", online=False)
    make.member(owner, sites=[owner.sites.get(principal=True)], local="restreint")
    Site.objects.filter(pk=second.pk).update(latitude=None)
    passer()
    assert rappeler() == 0
    owner.sites.update(latitude=None)
    passer()
    rappeler()
    assert "Annexe secrète" not in mail.outbox[0].body


def test_the_command_and_the_task_do_the_same(owner):
    make.member(owner)
    certificate(owner, 10)
    out = StringIO()
    call_command("sentinelle", "--rappels", stdout=out)
    assert "1 point à vérifier" in out.getvalue()
    assert "1 courriel envoyé." in out.getvalue()
    assert sentinelle.enqueue(rappels=True).return_value == {"ouvertes": 1, "mails": 0}


# The page ------------------------------------------------------------------------------------


def test_staff_see_everything_with_the_sessions_at_stake_and_organisations_their_own(client, owner):
    other = make.etablissement("Betavert")
    make.offer(owner, "online")
    certificate(owner, 10)
    passer()
    client.force_login(make.staff())
    page = client.get(PAGE)
    assert {line["alerte"].code: line["stake"] for line in page.context["lines"]}["qualiopi"] == 1
    assert "Betavert" in page.text
    client.force_login(make.member(owner))
    own = client.get(PAGE)
    assert "Betavert" not in own.text
    assert "certificat Qualiopi" in own.text
    assert client.post(reverse("admin:sentinelle_rappels")).status_code == 404
    assert client.post(reverse("admin:sentinelle_verifier")).status_code == 404
    client.force_login(make.nobody())
    assert client.get(PAGE).status_code == 404
    assert other.pk


def test_a_session_is_at_stake_once_for_who_answers_for_it_and_once_for_who_gives_it(owner):
    third = make.etablissement("Betavert")
    action = make.offer(owner, "online", sessions=2)
    assert sessions_at_stake([owner.pk, third.pk]) == {owner.pk: 2}
    Action.objects.filter(pk=action.pk).update(site_dispensateur=third.sites.get())
    assert sessions_at_stake([owner.pk, third.pk]) == {owner.pk: 2, third.pk: 2}
    one, _ = action.sessions.order_by("pk")
    type(one).objects.filter(pk=one.pk).update(organisme_responsable=None)
    assert sessions_at_stake([owner.pk, third.pk]) == {owner.pk: 1, third.pk: 2}
    assert sessions_at_stake([]) == {}


def test_what_blocks_comes_first_then_what_ends_first_and_what_has_no_end_last(owner):
    sites = [owner.sites.get(), make.site(owner, "Annexe")]
    Site.objects.update(qualite="qualiopi", latitude=None)
    for site, days in zip(sites, (-3, 20), strict=True):
        Site.objects.filter(pk=site.pk).update(qualiopi_fin=today(days))
    passer()
    first, second = (f"L{site.pk}" for site in sites)
    found = [(a.code, a.objet) for a in Alerte.objects.all()]
    assert found[0] == ("qualiopi", first)
    assert [one for one in found if not one[0].startswith("contact")] == [
        ("qualiopi", first), ("qualiopi", second), ("coordonnees", first), ("coordonnees", second)
    ]  # fmt: skip


def test_staff_check_and_remind_by_post(client, owner):
    make.member(owner)
    certificate(owner, 10)
    client.force_login(make.staff())
    for name in ("sentinelle_verifier", "sentinelle_rappels"):
        assert client.get(reverse(f"admin:{name}")).status_code == 404
        assert client.post(reverse(f"admin:{name}")).status_code == 302
    assert len(mail.outbox) == 1


def test_still_right_is_dated_kept_and_closes_the_alert(client, owner):
    site = owner.sites.get()
    owner.sites.update(state_since=timezone.now() - timedelta(days=400))
    passer()
    client.force_login(make.member(owner))
    url = reverse("admin:core_site_exact", args=[site.pk])
    assert url in client.get(PAGE).text
    assert client.get(url).status_code == 404
    assert client.post(url, {"sentinelle": "1"})["Location"] == PAGE
    after = make.fresh(site)
    assert (after.exact_le, after.state, after.version) == (today(), site.state, site.version)
    assert Change.objects.of(site).first().door == "exact"
    assert found() == []
    contact = site.contacts.get()
    assert client.post(reverse("admin:core_contact_exact", args=[contact.pk])).status_code == 302
    assert make.fresh(contact).exact_le == today()


def test_another_s_fiche_is_not_confirmed(client, owner):
    client.force_login(make.member(make.etablissement("Beta")))
    site = owner.sites.get()
    for name, row in (("site", site), ("etablissement", owner), ("contact", site.contacts.get())):
        assert client.post(reverse(f"admin:core_{name}_exact", args=[row.pk])).status_code == 404
        assert make.fresh(row).exact_le is None


def test_a_large_annuaire_costs_no_more_queries(client, owner, django_assert_max_num_queries):
    rows = Etablissement.objects.bulk_create(
        Etablissement(siret=f"{n:014d}", raison_sociale=f"Organisme {n}") for n in range(300)
    )
    Site.objects.bulk_create(
        Site(etablissement=row, nom_usage="Site", principal=True) for row in rows
    )
    with django_assert_max_num_queries(14):
        passer()
    assert Alerte.objects.count() > 900
    client.force_login(make.staff())
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        assert client.get(PAGE).status_code == 200
