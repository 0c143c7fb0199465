"""Accounts of the demonstration: one for each role."""

from functools import cache

from django.contrib.auth.hashers import make_password

from core import plugins
from core.comptes.models import ComptePrincipal
from core.models import Etablissement, Membership, Role, User

PASSWORD = "sofi-demonstration"  # noqa: S105  announced on screen; refused in production
STAFF = (("claire.martin", "Claire", "Martin"), ("yann.le-goff", "Yann", "Le Goff"))


@cache
def hashed():
    """Return the hash of the one password, made once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def account(local, prenom, nom, role, **membership):
    """Create an account and its role, or return it."""
    email = f"{local}@sofi.example"
    user = User.objects.filter(email=email).first() or User.objects.create(
        email=email,
        password=hashed(),
        prenom=prenom,
        nom=nom,
    )
    Membership.objects.get_or_create(user=user, role=role, **membership)
    return user


def create_staff():
    """Create the Cariforef's people and return them."""
    people = [account(*person, Role.CARIFOREF) for person in STAFF]
    account("admin", "Ada", "Ministre", Role.ADMINISTRATEUR)
    return people


def create_manager(programme):
    return account(
        f"gestion.{programme.region_code.lower().replace('_', '-')}",
        "Inès",
        "Gestion",
        Role.GESTIONNAIRE,
        programme=programme.code,
    )


def create_member(etablissement: Etablissement, rank: int):
    """Create the main account of an organisation and return it."""
    user = account(
        f"organisme{rank}",
        "Camille",
        f"Organisme {rank}",
        Role.ORGANISME,
        etablissement=etablissement,
    )
    ComptePrincipal.objects.get_or_create(etablissement=etablissement, defaults={"user": user})
    return user


def announce():
    """Return the accounts to print: (who, e-mail), a few of each role."""
    rows = []
    for role in Role:
        for membership in (
            Membership.objects.filter(role=role)
            .select_related("user", "etablissement")
            .order_by("pk")[:4]
        ):
            programme = (
                plugins.programme(membership.programme).label
                if membership.programme
                else "Cariforef"
            )
            what = (
                membership.etablissement.raison_sociale if membership.etablissement else programme
            )
            rows.append((role.label, what, membership.user.email))
    return rows
