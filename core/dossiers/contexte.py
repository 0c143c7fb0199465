"""The `Contexte` of a dossier: its attribution, its lot, its campaign and what is online."""

from dataclasses import replace

from django.utils import timezone

from core.dossiers.certifinfo import given_by_certifinfo
from core.dossiers.lookups import ONE_BY_ONE, Lookups
from core.rules import Contexte, FieldTable, Level, Need
from core.rules.payload import parse
from workflows.lifecycle import State


def contexte_of(action, known: Lookups = ONE_BY_ONE) -> Contexte:
    """Return what the campaign, the lot and the day say about an action.

    Of the day alone without one.
    """
    found = contexte_of_lot(action, known)
    if action is None or not action.attribution_id:
        return found
    return replace(
        found,
        places_engagees=places_engagees(action, known),
        accord=has_accord(action, known),
        en_ligne={} if action.state == State.VALIDATED else published_starts(action, known),
    )


def contexte_of_lot(action, known: Lookups = ONE_BY_ONE) -> Contexte:
    """Return what is given to an action.

    By its lot and by Certifinfo, whatever became of it and of the others.
    """
    today = timezone.localdate()
    if action is None or not action.attribution_id:
        return Contexte(aujourdhui=today)
    attribution = action.attribution
    lot = attribution.lot
    campagne = lot.campagne
    return Contexte(
        aujourdhui=today,
        annee=campagne.annee,
        libelle_programme=campagne.libelle_programme,
        lot=lot.numero,
        forfait_recrutement=lot.forfait_recrutement,
        mandataire=lot.mandataire.siret,
        id_action_cr=attribution.id_action_cr,
        of_mandataire_cr=attribution.of_mandataire_cr,
        places_attribuees=attribution.places,
        regional=True,
        certifinfo=certifinfo_of(action, known),
    )


def table_of(action, known: Lookups = ONE_BY_ONE) -> FieldTable:
    """Return the table of an action's programme as its dossier meets it.

    See `FieldTable.within`.
    """
    table = action.programme.fields
    if not table.from_certifinfo:
        return table
    return table.within(
        Contexte(aujourdhui=timezone.localdate(), certifinfo=certifinfo_of(action, known)),
    )


def certifinfo_of(action, known: Lookups = ONE_BY_ONE) -> dict:
    """Return what our Certifinfo table gives for an action, where its programme asks."""
    table = action.programme.fields
    if not table.from_certifinfo:
        return {}
    field = table["certifinfo"]
    code = field.value if field.need is Need.FIXED else action.formation.certifinfo
    return given_by_certifinfo(code, known)


def places_engagees(action, known: Lookups = ONE_BY_ONE) -> int:
    """Return the places that other actions of the same attribution have taken.

    Sent, validated or online.
    """
    return sum(
        places
        for pk, places in known.places_taken(action.attribution_id).items()
        if pk != action.pk
    )


def last_publication(action):
    """Return the latest publication of an action, online or not, or nothing."""
    return ONE_BY_ONE.publication(action)


def has_accord(action, known: Lookups = ONE_BY_ONE) -> bool:
    """Whether the Région's agreement to what follows the latest publication was recorded."""
    publication = known.publication(action)
    return publication is not None and known.accord(action, publication)


def published_starts(action, known: Lookups = ONE_BY_ONE) -> dict:
    """Return the start date of each session of the latest publication, by key."""
    publication = known.publication(action)
    if publication is None:
        return {}
    sessions = parse(publication.payload, action.programme.fields).each(Level.SESSION)
    return {session.key: session["date_debut"] for session in sessions if session["date_debut"]}
