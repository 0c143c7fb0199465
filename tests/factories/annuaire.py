"""Établissements, their sites and contacts; put online by the moves that people make."""

from itertools import count

from django.db import transaction

from core.demo.organisations import siret
from core.dossiers import rows as fiche
from core.dossiers.saving import saving
from core.models import Contact, Etablissement, Site
from tests.factories import people
from workflows.service import perform

NUMBERS = count(92000001)
ETABLISSEMENT = {"nda": "52440000044", "domaines": ["15061"]}
SITE = {
    "ligne1": "12 rue de l’Étoile",
    "code_postal": "44000",
    "bureau_distributeur": "NANTES",
    "commune": "44109",
    "email": "site@essai.example",
    "telephone_fixe": "02 40 20 40 20",
}


def etablissement(nom="Alpha", *, online=True, contact=True, **values) -> Etablissement:
    """Return an établissement with a principal site and a contact: online, or in draft."""
    row = Etablissement.objects.create(siret=siret(next(NUMBERS)), raison_sociale=nom)
    fill(row, ETABLISSEMENT | values)
    place = site(row, f"{nom} principal", principal=True, online=online)
    if contact:
        contact_of(place, nom=f"Référente {nom}")
    return put_online(row) if online else row


def site(owner, nom, *, online=True, principal=False, **values) -> Site:
    row = Site.objects.create(etablissement=owner, principal=principal, nom_usage=nom)
    fill(row, SITE | values)
    return put_online(row) if online else row


def contact_of(place, *, nom="Martin", roles=("handicap", "mobilite", "prf")) -> Contact:
    return Contact.objects.create(
        site=place, nom=nom, prenom="Anne", telephone="02 40 20 40 21", roles=list(roles)
    )


@transaction.atomic
def fill(row, values, *, by=None) -> None:
    """Save values of a fiche of the annuaire as its page does."""
    fields = row.programme.fields.level(row.level)
    with saving(row, row.programme, by=by or people.staff(), door="ecran"):
        fiche.write(row, fields, values)
        row.version += 1
        row.save()


def put_online(subject):
    """Send and validate a subject; return it as it then stands."""
    for name in ("submit", "validate"):
        perform(subject, name, by=people.staff())
    return type(subject)._base_manager.get(pk=subject.pk)
