"""New rows, filled with what the programme fixes, receives or proposes."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from core import policy
from core.dossiers.contexte import places_engagees
from core.dossiers.given import write_given
from core.dossiers.lookups import ONE_BY_ONE, Lookups
from core.fasd.ordinaire import ORDINAIRE
from core.models import Action, Attribution, Dispositif, Formation, Session
from core.referentiels import certifinfo as certifications
from core.rights.scopes import mine
from workflows.dates import today
from workflows.lifecycle import State
from workflows.service import NotAllowed, Refused


def refused_attribution(attribution) -> str:
    """Return why nobody can create an action from this attribution, or nothing."""
    lot = attribution.lot
    if lot.statut == "arrete":
        return f"Le lot {lot.numero} est arrêté : aucune nouvelle action ne peut y être saisie."
    if attribution.retiree_le:
        return "Cette attribution n’est plus dans le fichier de la Région."
    return ""


def closed_to(attribution, user) -> str:
    """Return why this person cannot create from this attribution today, or nothing.

    The saisie of its campaign may be closed to organisations.
    """
    if policy.is_staff(user):
        return ""
    return attribution.lot.campagne.closed(timezone.localdate())


def refused_formation(formation, porteur, attribution) -> str:
    """Return why an action cannot join a formation, or nothing.

    The text of a formation is one organisation's, for one programme (D4).
    """
    if formation.etablissement_id != getattr(porteur, "pk", None):
        return "Cette formation est celle d’un autre organisme : décrivez la vôtre."
    programme = attribution.lot.campagne.programme if attribution else ORDINAIRE.code
    for action in formation.actions.filter(action_publique=None):
        if action.programme_code != programme:
            return (
                "Cette formation appartient à un autre programme : son texte y est fixé autrement."
            )
    return ""


def new_action(*, formation, porteur, attribution, known: Lookups = ONE_BY_ONE) -> Action:
    """Return an action, not saved, at the site of its attribution, or at its porteur's main one."""
    action = Action(formation=formation, porteur=porteur, attribution=attribution)
    if attribution is not None and attribution.site_id:
        action.site_dispensateur_id = attribution.site_id
    elif porteur is not None:
        action.site_dispensateur = known.site_principal(porteur)
    return action


def new_session(action) -> Session:
    """Return a session, not saved, at the place and dates that the attribution gives."""
    session = Session(action=action, site_lieu_id=action.site_dispensateur_id)
    if action.attribution_id:
        attribution = action.attribution
        session.site_lieu_id = attribution.site_id or session.site_lieu_id
        session.date_debut = attribution.date_debut_prevue
        session.date_fin = attribution.date_fin_prevue
    else:
        session.organisme_responsable = action.porteur
    return session


def check_porteur(porteur, attribution, by):
    """Refuse who cannot enter an offer in the name of this porteur.

    And a porteur that cannot have this one. Raises `Refused`.
    """
    staff = policy.is_staff(by)
    if porteur is None:
        if not staff:
            raise NotAllowed("Choisissez l’établissement au nom duquel vous saisissez.")
        return
    if porteur.ferme_le:
        raise Refused(f"« {porteur} » est fermé : aucune offre ne se saisit plus en son nom.")
    if attribution is not None:
        holders = (attribution.formateur_id, attribution.lot.mandataire_id)
        if porteur.pk not in holders:
            raise Refused(
                "L’offre d’un lot est saisie par son formateur ou par le mandataire du lot : "
                "choisissez l’un d’eux.",
            )
    if not staff and porteur.pk not in mine(by):
        raise NotAllowed("Vous ne saisissez pas pour cet établissement.")


def refuse_for(reason: str):
    """Raise `Refused` with this reason, if there is one."""
    if reason:
        raise Refused(reason)


def check_attribution(attribution, by):
    """Refuse an attribution from which this person creates nothing today. Raises `Refused`."""
    refuse_for(refused_attribution(attribution))
    if not Attribution.objects.allowed(by, "enter").filter(pk=attribution.pk).exists():
        raise NotAllowed("Cette attribution n’est pas ouverte à votre établissement.")
    refuse_for(closed_to(attribution, by))


@transaction.atomic
def create_action(*, by, porteur, attribution=None, formation=None, certifinfo="") -> Action:
    """Create an action in the name of `porteur` (None: the Cariforef).

    Its formation is created too, unless one is given.
    """
    if attribution is not None:
        check_attribution(attribution, by)
    check_porteur(porteur, attribution, by)
    if formation is not None:
        refuse_for(refused_formation(formation, porteur, attribution))
    if certifinfo:
        refuse_for(certifications.refused(certifinfo))
    is_new = formation is None
    if is_new:
        formation = Formation(etablissement=porteur, certifinfo=certifinfo)
    action = new_action(formation=formation, porteur=porteur, attribution=attribution)
    if is_new:
        write_given(formation, action, new=True)
        formation.save()
        action.formation = formation
    write_given(action, action, new=True)
    action.save()
    if not is_new and formation.certifinfo:
        certifications.flag(Action.objects.filter(pk=action.pk))
    return action


@transaction.atomic
def add_session(action) -> Session:
    """Add a session to an action, with a dispositif."""
    session = new_session(action)
    write_given(session, action, new=True)
    session.save()
    add_dispositif(session)
    return session


def places_left(action, apart=None) -> int:
    """Return the places of an attribution that no dispositif has taken.

    One of them, `apart`, is left out of the count.
    """
    own = Dispositif.objects.filter(session__action=action, session__retiree_le=None)
    own = own.exclude(pk=apart and apart.pk)
    entered = own.aggregate(total=Sum("places"))["total"] or 0
    return action.attribution.places - places_engagees(action) - entered


@transaction.atomic
def add_dispositif(session) -> Dispositif:
    """Add a dispositif to a session."""
    dispositif = Dispositif(session=session)
    if session.action.attribution_id:
        left = places_left(session.action)
        dispositif.places = left if left > 0 else None
    write_given(dispositif, session.action, new=True)
    dispositif.save()
    return dispositif


@transaction.atomic
def remove_session(session) -> bool:
    """Remove a session; one that has been online is kept, « retirée » (D17).

    Return whether it was kept.
    """
    been_online = session.a_ete_en_ligne
    if been_online:
        Session.objects.filter(pk=session.pk).update(retiree_le=today())
    else:
        session.delete()
    return been_online


def open_siblings(formation):
    """Return the actions that reopening a formation reopens: the validated ones (D4)."""
    return formation.actions.filter(state=State.VALIDATED, action_publique=None)
