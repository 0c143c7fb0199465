"""Writes a file of the annuaire, read whole and shown first, to drafts."""

from django.db import transaction

from core.dossiers.rows import write
from core.dossiers.saving import saving
from core.fasd.annuaire import ANNUAIRE
from core.imports.annuaire.plan import AnnuairePlan, FicheChange
from core.imports.annuaire.prepare import prepare
from core.imports.refusal import ImportRefused
from core.models import Etablissement, Site
from core.rules import Level
from workflows.lifecycle import State
from workflows.service import perform

REASON = "Import d’un fichier de l’annuaire"


def import_annuaire(content: bytes, *, by, expected: str) -> AnnuairePlan:
    """Write a file to drafts, if it would still do what was shown: `expected` is its fingerprint.

    Raises `ImportRefused`, or `Refused` of the life cycle: nothing is written then.
    """
    with transaction.atomic():
        plan = prepare(content)
        if plan.errors:
            raise ImportRefused("Le fichier a des erreurs : rien n’a été enregistré.")
        if plan.fingerprint() != expected:
            raise ImportRefused(
                "L’annuaire a changé depuis l’aperçu : relisez-le, puis confirmez de nouveau.",
            )
        owners = {}
        for target in plan.targets:
            if target.row is None:
                target.row = _create(target, owners)
            _write(target, by)
    return plan


def _create(target: FicheChange, owners):
    """Create an établissement, or its main site: `owners` has those just created, by SIRET."""
    if target.level is Level.ETABLISSEMENT:
        owner = Etablissement.objects.create(
            siret=target.siret,
            raison_sociale=target.values["raison_sociale"],
        )
        owners[target.siret] = owner
        return owner
    owner = owners[target.siret]
    return Site.objects.create(
        etablissement=owner,
        principal=True,
        nom_usage=owner.raison_sociale,
    )


def _write(target, by):
    if not target.changes:
        return
    row = type(target.row).objects.get(pk=target.row.pk)
    if row.state == State.VALIDATED:
        perform(row, "reopen", by=by, comment=REASON)
        row = type(row).objects.get(pk=row.pk)
    fields = [ANNUAIRE.fields[name] for name in target.changes]
    with saving(row, ANNUAIRE, by=by, door="import"):
        write(row, fields, target.changes)
        row.version += 1
        row.save()
