"""The établissement one works on, the eyes that staff borrow, and the second factor."""

import pytest
from django.test import Client
from django.urls import reverse

from core.comptes.models import Evenement
from core.models import Action, Etablissement, Membership, Role, Site
from tests import factories as make

pytestmark = pytest.mark.django_db
CHOOSE = reverse("admin:etablissement_choisi")
INDEX = reverse("admin:index")


@pytest.fixture
def alpha():
    return make.etablissement("Alphazur")


@pytest.fixture
def beta():
    return make.etablissement("Betavert")


@pytest.fixture
def both(alpha, beta, client):
    user = make.member(alpha)
    Membership.objects.create(user=user, role=Role.ORGANISME, etablissement=beta)
    client.force_login(user)
    return user


def listed(client, model="site"):
    page = client.get(reverse(f"admin:core_{model}_changelist"))
    return {str(row) for row in page.context["cl"].result_list}


# The établissement -----------------------------------------------------------------------


def test_the_choice_is_shown_only_where_there_is_one(client, both, alpha):
    assert "Tous mes établissements" in client.get(INDEX).text
    other = Client()
    other.force_login(make.member(alpha, local="seul"))
    assert "Tous mes établissements" not in other.get(INDEX).text
    other.force_login(make.staff())
    assert "Tous mes établissements" not in other.get(INDEX).text


def test_a_choice_narrows_every_screen_and_is_undone(client, both, alpha, beta):
    make.draft(alpha)
    theirs = make.draft(beta)
    assert len(listed(client)) == 2
    client.post(CHOOSE, {"etablissement": alpha.pk})
    assert len(listed(client)) == 1
    assert len(listed(client, "action")) == 1
    assert client.get(theirs.get_absolute_url()).status_code == 404
    home = client.get(INDEX).text
    assert "selected>Alphazur" in home
    assert str(theirs.pk) not in listed(client, "session")
    client.post(CHOOSE, {"etablissement": ""})
    assert len(listed(client)) == 2


def test_a_choice_is_found_again_at_the_next_login(client, both, alpha):
    client.post(CHOOSE, {"etablissement": alpha.pk})
    other = Client()
    other.post(reverse("admin:login"), {"username": both.email, "password": make.PASSWORD})
    assert len(listed(other)) == 1


def test_a_choice_never_widens(client, both, alpha, beta):
    stranger = make.etablissement("Étrangère")
    for typed in (stranger.pk, "0", "-1", "x", "9" * 30):
        assert client.post(CHOOSE, {"etablissement": typed}).status_code == 302
        assert "Étrangère" not in client.get(INDEX).text
        assert len(listed(client)) == 2
    session = client.session
    session["etablissement_choisi"] = stranger.pk
    session.save()
    assert len(listed(client)) == 2
    client.post(CHOOSE, {"etablissement": beta.pk})
    Membership.objects.filter(user=both, etablissement=beta).delete()
    assert listed(client) == {str(alpha.sites.get())}


def test_a_choice_leads_to_no_other_site(client, both, alpha):
    for back in ("https://mechant.example/", "//mechant.example/", "javascript:x"):
        assert client.post(CHOOSE, {"etablissement": alpha.pk, "suite": back})["Location"] == INDEX
    assert (
        client.post(CHOOSE, {"suite": "/gestion/core/site/"})["Location"] == "/gestion/core/site/"
    )
    assert client.get(CHOOSE).status_code == 404


# As the organisation ---------------------------------------------------------------------


def look(client, etablissement):
    return client.post(reverse("admin:voir_comme", args=[etablissement.pk]), follow=True)


