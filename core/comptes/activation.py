"""From a key to an account: asked, then opened when its address is confirmed.

Nothing is opened before.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.utils import timezone

from core import policy
from core.comptes import cles
from core.comptes.adapter import link
from core.comptes.journal import note
from core.comptes.models import Activation, ComptePrincipal, Evenement
from core.dossiers import rows as fiche
from core.dossiers.saving import saving
from core.models import Etablissement, Membership, Role, User
from workflows import mails
from workflows.service import Refused, perform

SALT = "sofi.activation"
DEAD = (
    "Cette clé n’est plus valable : elle a servi, ou une autre l’a remplacée. "
    "Reprenez la dernière lettre du Cariforef."
)
COMPLEMENTARY = {  # « Informations complémentaires » (S0): the fiche, and the field
    "nda": "etablissement",
    "telephone_fixe": "site",
    "email": "site",
    "site_web": "site",
}


def ask(cle, *, email, prenom, nom, password, corrections) -> Activation:
    """Keep what was typed, and send the mail that confirms the address.

    Asked again, the last one holds.
    """
    values = {
        "email": email,
        "prenom": prenom,
        "nom": nom,
        "password": make_password(password),
        "corrections": corrections,
        "creee_le": timezone.now(),
    }
    row, _ = Activation.objects.update_or_create(cle=cle, defaults=values)
    token = signing.dumps([row.pk, int(row.creee_le.timestamp())], salt=SALT)
    context = {
        "url": link("compte_confirmer", lien=token),
        "etablissement": cle.etablissement,
        "jours": settings.INVITATION_JOURS,
    }
    mails.send(
        "comptes/mails/confirmation.txt",
        row.email,
        "Confirmez votre adresse électronique",
        context,
    )
    return row


def find(token) -> Activation | None:
    """Return the account asked that this link confirms, if its key still opens it."""
    try:
        pk, asked = signing.loads(
            token,
            salt=SALT,
            max_age=timedelta(days=settings.INVITATION_JOURS),
        )
    except signing.BadSignature:
        return None
    row = (
        Activation.objects.select_related("cle__etablissement")
        .filter(pk=pk, cle__in=cles.usable())
        .first()
    )
    return row if row and int(row.creee_le.timestamp()) == asked else None


def right_password(row, password) -> bool:
    """Whether it is the password chosen with the key.

    Or the account's own, where the address already has one.
    """
    user = User.objects.filter(email=row.email).first()
    return check_password(password, user.password if user else row.password)


def held(row) -> Activation:
    """Return the account asked, its key locked.

    It may have been used, replaced or asked again since the page was read.
    """
    Etablissement._base_manager.select_for_update().get(
        pk=row.cle.etablissement_id,
    )  # first, as who makes a key does
    cle = cles.usable().select_for_update(of=("self",)).filter(pk=row.cle_id).first()
    found = (
        cle
        and Activation.objects.select_for_update().filter(pk=row.pk, creee_le=row.creee_le).first()
    )
    if not found:
        raise Refused(DEAD)
    found.cle = cle
    return found


@transaction.atomic
def confirm(row) -> User:
    """Open the main account, write what was corrected, and use the key. Raises `Refused`."""
    row = held(row)
    etablissement = row.cle.etablissement
    user, _ = User.objects.get_or_create(
        email=row.email,
        defaults={"prenom": row.prenom, "nom": row.nom, "password": row.password},
    )
    membership, _ = Membership.objects.get_or_create(
        user=user,
        role=Role.ORGANISME,
        etablissement=etablissement,
    )
    membership.sites.clear()
    ComptePrincipal.objects.update_or_create(
        etablissement=etablissement,
        defaults={"user": user, "depuis": timezone.now()},
    )
    row.cle.utilisee_le = timezone.now()
    row.cle.save(update_fields=["utilisee_le"])
    correct(etablissement, row.corrections, by=User.objects.get(pk=user.pk))
    row.delete()
    note(Evenement.Quoi.COMPTE_ACTIVE, par=user, compte=user, etablissement=etablissement)
    return user


def complementary(etablissement) -> dict:
    """Return the values that are shown to be checked."""
    site = etablissement.sites.filter(principal=True).first()
    rows = {"etablissement": etablissement, "site": site}
    return {
        name: getattr(rows[of], name) or ""
        for name, of in COMPLEMENTARY.items()
        if rows[of] is not None
    }


def correct(etablissement, corrections, *, by):
    """Write what was corrected in the fiches, as their pages do.

    A fiche that waits for the Cariforef stays as it was sent.
    """
    site = etablissement.sites.filter(principal=True).first()
    for of, row in (("etablissement", etablissement), ("site", site)):
        values = {
            name: value for name, value in corrections.items() if COMPLEMENTARY.get(name) == of
        }
        if row is None or not values:
            continue
        if (
            not policy.can(by, "change", row)
            and policy.can(by, "reopen", row)
            and row.state == "validated"
        ):
            perform(row, "reopen", by=by)
            row.refresh_from_db()
        if policy.can(by, "change", row):
            fields = [f for f in row.programme.fields.level(row.level) if f.name in values]
            with saving(row, row.programme, by=by, door="ecran"):
                fiche.write(row, fields, values)
                row.version += 1
                row.save()
