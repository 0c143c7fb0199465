"""Accounts as people open them: a key from the Cariforef, a main account."""

from core.comptes.cles import create_key
from core.comptes.models import ComptePrincipal
from tests.factories import people


def key(etablissement) -> str:
    """Return the text of a new key of an établissement, as its letter says it."""
    return create_key(etablissement, by=people.staff())[1]


def principal(etablissement, **more):
    """Return the main account of an établissement."""
    user = people.member(etablissement, **more)
    ComptePrincipal.objects.update_or_create(etablissement=etablissement, defaults={"user": user})
    return user
