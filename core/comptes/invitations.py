"""An invitation: a link by mail that lets one choose a password, once.

Nobody types another's password.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction

from core.comptes.adapter import link
from core.comptes.journal import note
from core.comptes.models import Evenement
from core.models import User
from workflows import mails
from workflows.service import Refused

SALT = "sofi.invitation"


def mark(user) -> str:
    """Return what changes when the password does: a link serves once."""
    return hashlib.sha256(f"{user.password}{user.email}".encode()).hexdigest()[:20]


def invite(user, *, by, etablissement=None):
    """Send the link that opens an account which has no password yet."""
    token = signing.dumps([user.pk, mark(user)], salt=SALT)
    context = {
        "url": link("compte_invitation", lien=token),
        "par": by.get_full_name() or "Le Cariforef",
        "email": user.email,
        "etablissement": etablissement,
        "jours": settings.INVITATION_JOURS,
    }
    mails.send("comptes/mails/invitation.txt", user.email, "Votre compte SOFI", context)
    note(Evenement.Quoi.INVITATION, par=by, compte=user, etablissement=etablissement)


def find(token) -> User | None:
    """Return who was invited by this link, if it still serves."""
    try:
        pk, seen = signing.loads(
            token,
            salt=SALT,
            max_age=timedelta(days=settings.INVITATION_JOURS),
        )
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and mark(user) == seen else None


@transaction.atomic
def follow(user, password) -> User:
    """Open the account; raises `Refused` if its link has served since the page was read."""
    seen, user = mark(user), User.objects.select_for_update().get(pk=user.pk)
    if mark(user) != seen or not user.is_active:
        raise Refused("Ce lien a déjà servi.")
    user.set_password(password)
    user.save(update_fields=["password"])
    note(Evenement.Quoi.INVITATION_SUIVIE, par=user, compte=user)
    return user
