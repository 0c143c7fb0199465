"""The accounts of an organisation: limited to sites, withdrawn, handed over.

And the accounts that staff make.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.comptes.models import ComptePrincipal, Evenement
from core.models import Membership, User
from tests import factories as make
from tests.comptes.entering import GOOD, link_of
from tests.comptes.equipe.inviting import NEW, invite

pytestmark = pytest.mark.django_db


def said(page):
    return [str(message).lower() for message in page.context["messages"]]


def attached(etablissement) -> Membership:
    """Return an account that was attached before it opened.

    As invitations did before they waited in a row.
    """
    user = User(email="zoe@alpha.example", prenom="Zoé", nom="Seconde")
    user.set_unusable_password()
    user.save()
    return Membership.objects.create(user=user, role="organisme", etablissement=etablissement)


def test_an_account_attached_before_it_opened_is_sent_its_link_again(client, alpha, principal):
    row = attached(alpha)
    page = client.post(reverse("admin:equipe_mouvement", args=[row.pk, "relancer"]), follow=True)
    assert "Renvoyer l’invitation" in page.text
    link, other = link_of(mail.outbox[-1]), Client()
    assert "Choisir mon mot de passe" in other.get(link).text
    page = other.post(link, {"password1": GOOD, "password2": GOOD}, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:index")
    assert Client().get(link).status_code == 404
    assert set(Evenement.objects.values_list("quoi", flat=True)) == {
        "invitation",
        "invitation_suivie",
    }


def test_an_invitation_is_not_sent_again_to_an_account_disabled_meanwhile(client, alpha, principal):
    row = attached(alpha)
    User.objects.filter(pk=row.user_id).update(is_active=False)
    mail.outbox.clear()
    page = client.post(reverse("admin:equipe_mouvement", args=[row.pk, "relancer"]), follow=True)
    assert said(page) == ["cette adresse ne peut pas être invitée : écrivez au cariforef."]
    assert mail.outbox == []


def test_a_site_of_another_is_not_given(client, alpha, principal):
    other = make.etablissement("Bêta").sites.get()
    assert list(invite(client, alpha, sites=[other.pk]).context["form"].errors) == ["sites"]
    assert Membership.objects.count() == 1 + Membership.objects.exclude(role="organisme").count()


def test_sites_are_limited_then_widened(client, alpha, principal):
    second = make.site(alpha, "Second")
    other = make.member(alpha, local="autre")
    row = other.memberships.get()
    client.post(reverse("admin:equipe_modifier", args=[row.pk]), {"sites": [second.pk]})
    assert list(row.sites.all()) == [second]
    client.post(reverse("admin:equipe_modifier", args=[row.pk]), {})
    assert not row.sites.exists()


def test_who_is_withdrawn_sees_nothing_at_once(client, alpha, principal):
    other = make.member(alpha, local="autre")
    visitor = Client()
    visitor.force_login(other)
    assert visitor.get(alpha.get_absolute_url(), follow=True).status_code == 200
    address = reverse("admin:equipe_mouvement", args=[other.memberships.get().pk, "retirer"])
    assert "ne verra plus rien" in client.get(address).text
    assert other.memberships.exists()
    client.post(address)
    assert visitor.get(alpha.get_absolute_url()).status_code == 404
    assert Evenement.objects.get(quoi="desactivation").compte == other


def test_the_main_account_is_handed_over_not_withdrawn(client, alpha, principal):
    other = make.member(alpha, local="autre")
    mine = principal.memberships.get()
    page = client.post(reverse("admin:equipe_mouvement", args=[mine.pk, "retirer"]), follow=True)
    assert "transmettez-le d’abord" in page.text
    client.post(reverse("admin:equipe_mouvement", args=[other.memberships.get().pk, "transmettre"]))
    assert ComptePrincipal.objects.get().user == other
    assert client.get(reverse("admin:equipe")).status_code == 404
    assert mail.outbox[-1].to == [other.email]


def test_an_invited_person_is_not_the_main_account_before_coming(client, alpha, principal):
    row = attached(alpha)
    page = client.post(reverse("admin:equipe_mouvement", args=[row.pk, "transmettre"]), follow=True)
    assert "pas encore choisi son mot de passe" in page.text
    assert ComptePrincipal.objects.get().user == principal


@pytest.mark.parametrize("who", ["secondary", "principal of another", "gestionnaire"])
def test_the_accounts_of_another_answer_404(client, alpha, who):
    row = make.principal(alpha, local="principal").memberships.get()
    beta = make.etablissement("Bêta")
    user = {
        "secondary": lambda: make.member(alpha, local="second"),
        "principal of another": lambda: make.principal(beta),
        "gestionnaire": lambda: make.manager(make.regional()),
    }[who]()
    client.force_login(user)
    before = Membership.objects.count()
    urls = [
        reverse("admin:equipe_inviter", args=[alpha.pk]),
        reverse("admin:equipe_modifier", args=[row.pk]),
    ]
    urls += [
        reverse("admin:equipe_mouvement", args=[row.pk, nom])
        for nom in ("retirer", "transmettre", "relancer")
    ]
    for url in urls:
        assert client.get(url).status_code == 404, url
        assert client.post(url, NEW).status_code == 404, url
    assert "Alpha" not in client.get(f"{reverse('admin:equipe')}?etablissement={alpha.pk}").text
    assert (Membership.objects.count(), User.objects.filter(email="zoe@alpha.example").count()) == (
        before,
        0,
    )


def test_staff_manage_the_accounts_of_an_organisation(client, alpha):
    make.principal(alpha)
    client.force_login(make.staff())
    assert (
        "Compte principal" in client.get(f"{reverse('admin:equipe')}?etablissement={alpha.pk}").text
    )
    assert "Invitation envoyée" in invite(client, alpha).text


def test_staff_members_are_not_managed_as_accounts_of_an_organisation(client):
    make.admin()
    client.force_login(make.staff())
    row = Membership.objects.get(role="administrateur")
    assert (
        client.post(reverse("admin:equipe_mouvement", args=[row.pk, "retirer"])).status_code == 404
    )


# Accounts made by staff -------------------------------------------------------------------


def account(email, *lines):
    data = {
        "email": email,
        "prenom": "Léa",
        "nom": "Neuve",
        "is_active": "on",
        "notifications": "on",
    }
    data |= {"memberships-TOTAL_FORMS": len(lines), "memberships-INITIAL_FORMS": 0}
    for rank, line in enumerate(lines):
        data |= {f"memberships-{rank}-{name}": value for name, value in line.items()}
    return data


@pytest.fixture
def admin(client):
    client.force_login(make.admin())
    return reverse("admin:core_user_add")


def test_an_account_made_by_staff_is_invited(client, admin):
    client.post(admin, account("Lea@sofi.example", {"role": "cariforef"}))
    user = User.objects.get(email="lea@sofi.example")
    assert mail.outbox[-1].to == [user.email]
    other = Client()
    other.post(link_of(mail.outbox[-1]), {"password1": GOOD, "password2": GOOD})
    assert other.session["_auth_user_id"] == str(user.pk)


def test_the_same_address_in_another_case_is_refused(client, admin):
    user = make.staff()
    page = client.post(admin, account(user.email.upper()))
    assert "Un compte porte déjà cette adresse." in page.text


def test_the_same_line_twice_is_refused(client, admin, alpha):
    for line in ({"role": "cariforef"}, {"role": "organisme", "etablissement": alpha.pk}):
        page = client.post(admin, account("lea@sofi.example", line, line))
        assert page.status_code == 200
        assert "Deux rattachements sont identiques" in page.text
    assert not User.objects.filter(email="lea@sofi.example").exists()


def test_sites_of_another_etablissement_are_refused(client, admin, alpha):
    other = make.etablissement("Bêta").sites.get()
    page = client.post(
        admin,
        account(
            "lea@sofi.example",
            {"role": "organisme", "etablissement": alpha.pk, "sites": [other.pk]},
        ),
    )
    assert "Ces sites ne sont pas tous ceux de l’établissement choisi." in page.text


def test_a_forged_or_old_invitation_opens_nothing(client):
    import time_machine
    from django.utils import timezone

    from core.comptes import invitations

    user = make.staff()
    invitations.invite(user, by=make.admin())
    link = link_of(mail.outbox[-1])
    assert client.get(link[:-2]).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.get(link).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(link).status_code == 404
