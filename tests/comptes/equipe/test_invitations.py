"""An invitation to an établissement.

The same for every address, attached when accepted, once, and not to staff.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.comptes.models import Evenement, Invitation
from core.models import Membership, Role, User
from core.personnes.erasing import erase_account
from tests import factories as make
from tests.attacks.work import said as page_said
from tests.comptes.entering import GOOD, link_of
from tests.comptes.equipe.inviting import invite

pytestmark = pytest.mark.django_db
UNKNOWN = "zoe@alpha.example"
CHOSEN = {"password1": GOOD, "password2": GOOD}


def logged(user):
    found = Client()
    found.force_login(user)
    return found


def of_another() -> User:
    return make.member(make.etablissement("Bêta"))


def disabled() -> User:
    user = of_another()
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


def without_password() -> User:
    user = make.nobody()
    user.set_unusable_password()
    user.save()
    return user


PEOPLE = {
    "of another": of_another,
    "without a role": make.nobody,
    "cariforef": make.staff,
    "administrateur": make.admin,
    "gestionnaire": lambda: make.manager(make.regional()),
    "disabled": disabled,
    "without a password": without_password,
}
BARRED = ["cariforef", "administrateur", "gestionnaire", "disabled"]


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_is_learnt_of_an_address_by_inviting_it(client, alpha, principal, who):
    known = PEOPLE[who]()
    members = Membership.objects.count()
    pages = {}
    for email in (UNKNOWN, known.email):
        mail.outbox.clear()
        page = invite(client, alpha, email=email)
        row = str(Invitation.objects.get().pk)
        assert (
            f"Une invitation est envoyée à {email} : le compte apparaîtra quand elle sera acceptée."
            in page.text
        )
        assert "Invitation envoyée" in page.text
        assert "Zoé Seconde" in page.text
        pages[email] = page_said(page, email).replace(f"/invitations/{row}/", "/invitations/0/")
        assert [message.to for message in mail.outbox] == [[email]]
        Invitation.objects.all().delete()
    assert pages[known.email] == pages[UNKNOWN]
    assert known.nom not in pages[known.email]
    assert Membership.objects.count() == members
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_a_person_without_an_account_chooses_a_password_once(client, alpha, principal):
    second = make.site(alpha, "Second")
    invite(client, alpha, sites=[second.pk], notifications="")
    link, other = link_of(mail.outbox[-1]), Client()
    page = other.get(link)
    assert "Choisir mon mot de passe" in page.text
    assert not User.objects.filter(email=UNKNOWN).exists()
    page = other.post(link, CHOSEN, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:index")
    user = User.objects.get(email=UNKNOWN)
    assert (user.prenom, user.nom, user.notifications, user.check_password(GOOD)) == (
        "Zoé",
        "Seconde",
        False,
        True,
    )
    [membership] = user.memberships.all()
    assert (membership.role, membership.etablissement, list(membership.sites.all())) == (
        Role.ORGANISME,
        alpha,
        [second],
    )
    assert (Client().get(link).status_code, Client().post(link, CHOSEN).status_code) == (404, 404)
    assert list(Evenement.objects.order_by("pk").values_list("quoi", flat=True)) == [
        "invitation",
        "invitation_suivie",
    ]
    assert "Invitation envoyée" not in client.get(reverse("admin:equipe")).text


def test_an_account_without_a_password_opens_by_it(client, alpha, principal):
    user = without_password()
    invite(client, alpha, email=user.email)
    Client().post(link_of(mail.outbox[-1]), CHOSEN)
    again = make.fresh(user)
    assert again.check_password(GOOD)
    assert again.memberships.get().etablissement == alpha


def test_a_person_who_has_an_account_logs_in_then_accepts(client, alpha, principal):
    user = of_another()
    invite(client, alpha, email=user.email.upper())
    link, other = link_of(mail.outbox[-1]), Client()
    answer = other.get(link)
    assert answer.status_code == 302
    page = other.post(
        answer["Location"], {"username": user.email, "password": make.PASSWORD}, follow=True
    )
    assert "Accepter" in page.text
    assert "Choisir mon mot de passe" not in page.text
    assert user.memberships.count() == 1
    page = other.post(link, CHOSEN, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:index")
    assert {m.etablissement for m in user.memberships.all()} == {
        alpha,
        user.memberships.order_by("pk").first().etablissement,
    }
    assert make.fresh(user).check_password(make.PASSWORD)
    assert make.fresh(user).nom == user.nom
    assert other.post(link).status_code == 404
    assert "déjà un compte" in invite(client, alpha, email=user.email).text


def test_only_who_has_the_address_accepts(client, alpha, principal):
    user = of_another()
    invite(client, alpha, email=user.email)
    link = link_of(mail.outbox[-1])
    assert Client().post(link, CHOSEN)["Location"].startswith(reverse("admin:login"))
    for other in (make.nobody(), principal):
        page = logged(other).post(link, CHOSEN)
        assert "Déconnectez-vous" in page.text
    assert user.memberships.count() == 1
    assert not other.memberships.exclude(etablissement=alpha).exists()
    assert make.fresh(user).check_password(make.PASSWORD)


@pytest.mark.parametrize("who", BARRED)
def test_an_account_of_staff_or_disabled_is_not_attached(client, alpha, principal, who):
    user = PEOPLE[who]()
    invite(client, alpha, email=user.email)
    assert "ne peut pas être rattaché" in mail.outbox[-1].body
    assert "rejoindre/" not in mail.outbox[-1].body


@pytest.mark.parametrize("becomes", ["cariforef", "disabled"])
def test_nor_one_that_becomes_so_meanwhile(client, alpha, principal, becomes):
    user = of_another()
    invite(client, alpha, email=user.email)
    link, other = link_of(mail.outbox[-1]), logged(user)
    assert "Accepter" in other.get(link).text
    if becomes == "cariforef":
        Membership.objects.create(user=user, role=Role.CARIFOREF)
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert (other.get(link).status_code, other.post(link).status_code) == (404, 404)
    assert not user.memberships.filter(etablissement=alpha).exists()


def gesture(client, nom, row=None):
    row = row or Invitation.objects.get()
    return client.post(reverse("admin:equipe_invitation", args=[row.pk, nom]), follow=True)


def test_an_invitation_is_cancelled(client, alpha, principal):
    invite(client, alpha)
    link = link_of(mail.outbox[-1])
    assert "Invitation annulée" in gesture(client, "annuler").text
    assert Client().post(link, CHOSEN).status_code == 404
    assert not User.objects.filter(email=UNKNOWN).exists()
    assert "Zoé Seconde" not in client.get(reverse("admin:equipe")).text


def test_an_invitation_sent_again_lives_again_and_replaces_the_link(client, alpha, principal):
    invite(client, alpha)
    link = link_of(mail.outbox[-1])
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert Client().post(link, CHOSEN).status_code == 404
        client.force_login(principal)
        assert "Invitation envoyée de nouveau" in gesture(client, "renvoyer").text
        assert Client().get(link).status_code == 404
        assert Client().post(link_of(mail.outbox[-1]), CHOSEN).status_code == 302
    assert User.objects.get(email=UNKNOWN).memberships.count() == 1


def test_invited_twice_the_last_invitation_holds(client, alpha, principal):
    invite(client, alpha)
    assert "Zoé Corrigée" in invite(client, alpha, nom="Corrigée").text
    assert Invitation.objects.get().nom == "Corrigée"


def test_a_forged_link_opens_nothing(client, alpha, principal):
    invite(client, alpha)
    link = link_of(mail.outbox[-1])
    for forged in (link[:-2], link.partition("?")[0], link.replace("rejoindre", "invitation")):
        assert Client().get(forged).status_code == 404


def test_a_link_followed_twice_at_once_keeps_the_first_password(
    client, alpha, principal, monkeypatch
):
    """The second page has read the invitation before the first one's POST is done."""
    from core.comptes import joining

    invite(client, alpha)
    link, accept = link_of(mail.outbox[-1]), joining.accept

    def accepted_before(row, **more):
        monkeypatch.setattr(joining, "accept", accept)
        assert Client().post(link, CHOSEN).status_code == 302
        return accept(row, **more)

    monkeypatch.setattr(joining, "accept", accepted_before)
    last = "la phrase d’un autre que moi"
    assert Client().post(link, {"password1": last, "password2": last}).status_code == 404
    assert User.objects.get(email=UNKNOWN).check_password(GOOD)


