"""Erasure of a person: the row loses its name, the log keeps a pseudonym.

The one rewriting of history, itself logged.
"""

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.comptes.models import Activation, ComptePrincipal, DemandeCle, Invitation
from core.models import Alerte, Contact, Effacement, User
from core.personnes.finding import requests_from
from core.personnes.register import ERASED, NOWHERE
from core.personnes.traces import rewrite, words_of
from workflows.models import Change, TransitionLog

log = logging.getLogger("sofi.personnes")
FORGOTTEN = {
    "nom": ERASED,
    "prenom": "",
    "email": "",
    "telephone": "",
    "message": "",
}  # of a request for a key
OF_ACCOUNTS = (
    "account",
    "mfa",
    "usersessions",
    "socialaccount",
    "authtoken",
)  # apps whose rows are only an account's


@transaction.atomic
def erase_contact(contact, *, by, motif) -> Effacement:
    """Forget a contact: its number stays, which old versions name."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    count = rewrite(words_of(contact))
    if contact.email:
        _requests(contact.email)
    Alerte.objects.filter(contact=contact).delete()
    contact.nom = ERASED
    contact.prenom = ""
    contact.fonction = ""
    contact.telephone = ""
    contact.email = ""
    contact.roles = []
    contact.actif = False
    contact.save()
    return _logged("contact", contact.pk, f"{ERASED} {contact.pk}", by, motif, count)


@transaction.atomic
def erase_account(user, *, by, motif) -> Effacement:
    """Forget an account.

    It opens nothing any more, and the log says « Compte effacé » where it said its name.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    alias = f"Compte effacé {user.pk}"
    count = rewrite(words_of(user))
    for model in (TransitionLog, Change):
        name = "mouvements" if model is TransitionLog else "modifications"
        count[name] += model.objects.filter(Q(by=user) | Q(by_label=user.email)).update(
            by_label=alias,
        )
    for relation in User._meta.related_objects:
        if relation.related_model._meta.app_label in OF_ACCOUNTS:
            relation.related_model._base_manager.filter(**{relation.field.name: user}).delete()
    _requests(user.email)
    ComptePrincipal.objects.filter(user=user).delete()
    user.memberships.all().delete()
    user.email = f"compte-{user.pk}@{NOWHERE}"
    user.prenom = ""
    user.nom = alias
    user.is_active = False
    user.notifications = False
    user.set_unusable_password()
    user.save()
    return _logged("compte", user.pk, alias, by, motif, count)


@transaction.atomic
def erase_request(demande, *, by, motif) -> Effacement:
    """Forget who asked for a key; the organisation and the answer stay.

    A request that nobody answered is closed.
    """
    demande = DemandeCle.objects.select_for_update().get(pk=demande.pk)
    if demande.etat == DemandeCle.Etat.ATTENTE:
        demande.etat = DemandeCle.Etat.REFUSEE
        demande.traitee_le = timezone.now()
        demande.motif = motif
        demande.save(update_fields=["etat", "traitee_le", "motif"])
    DemandeCle.objects.filter(pk=demande.pk).update(**FORGOTTEN)
    return _logged(
        "demande",
        demande.pk,
        f"{ERASED} (demande {demande.pk})",
        by,
        motif,
        {"demandes": 1},
    )


def _requests(email) -> None:
    """Forget what was typed to obtain an account."""
    Activation.objects.filter(email=email).delete()
    Invitation.objects.filter(email=email).delete()
    DemandeCle.objects.filter(pk__in=requests_from(email)).update(**FORGOTTEN)


def _logged(nature, numero, alias, by, motif, count):
    log.info(
        "person erased",
        extra={"kind": nature, "number": numero, "by": getattr(by, "pk", None)},
    )
    return Effacement.objects.create(
        nature=nature,
        numero=numero,
        pseudonyme=alias,
        motif=motif[:200],
        par=by,
        reecrits=count,
    )
