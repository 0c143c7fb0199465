"""Keys of activation: made, found, revoked. The key itself is in the letter, and nowhere else."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.comptes.journal import note
from core.comptes.models import CleActivation, Evenement
from core.models import Etablissement

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letter that is read as a digit, nor U as V
GROUPS, SIZE = 4, 4  # 16 signs: 78 bits


def new_key() -> str:
    """Return a key as it is printed: « K7QM-…-… »."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(SIZE)) for _ in range(GROUPS))


def plain(key: str) -> str:
    """Return a key as it is compared: capitals, no space, no dash."""
    return "".join(sign for sign in key.upper() if sign.isalnum())


def imprint(siret: str, key: str) -> str:
    """Return what is kept of a key.

    Keyed by the installation and the SIRET, so that one search answers for both.
    """
    return salted_hmac("sofi.cle", f"{siret}:{plain(key)}", algorithm="sha256").hexdigest()


@transaction.atomic
def create_key(etablissement, *, by) -> tuple[CleActivation, str]:
    """Return a new key of an établissement, and its text, once.

    The one sent before no longer opens anything.
    """
    Etablissement._base_manager.select_for_update().get(pk=etablissement.pk)
    for old in etablissement.cles_activation.filter(utilisee_le=None, revoquee_le=None):
        revoke(old, by=by)
    key = new_key()
    row = CleActivation.objects.create(
        etablissement=etablissement,
        empreinte=imprint(etablissement.siret, key),
        creee_par=by,
        expire_le=timezone.now() + timedelta(days=settings.CLE_ACTIVATION_JOURS),
    )
    note(Evenement.Quoi.CLE_CREEE, par=by, etablissement=etablissement)
    return row, key


def revoke(key, *, by):
    key.revoquee_le = timezone.now()
    key.save(update_fields=["revoquee_le"])
    note(Evenement.Quoi.CLE_REVOQUEE, par=by, etablissement=key.etablissement)


def usable():
    """Return the keys that still open an account."""
    return CleActivation.objects.filter(
        utilisee_le=None,
        revoquee_le=None,
        expire_le__gt=timezone.now(),
        etablissement__ferme_le=None,
    )


def find(siret: str, key: str) -> CleActivation | None:
    """Return the key that opens this établissement. One imprint and one search, whatever exists."""
    return usable().select_related("etablissement").filter(empreinte=imprint(siret, key)).first()
