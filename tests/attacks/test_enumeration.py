"""Who has an account, who is in the annuaire.

Neither the page, nor its status, nor the work it cost says it.
"""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.comptes.models import Verrou
from core.models import User
from tests import factories as make
from tests.attacks.work import said, work
from tests.comptes.entering import ACTIVER, CREER, NEVER, WHO, WRONG, show
from tests.comptes.test_requests import REQUEST

pytestmark = pytest.mark.django_db
NOBODY = "personne@ailleurs.example"


@pytest.fixture(autouse=True)
def _counted(settings):
    settings.PASSWORD_HASHERS = ["tests.attacks.work.Counted"]


def invited() -> str:
    """Return the address of an account whose password is not chosen yet."""
    user = make.account("invitee", "Invitée")
    user.set_unusable_password()
    user.save()
    return user.email


def disabled() -> str:
    user = make.account("parti", "Parti")
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user.email


ACCOUNTS = {"active": lambda: make.staff().email, "invited": invited, "disabled": disabled}


def compared(do, *values):
    """Do the same with each value, from a browser of its own.

    Return the answers and what each cost.
    """
    answers, costs = [], []
    for value in values:
        cache.clear()
        Verrou.objects.all().delete()
        with work() as cost:
            answers.append(do(Client(), value))
        costs.append(cost)
    return answers, costs


@pytest.mark.parametrize("who", ACCOUNTS)
def test_a_wrong_password_is_as_long_for_an_address_that_has_no_account(who):
    known = ACCOUNTS[who]()
    (one, other), costs = compared(
        lambda client, email: client.post(
            reverse("admin:login"), {"username": email, "password": "faux"}
        ),
        known,
        NOBODY,
    )
    assert (one.status_code, said(one, known)) == (other.status_code, said(other, NOBODY))
    assert [cost.hashes for cost in costs] == [1, 1]
    assert abs(len(costs[0].queries) - len(costs[1].queries)) <= 1


@pytest.mark.parametrize("who", ACCOUNTS)
def test_a_password_is_asked_again_alike_whoever_has_an_account(
    who, django_capture_on_commit_callbacks
):
    known = ACCOUNTS[who]()
    with django_capture_on_commit_callbacks(execute=True):
        (one, other), costs = compared(
            lambda client, email: client.post(reverse("account_reset_password"), {"email": email}),
            known,
            NOBODY,
        )
    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])
    assert [cost.hashes for cost in costs] == [0, 0]
    assert abs(len(costs[0].queries) - len(costs[1].queries)) <= 1
    assert [message.to for message in mail.outbox] == [[known], [NOBODY]]


def test_a_wrong_key_costs_the_same_whatever_the_annuaire_knows():
    with_key, without = (
        make.etablissement("Alpha", online=False),
        make.etablissement("Bêta", online=False),
    )
    make.key(with_key)
    sirets = (with_key.siret, without.siret, NEVER)
    answers, costs = compared(lambda client, siret: show(client, siret, WRONG), *sirets)
    assert (
        len({(a.status_code, said(a, siret)) for a, siret in zip(answers, sirets, strict=True)})
        == 1
    )
    assert costs[0].queries == costs[1].queries == costs[2].queries
    assert [cost.hashes for cost in costs] == [0, 0, 0]


def test_a_key_asked_for_says_nothing_of_the_annuaire():
    known = make.etablissement("Alpha").siret
    (one, other), costs = compared(
        lambda client, siret: client.post(reverse("compte_demander"), REQUEST | {"siret": siret}),
        known,
        NEVER,
    )
    assert (one.status_code, said(one)) == (other.status_code, said(other))
    assert costs[0].queries == costs[1].queries


@pytest.mark.parametrize("who", ACCOUNTS)
def test_whoever_holds_a_key_learns_nothing_of_an_address(who):
    """The account is asked for any address.

    Only who reads its mail learns that it has one already.
    """
    known = ACCOUNTS[who]()
    alpha, beta = (
        make.etablissement("Alpha", online=False),
        make.etablissement("Alpha", online=False),
    )
    keys = {known: (alpha.siret, make.key(alpha)), NOBODY: (beta.siret, make.key(beta))}
    browsers = {email: Client() for email in keys}
    for email, (siret, key) in keys.items():
        show(browsers[email], siret, key)
    (one, other), costs = compared(
        lambda _, email: browsers[email].post(CREER, WHO | {"email": email}), known, NOBODY
    )
    assert (one.status_code, said(one, known)) == (other.status_code, said(other, NOBODY))
    assert costs[0].queries == costs[1].queries
    assert [cost.hashes for cost in costs] == [1, 1]


def test_pages_without_a_key_send_to_the_first_whatever_is_typed():
    for email in (make.staff().email, NOBODY):
        assert Client().post(CREER, WHO | {"email": email})["Location"] == ACTIVER
