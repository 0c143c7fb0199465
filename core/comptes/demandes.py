"""Requests for a key: received from anyone, answered by the Cariforef."""

from django.db import transaction
from django.utils import timezone

from core.comptes.adapter import link
from core.comptes.cles import create_key
from core.comptes.journal import note
from core.comptes.models import DemandeCle, Evenement
from core.dossiers.saving import lock
from core.models import Etablissement
from workflows import mails
from workflows.service import Refused


def waiting(demande):
    """Return a request, held; another person may have answered it meanwhile."""
    row = DemandeCle.objects.select_for_update().get(pk=demande.pk)
    if row.etat != DemandeCle.Etat.ATTENTE:
        raise Refused("Cette demande vient d’être traitée par une autre personne.")
    return row


@transaction.atomic
def accept(demande, *, by):
    """Make a key for the établissement, which is created if the annuaire does not know it.

    Return the key and its text.
    """
    row = waiting(demande)
    etablissement = Etablissement.objects.filter(siret=row.siret).first()
    if etablissement is None:
        etablissement = Etablissement.objects.create(
            siret=row.siret,
            raison_sociale=row.raison_sociale,
            nda=row.nda,
        )
        etablissement.sites.create(
            principal=True,
            nom_usage=row.raison_sociale,
            ligne1=row.adresse[:50],
            ligne2=row.adresse[50:100],
            ligne3=row.adresse[100:150],
            code_postal=row.code_postal,
            bureau_distributeur=row.ville,
        )
    lock(etablissement)
    if etablissement.ferme_le:
        raise Refused("Cet établissement est fermé : rouvrez-le avant de lui envoyer une clé.")
    made = create_key(etablissement, by=by)
    close(row, DemandeCle.Etat.ACCEPTEE, by=by)
    note(Evenement.Quoi.DEMANDE_ACCEPTEE, par=by, etablissement=etablissement)
    mails.send(
        "comptes/mails/demande_acceptee.txt",
        row.email,
        "Votre clé d’activation arrive par courrier",
        {"url": link("compte_activer")},
    )
    return made


@transaction.atomic
def refuse(demande, *, by, motif):
    row = waiting(demande)
    row.motif = motif
    close(row, DemandeCle.Etat.REFUSEE, by=by)
    note(Evenement.Quoi.DEMANDE_REFUSEE, par=by)
    mails.send(
        "comptes/mails/demande_refusee.txt",
        row.email,
        "Votre demande de clé d’activation",
        {"motif": motif},
    )


def close(row, etat, *, by):
    row.etat, row.traitee_le, row.traitee_par = etat, timezone.now(), by
    row.save()