def test_the_link_of_an_account_followed_twice_at_once_keeps_the_first_password(monkeypatch):
    """The same, for an account that staff made."""
    from core.comptes import invitations

    user = without_password()
    invitations.invite(user, by=make.admin())
    link, find = link_of(mail.outbox[-1]), invitations.find

    def found_before(token):
        row = find(token)
        monkeypatch.setattr(invitations, "find", find)
        Client().post(link, CHOSEN)
        return row

    monkeypatch.setattr(invitations, "find", found_before)
    last = "la phrase d’un autre que moi"
    assert Client().post(link, {"password1": last, "password2": last}).status_code == 404
    assert make.fresh(user).check_password(GOOD)


@pytest.mark.parametrize("who", ["secondary", "principal of another", "gestionnaire"])
def test_the_invitations_of_another_answer_404(client, alpha, principal, who):
    invite(client, alpha)
    row = Invitation.objects.get()
    user = {
        "secondary": lambda: make.member(alpha, local="second"),
        "gestionnaire": lambda: make.manager(make.regional()),
        "principal of another": lambda: make.principal(make.etablissement("Bêta")),
    }[who]()
    client.force_login(user)
    for nom in ("renvoyer", "annuler"):
        url = reverse("admin:equipe_invitation", args=[row.pk, nom])
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert make.fresh(row).envoyee_le == row.envoyee_le


def test_an_unknown_gesture_is_not_found(client, alpha, principal):
    invite(client, alpha)
    assert gesture(client, "transmettre").status_code == 404


def test_invitations_are_forgotten_when_too_old_and_with_the_account(
    client, alpha, principal, settings, capsys
):
    user = of_another()
    invite(client, alpha, email=user.email)
    erase_account(user, by=make.admin(), motif="Demandé")
    assert not Invitation.objects.exists()
    invite(client, alpha)
    call_command("effacer_anciens", "--faire")
    assert Invitation.objects.exists()
    Invitation.objects.update(
        envoyee_le=timezone.now() - timedelta(days=settings.INVITATION_JOURS, minutes=1)
    )
    call_command("effacer_anciens", "--faire")
    assert "invitations : 1" in capsys.readouterr().out
    assert not Invitation.objects.exists()


def test_closing_the_accounts_of_an_organisation_closes_its_invitations(client, principal):
    from core.annuaire.closing import close

    alone = make.etablissement("Seul", online=False)
    client.force_login(make.staff())
    invite(client, alone)
    close(alone, by=make.staff(), reason="Fini", accounts=True)
    assert not Invitation.objects.exists()
