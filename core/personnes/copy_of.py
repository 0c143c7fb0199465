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
        "cite_dans": {
            "mouvements": [_about(row) for row in moves(words).select_related("content_type")]
            if words
            else [],
            "modifications": [_about(row) for row in changes(words).select_related("content_type")]
            if words
            else [],
            "versions_publiees": [
                {"offre": row.object_id, "version": row.number, "le": row.published_at.isoformat()}
                for row in publications(words)
            ]
            if words
            else [],
        },
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
    named = Session.objects.none()
    for role in ("referent_handicap", "referent_mobilite", "referent_prf"):
        named |= Session.objects.filter(**{role: contact})
    return {
        "contact": {
            "numero": contact.pk,
            "nom": contact.nom,
            "prenom": contact.prenom,
            "fonction": contact.fonction,
            "telephone": contact.telephone,
            "email": contact.email,
            "referents": [ROLE_CONTACT.get(r, r) for r in contact.roles],
            "actif": contact.actif,
            "site": str(contact.site),
            "etablissement": str(contact.site.etablissement),
        },
        "sessions": sorted(named.values_list("pk", flat=True)),
    }


def _account(user):
    return {
        "compte": {
            "numero": user.pk,
            "nom": user.nom,
            "prenom": user.prenom,
            "email": user.email,
            "actif": user.is_active,
            "notifications": user.notifications,
            "cree_le": user.created_at.isoformat(timespec="minutes"),
            "derniere_connexion": user.last_login.isoformat(timespec="minutes")
            if user.last_login
            else None,
            "roles": [
                str(membership) for membership in user.memberships.select_related("etablissement")
            ],
        },
        "invitations": [
            {
                "etablissement": str(row.etablissement),
                "nom": row.nom,
                "prenom": row.prenom,
                "le": row.envoyee_le.isoformat(),
            }
            for row in Invitation.objects.filter(email=user.email).select_related("etablissement")
        ],
        "actes": [
            {**_about(row), "acte": getattr(row, "name", "modification")}
            for model in (TransitionLog, Change)
            for row in model.objects.filter(by=user).select_related("content_type")
        ],
    }
