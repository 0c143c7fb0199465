"""Accounts, one for each role."""

from core.models import Membership, Role, User

PASSWORD = "un-mot-de-passe-de-test"


def account(local: str, nom: str, role=None, **membership) -> User:
    """Return an account by the local part of its address, created with its role the first time."""
    email = f"{local}@essai.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, PASSWORD, prenom="Camille", nom=nom
    )
    if role is not None:
        Membership.objects.get_or_create(user=user, role=role, **membership)
    return User.objects.get(pk=user.pk)  # its roles not read yet


def staff(local="cariforef", nom="Cariforef") -> User:
    return account(local, nom, Role.CARIFOREF)


def admin() -> User:
    return account("admin", "Administratrice", Role.ADMINISTRATEUR)


def manager(programme, local="") -> User:
    """Return the manager of a programme."""
    return account(
        local or f"gestion.{programme.code}",
        "Gestionnaire",
        Role.GESTIONNAIRE,
        programme=programme.code,
    )


def member(etablissement, *, sites=(), local="") -> User:
    """Return an account of an organisation, for all of its sites unless some are named."""
    user = account(
        local or f"of{etablissement.pk}",
        f"Organisme {etablissement.pk}",
        Role.ORGANISME,
        etablissement=etablissement,
    )
    user.memberships.get(etablissement=etablissement).sites.set(sites)
    return user


def nobody() -> User:
    """Return an account that was given no role."""
    return account("personne", "Sans rôle")
