"""An invitation to an établissement.

It waits in a row, its link goes by mail, and its address is attached when it accepts.

What who invites sees is the same for every address. An account of staff (Cariforef, gestionnaire,
administrateur), or a disabled one, is written to as well, without a link: its row waits and grows
old as the others do, and nothing accepts it.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.comptes.adapter import link
from core.comptes.equipe import held
from core.comptes.journal import note
from core.comptes.models import Evenement, Invitation
from core.models import Etablissement, Membership, Role, User
from workflows import mails
from workflows.service import Refused

SALT = "sofi.rejoindre"
STAFF = [role for role in Role if role != Role.ORGANISME]
DEAD = (
    "Cette invitation n’est plus valable : demandez-en une autre à la personne qui vous a invité."
)
GONE = "Cette invitation n’attend plus : elle vient d’être acceptée ou annulée."


def barred(email) -> bool:
    """Whether the account of this address may not be attached to an organisation."""
    return User.objects.filter(
        Q(is_active=False) | Q(memberships__role__in=STAFF),
        email=email,
    ).exists()


@transaction.atomic
def invite(etablissement, *, by, email, prenom, nom, sites=(), notifications=True) -> Invitation:
    """Invite an address. Asked again, the last invitation holds."""
    etablissement = held(etablissement, by)
    if etablissement.memberships.filter(user__email=email).exists():
        raise Refused("Cette personne a déjà un compte pour cet établissement.")
    values = {
        "prenom": prenom,
        "nom": nom,
        "notifications": notifications,
        "par": by,
        "envoyee_le": timezone.now(),
    }
    row, _ = Invitation.objects.update_or_create(
        etablissement=etablissement,
        email=email,
        defaults=values,
    )
    row.sites.set(sites)
    _send(row, by)
    return row


def waiting(row, by) -> Invitation:
    """Lock an invitation that this person may still send again or cancel, or refuse."""
    held(row.etablissement, by)
    found = Invitation.objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


@transaction.atomic
def send_again(row, *, by):
    """Send a new link: the former one serves no more."""
    row = waiting(row, by)
    row.envoyee_le = timezone.now()
    row.save(update_fields=["envoyee_le"])
    _send(row, by)


@transaction.atomic
def cancel(row, *, by):
    waiting(row, by).delete()


def _send(row, by):
    token = signing.dumps([row.pk, stamp(row)], salt=SALT)
    context = {
        "par": by.get_full_name() or "Le compte principal",
        "etablissement": row.etablissement,
        "email": row.email,
        "url": link("compte_rejoindre", lien=token),
        "jours": settings.INVITATION_JOURS,
    }
    name = "rejoindre_impossible" if barred(row.email) else "rejoindre"
    mails.send(
        f"comptes/mails/{name}.txt",
        row.email,
        "Invitation à rejoindre un organisme",
        context,
    )
    user = User.objects.filter(email=row.email).first()
    note(Evenement.Quoi.INVITATION, par=by, compte=user, etablissement=row.etablissement)


def stamp(row) -> int:
    return int(row.envoyee_le.timestamp() * 1000)


def find(token) -> Invitation | None:
    """Return the invitation of this link, if it still serves and its address may accept it."""
    try:
        pk, sent = signing.loads(
            token,
            salt=SALT,
            max_age=timedelta(days=settings.INVITATION_JOURS),
        )
    except signing.BadSignature:
        return None
    row = Invitation.objects.select_related("etablissement").filter(pk=pk).first()
    return row if row and stamp(row) == sent and not barred(row.email) else None


@transaction.atomic
def accept(row, *, by=None, password=None) -> User:
    """Attach the account of the address.

    The one that is logged in, or one that chooses its password here. Raises `Refused`.
    """
    Etablissement._base_manager.select_for_update().get(
        pk=row.etablissement_id,
    )  # first, as who invites does
    if password is not None:
        new = {
            "prenom": row.prenom,
            "nom": row.nom,
            "notifications": row.notifications,
            "password": make_password(None),
        }
        User.objects.get_or_create(email=row.email, defaults=new)
    user = User.objects.select_for_update().filter(email=row.email).first()
    row = (
        Invitation.objects.select_for_update().filter(pk=row.pk, envoyee_le=row.envoyee_le).first()
    )
    if (
        row is None
        or user is None
        or barred(user.email)
        or user.has_usable_password() == (password is not None)
    ):
        raise Refused(
            DEAD,
        )  # accepted, cancelled or sent again since the page was read; or not by this door
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    elif by.pk != user.pk:
        raise Refused(DEAD)
    membership, made = Membership.objects.get_or_create(
        user=user,
        role=Role.ORGANISME,
        etablissement=row.etablissement,
    )
    if made:
        membership.sites.set(row.sites.all())
    row.delete()
    note(
        Evenement.Quoi.INVITATION_SUIVIE,
        par=user,
        compte=user,
        etablissement=membership.etablissement,
    )
    return user
