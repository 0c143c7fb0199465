"""The copy of what is kept of a person, as it may be handed to them: plain JSON."""

from django.utils import timezone

from core.comptes.models import DemandeCle, Invitation
from core.fasd.codes import ROLE_CONTACT
from core.models import Contact, Session
from core.personnes.traces import changes, moves, publications, words_of
from workflows.models import Change, TransitionLog


def copy_of(person) -> dict:
    """Return everything that is kept of a contact or of an account."""
    words = words_of(person)
    about = {Contact: _contact, DemandeCle: _request}.get(type(person), _account)(person)
    return {
        "le": timezone.localtime().isoformat(timespec="minutes"),
        **about,
        "cite_dans": _mentions(words),
    }


def _mentions(words) -> dict:
    """Return where these words name the person; without words, nothing could be told apart."""
    if not words:
        return {"mouvements": [], "modifications": [], "versions_publiees": []}
    return {
        "mouvements": _acts(moves(words)),
        "modifications": _acts(changes(words)),
        "versions_publiees": [_version(row) for row in publications(words)],
    }


def _acts(rows) -> list[dict]:
    return [_about(row) for row in rows.select_related("content_type")]


def _version(publication):
    return {
        "offre": publication.object_id,
        "version": publication.number,
        "le": publication.published_at.isoformat(),
    }


def _about(row):
    return {
        "le": row.at.isoformat(timespec="minutes"),
        "objet": row.content_type.model,
        "numero": row.object_id,
    }


def _request(demande):
    return {
        "demande_de_cle": {
            "numero": demande.pk,
            "nom": demande.nom,
            "prenom": demande.prenom,
            "email": demande.email,
            "telephone": demande.telephone,
            "message": demande.message,
            "raison_sociale": demande.raison_sociale,
            "siret": demande.siret,
            "recue_le": demande.recue_le.isoformat(timespec="minutes"),
            "reponse": demande.get_etat_display(),
            "motif": demande.motif,
        },
    }


def _contact(contact):
    sessions = Session.objects.none()
    for role in ("referent_handicap", "referent_mobilite", "referent_prf"):
        sessions |= Session.objects.filter(**{role: contact})
    return {
        "contact": {
            "numero": contact.pk,
            "nom": contact.nom,
            "prenom": contact.prenom,
            "fonction": contact.fonction,
            "telephone": contact.telephone,
            "email": contact.email,
            "referents": [ROLE_CONTACT.get(role, role) for role in contact.roles],
            "actif": contact.actif,
            "site": str(contact.site),
            "etablissement": str(contact.site.etablissement),
        },
        "sessions": sorted(sessions.values_list("pk", flat=True)),
    }


def _account(user):
    memberships = user.memberships.select_related("etablissement")
    invitations = Invitation.objects.filter(email=user.email).select_related("etablissement")
    last_login = user.last_login
    return {
        "compte": {
            "numero": user.pk,
            "nom": user.nom,
            "prenom": user.prenom,
            "email": user.email,
            "actif": user.is_active,
            "notifications": user.notifications,
            "cree_le": user.created_at.isoformat(timespec="minutes"),
            "derniere_connexion": last_login and last_login.isoformat(timespec="minutes"),
            "roles": [str(membership) for membership in memberships],
        },
        "invitations": [_invitation(row) for row in invitations],
        "actes": [*_acts_of(user, TransitionLog), *_acts_of(user, Change)],
    }


def _invitation(row):
    return {
        "etablissement": str(row.etablissement),
        "nom": row.nom,
        "prenom": row.prenom,
        "le": row.envoyee_le.isoformat(),
    }


def _acts_of(user, model):
    for row in model.objects.filter(by=user).select_related("content_type"):
        yield {**_about(row), "acte": getattr(row, "name", "modification")}
