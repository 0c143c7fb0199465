"""The `Contexte` of a dossier, read from its attribution, its lot, its campaign and what is online."""

from dataclasses import replace

from django.db.models import Q, Sum
from django.utils import timezone

from core.certifinfo import given_by_certifinfo
from core.payload import parse
from core.rules import Contexte, FieldTable, Level, Need
from workflows.lifecycle import State

ENGAGED = (State.SUBMITTED, State.QUESTIONED, State.VALIDATED)


def contexte_of(action) -> Contexte:
    """Return what the campaign, the lot and the day say about an action; of the day alone without one."""
    found = contexte_of_lot(action)
    if action is None or not action.attribution_id:
        return found
    return replace(
        found,
        places_engagees=places_engagees(action),
        accord=has_accord(action),
        en_ligne={} if action.state == State.VALIDATED else published_starts(action),
    )


def contexte_of_lot(action) -> Contexte:
    """Return what is given to an action: by its lot and by Certifinfo, whatever became of it and of the others."""
    today = timezone.localdate()
    if action is None or not action.attribution_id:
        return Contexte(aujourdhui=today)
    attribution = action.attribution
    lot, campagne = attribution.lot, attribution.lot.campagne
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
        certifinfo=certifinfo_of(action),
    )


def table_of(action) -> FieldTable:
    """Return the table of an action's programme as its dossier meets it: see `FieldTable.within`."""
    table = action.programme.fields
    if not table.from_certifinfo:
        return table
    return table.within(Contexte(aujourdhui=timezone.localdate(), certifinfo=certifinfo_of(action)))


def certifinfo_of(action) -> dict:
    """Return what our Certifinfo table gives for the code of an action's formation, where its programme asks."""
    table = action.programme.fields
    if not table.from_certifinfo:
        return {}
    field = table["certifinfo"]
    code = field.value if field.need is Need.FIXED else action.formation.certifinfo
    return given_by_certifinfo(code)


def engaged() -> Q:
    """Select the dispositifs whose places are taken: those of offers that are sent, validated or online."""
    return Q(session__action__state__in=ENGAGED) | Q(session__action__online_number__isnull=False)


def places_of(**attributions):
    """Return the dispositifs that count for attributions: of sessions that are kept, of actions that are not archived."""
    from core.models import Dispositif

    rows = Dispositif.objects.filter(session__retiree_le=None, **attributions)
    return rows.exclude(session__action__state=State.ARCHIVED)


def places_engagees(action) -> int:
    """Return the places that other actions of the same attribution have taken: sent, validated or online."""
    rows = places_of(session__action__attribution=action.attribution_id).filter(engaged())
    return rows.exclude(session__action=action.pk).aggregate(total=Sum("places"))["total"] or 0


def last_publication(action):
    """Return the latest publication of an action, online or not, or nothing."""
    return action.publications().first() if action.pk else None


def has_accord(action) -> bool:
    """Whether the Région's agreement to what follows the latest publication was recorded."""
    publication = last_publication(action)
    return publication is not None and action.accords.filter(publication=publication.number).exists()


def published_starts(action) -> dict:
    """Return the start date of each session of the latest publication, by key."""
    publication = last_publication(action)
    if publication is None:
        return {}
    sessions = parse(publication.payload, action.programme.fields).each(Level.SESSION)
    return {session.key: session["date_debut"] for session in sessions if session["date_debut"]}
