"""One account for an address, whatever its capitals: at every door, and in the base itself."""

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.comptes import activation, joining
from core.comptes.cles import create_key
from core.models import Membership, User
from tests import factories as make
from tests.pages import form_of

LOUD, QUIET = "Anne.Martin@Alpha.EXAMPLE", "anne.martin@alpha.example"
BEFORE, AFTER = "0008_demande_de_cle", "0009_adresse_unique"


@pytest.fixture
def anne(db):
    return User.objects.create_user(LOUD, make.PASSWORD, prenom="Anne", nom="Martin")


def test_an_address_is_kept_in_small_letters_by_every_way_to_write_it(db):
    User.objects.create(email=LOUD)
    User.objects.bulk_create([User(email="Un@Bloc.Example")])
    row = User(email="Seul@Objet.Example")
    row.save()
    assert row.email == "seul@objet.example"
    User.objects.filter(pk=row.pk).update(email="Mis@Jour.Example")
    assert sorted(User.objects.values_list("email", flat=True)) == [
        QUIET,
        "mis@jour.example",
        "un@bloc.example",
    ]
    assert (
        User.objects.get(email=LOUD)
        == User.objects.get(email__in=[LOUD.upper()])
        == User.objects.get(email__iexact=LOUD)
    )


def test_one_logs_in_and_resets_whatever_the_capitals(anne, django_capture_on_commit_callbacks):
    client = Client()
    client.post(reverse("admin:login"), {"username": LOUD.swapcase(), "password": make.PASSWORD})
    assert client.session["_auth_user_id"] == str(anne.pk)
    assert authenticate(None, username=LOUD.upper(), password=make.PASSWORD) == anne
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_reset_password"), {"email": LOUD.upper()})
    assert [m.to for m in mail.outbox] == [[QUIET]]


def test_the_base_itself_refuses_a_second_account(anne):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_user (email, password, prenom, nom, is_active, "
            "notifications, created_at) "
            "SELECT upper(email), '', '', '', is_active, notifications, created_at FROM core_user"
        )
    assert User.objects.count() == 1


def test_no_door_opens_a_second_account(anne, django_capture_on_commit_callbacks):
    owner = make.etablissement("Alpha", online=False)
    with django_capture_on_commit_callbacks(execute=True):
        row = joining.invite(owner, by=make.admin(), email=LOUD, prenom="Anne", nom="Martin")
    assert joining.accept(row, by=anne) == anne
    assert Membership.objects.get(etablissement=owner).user == anne
    other = make.etablissement("Beta", online=False)
    key, _ = create_key(other, by=make.staff())
    row = activation.ask(
        key, email=LOUD.upper(), prenom="A", nom="M", password="une autre phrase", corrections={}
    )
    assert not activation.right_password(row, "une autre phrase")
    assert activation.confirm(row) == anne
    client = Client()
    client.force_login(make.admin())
    url = reverse("admin:core_user_add")
    typed = form_of(client.get(url), "email") | {"email": LOUD.upper()}
    assert "Un compte porte déjà cette adresse." in client.post(url, typed).text
    client.force_login(make.account("zoe", "Zoé"))
    client.post(reverse("account_email"), {"email": LOUD, "action_add": ""})
    assert User.objects.filter(email__iexact=LOUD).count() == 1


# On a base in service ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_migration_writes_small_letters_and_may_be_undone():
    call_command("migrate", "core", BEFORE, verbosity=0)
    try:
        insert("Anne@Essai.Example", "paul@essai.example")
        call_command("migrate", "core", AFTER, verbosity=0)
        assert sorted(User.objects.values_list("email", flat=True)) == [
            "anne@essai.example",
            "paul@essai.example",
        ]
    finally:
        call_command("migrate", "core", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_migration_refuses_two_accounts_of_one_address_and_names_nobody():
    call_command("migrate", "core", BEFORE, verbosity=0)
    try:
        first, second, _ = insert("Anne@Essai.Example", "anne@essai.example", "Paul@Essai.Example")
        with pytest.raises(CommandError) as refused:
            call_command("migrate", "core", AFTER, verbosity=0)
        assert f"n° {first} et {second}." in str(refused.value)
        assert "essai" not in str(refused.value).lower()
        with connection.cursor() as cursor:
            cursor.execute("SELECT email FROM core_user ORDER BY id")
            assert [email for (email,) in cursor.fetchall()] == [
                "Anne@Essai.Example",
                "anne@essai.example",
                "Paul@Essai.Example",
            ]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM core_user"
            )  # past the models, whose columns are those of the last migration
        call_command("migrate", "core", verbosity=0)


def insert(*emails):
    """Write accounts past the product, as an older base may hold them; return their numbers."""
    with connection.cursor() as cursor:
        for email in emails:
            cursor.execute(
                "INSERT INTO core_user (email, password, prenom, nom, is_active, "
                "notifications, created_at) "
                "VALUES (%s, '', '', '', %s, %s, '2026-01-05T00:00:00Z')",
                [email, True, True],
            )
        cursor.execute("SELECT id FROM core_user ORDER BY id")
        return [pk for (pk,) in cursor.fetchall()]
