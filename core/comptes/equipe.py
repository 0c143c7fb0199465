"""The accounts of an établissement.

The main one limits the others to sites, withdraws them, hands over.
"""

from django.db import transaction
from django.utils import timezone

from core import policy
from core.comptes import invitations
from core.comptes.adapter import link
from core.comptes.journal import note
from core.comptes.models import ComptePrincipal, Evenement
from core.models import Etablissement
from workflows import mails
from workflows.service import NotAllowed, Refused

# That it has an account is not said.
DISABLED = "Cette adresse ne peut pas être invitée : écrivez au Cariforef."


def held(etablissement, by):
    """Lock an établissement whose accounts this person manages, or refuse."""
    row = Etablissement._base_manager.select_for_update().get(pk=etablissement.pk)
    if not policy.can(by, "manage_accounts", row):
        raise NotAllowed("Seul le compte principal de l’établissement gère ses comptes.")
    return row


@transaction.atomic
def invite_again(membership, *, by):
    """Send once more the link of an account attached before invitations waited in a row."""
    held(membership.etablissement, by)
    if not membership.user.is_active:
        raise Refused(DISABLED)
    invitations.invite(membership.user, by=by, etablissement=membership.etablissement)


def principal_of(etablissement) -> int | None:
    return (
        ComptePrincipal.objects.filter(etablissement=etablissement)
        .values_list("user", flat=True)
        .first()
    )


@transaction.atomic
def limit(membership, *, by, sites):
    """Say which sites an account administers; none said: all."""
    held(membership.etablissement, by)
    membership.sites.set(sites)
    note(
        Evenement.Quoi.DROITS,
        par=by,
        compte=membership.user,
        etablissement=membership.etablissement,
    )


@transaction.atomic
def withdraw(membership, *, by):
    """Take an établissement away from an account, which sees nothing of it from then on."""
    held(membership.etablissement, by)
    if principal_of(membership.etablissement) == membership.user_id:
        raise Refused(
            "Le compte principal ne se retire pas : transmettez-le d’abord à une autre personne.",
        )
    user, etablissement = membership.user, membership.etablissement
    membership.delete()
    note(Evenement.Quoi.DESACTIVATION, par=by, compte=user, etablissement=etablissement)


@transaction.atomic
def hand_over(membership, *, by):
    """Make another account the main one; the former stays, as one of the others."""
    etablissement = held(membership.etablissement, by)
    if not (membership.user.is_active and membership.user.has_usable_password()):
        raise Refused(
            "Cette personne n’a pas encore choisi son mot de passe : "
            "attendez qu’elle ait ouvert son compte.",
        )
    membership.sites.clear()
    ComptePrincipal.objects.update_or_create(
        etablissement=etablissement,
        defaults={"user": membership.user, "depuis": timezone.now()},
    )
    context = {
        "par": by.get_full_name() or "Le compte principal",
        "etablissement": etablissement,
        "url": link("admin:equipe"),
    }
    mails.send(
        "comptes/mails/passation.txt",
        membership.user.email,
        "Vous êtes le compte principal",
        context,
    )
    note(Evenement.Quoi.PASSATION, par=by, compte=membership.user, etablissement=etablissement)