def test_staff_see_what_the_organisation_sees(client, alpha, beta):
    mine, theirs = make.draft(alpha), make.draft(beta)
    client.force_login(make.staff())
    page = look(client, alpha)
    assert "Vous voyez SOFI comme Alphazur" in page.text
    assert listed(client) == {str(alpha.sites.get())}
    assert client.get(theirs.get_absolute_url()).status_code == 404
    member = Client()
    member.force_login(make.member(alpha))
    for name in ("action", "session", "formation", "site", "contact", "etablissement"):
        assert listed(client, name) == listed(member, name), name
    assert client.get(mine.get_absolute_url(), follow=True).status_code == 200
    assert client.get(reverse("admin:file")).status_code == 404
    back = client.post(reverse("admin:voir_comme_fin"), follow=True)
    assert "Vous voyez SOFI comme" not in back.text
    assert len(listed(client)) == 2
    kinds = (
        Evenement.objects.filter(etablissement=alpha).order_by("pk").values_list("quoi", flat=True)
    )
    assert list(kinds) == ["vue_debut", "vue_fin"]


def test_nothing_can_be_done_with_borrowed_eyes(client, alpha):
    action = make.draft(alpha)
    client.force_login(make.staff())
    look(client, alpha)
    before = Action.objects.count(), Site.objects.count(), Etablissement.objects.count()
    urls = [
        reverse("admin:creer"),
        action.get_absolute_url(),
        reverse("admin:core_action_mouvement", args=[action.pk, "submit"]),
        reverse("admin:core_etablissement_ajouter_site", args=[alpha.pk]),
        reverse("admin:core_contact_add"),
        reverse("admin:equipe_inviter", args=[alpha.pk]),
        reverse("account_change_password"),
        CHOOSE,
    ]
    for url in urls:
        for method in (client.post, client.put, client.patch, client.delete):
            answer = method(url)
            assert answer.status_code == 403, url
        assert "Rien n’a été enregistré" in client.post(url).text
    assert (Action.objects.count(), Site.objects.count(), Etablissement.objects.count()) == before


def test_borrowed_eyes_close_by_themselves(client, alpha, beta):
    import time_machine

    client.force_login(make.staff())
    look(client, alpha)
    with time_machine.travel(make_later(), tick=False):
        assert "Vous voyez SOFI comme" not in client.get(INDEX).text
    assert Evenement.objects.filter(quoi="vue_fin").exists()


def make_later():
    from datetime import timedelta

    from django.utils import timezone

    return timezone.now() + timedelta(hours=1, minutes=1)


@pytest.mark.parametrize("who", ["organisme", "gestionnaire", "nobody"])
def test_only_staff_borrow_eyes(client, alpha, beta, who):
    user = {
        "organisme": lambda: make.member(beta),
        "gestionnaire": lambda: make.manager(make.regional()),
        "nobody": make.nobody,
    }
    client.force_login(user[who]())
    assert look(client, alpha).status_code == 404
    session = client.session
    session["vu_comme"] = {"etablissement": alpha.pk, "depuis": 9_999_999_999}
    session.save()
    assert "Alphazur" not in client.get(INDEX).text
    assert "vu_comme" not in client.session


# The second factor ------------------------------------------------------------------------


@pytest.fixture
def _required(settings):
    settings.MFA_OBLIGATOIRE = {"cariforef", "administrateur"}


@pytest.mark.usefixtures("_required")
def test_staff_without_a_second_factor_may_only_get_one(client):
    client.force_login(make.staff())
    for url in (INDEX, reverse("admin:core_action_changelist"), reverse("account_email")):
        assert client.get(url)["Location"] == reverse("mfa_index")
        assert client.post(url)["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert "obligatoire" in page.text
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    assert client.post(reverse("admin:logout")).status_code in (200, 302)


@pytest.mark.usefixtures("_required")
def test_organisations_are_offered_one_and_asked_none(client, alpha):
    client.force_login(make.member(alpha))
    assert client.get(INDEX).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


@pytest.mark.usefixtures("_required")
def test_a_code_is_asked_at_login_and_opens(client):
    from allauth.mfa.totp.internal import auth

    user = make.staff()
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    answer = client.post(
        reverse("admin:login"), {"username": user.email, "password": make.PASSWORD}
    )
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(INDEX).status_code == 302
    assert "Recopiez le code" in client.get(answer["Location"]).text
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    code = auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(INDEX).status_code == 200
