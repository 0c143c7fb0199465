"""The register: what is kept of people, why, for how long. Durations are settings."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core.comptes.models import Activation, DemandeCle, Invitation
from core.models import Contact, User

A_MONTH = 30.5


@dataclass(frozen=True, slots=True)
class Traitement:
    """One line of the register."""

    nom: str
    finalite: str
    donnees: str
    base: str
    destinataires: str
    duree: str


def duree(name) -> str:
    months = settings.CONSERVATION_MOIS[name]
    years, rest = divmod(months, 12)
    return f"{years} an{'s' if years > 1 else ''}" if years and not rest else f"{months} mois"


def traitements() -> list[Traitement]:
    """Return the register, with the durations in force."""
    return [
        Traitement(
            "Contacts des organismes",
            "Dire au public et aux prescripteurs qui joindre pour une formation",
            "Nom, prénom, fonction, téléphone, adresse électronique professionnels, "
            "rôle de référent",
            "Mission d’intérêt public (Code du travail, D. 6123-2)",
            "Public, sauf le référent SOFI ; Réseau des Carif-Oref",
            f"Effacé {duree('contact_inactif')} après que le contact est devenu inactif, "
            "ou à sa demande",
        ),
        Traitement(
            "Comptes",
            "Saisir, valider et administrer l’offre de formation",
            "Nom, prénom, adresse électronique, rôles, établissements, dernière connexion",
            "Mission d’intérêt public",
            "Cariforef ; l’organisme pour ses propres comptes",
            f"Effacé {duree('compte_inactif')} après la dernière connexion, "
            "ou à la demande de la personne",
        ),
        Traitement(
            "Demandes de clé d’activation",
            "Ouvrir un compte à l’organisme qui le demande",
            "Nom, prénom, adresse électronique, téléphone et message de qui demande",
            "Mission d’intérêt public",
            "Cariforef",
            f"Effacé {duree('demande_cle')} après la réponse, "
            "ou après la demande si elle est restée sans réponse",
        ),
        Traitement(
            "Comptes demandés et pas encore ouverts",
            "Vérifier l’adresse électronique avant d’ouvrir le compte",
            "Nom, prénom, adresse électronique, empreinte du mot de passe",
            "Mission d’intérêt public",
            "Personne",
            f"Oublié à l’ouverture du compte, ou après {settings.INVITATION_JOURS} jours",
        ),
        Traitement(
            "Invitations à rejoindre un organisme",
            "Attendre l’accord de la personne avant de la rattacher à l’organisme",
            "Nom, prénom et adresse électronique, comme les a saisis qui invite",
            "Mission d’intérêt public",
            "Cariforef ; le compte principal de l’organisme",
            f"Oubliée à l’acceptation, à l’annulation, ou après {settings.INVITATION_JOURS} jours",
        ),
        Traitement(
            "Journal des mouvements et des modifications",
            "Savoir qui a saisi, validé, refusé ou corrigé quoi",
            "Nom de l’auteur, date, action, champs modifiés",
            "Obligation de tenir une base sûre et traçable",
            "Cariforef ; l’organisme pour ses propres dossiers",
            "Gardé avec le dossier ; "
            "le nom est remplacé par un pseudonyme à l’effacement de la personne",
        ),
        Traitement(
            "Journaux techniques",
            "Sécurité : connexions, exports, fichiers lus",
            "Numéro de compte, date, action ; ni nom ni adresse",
            "Intérêt légitime : sécurité du service",
            "Exploitant",
            f"{duree('journaux')}, par la rotation des journaux",
        ),
    ]


def _before(name):
    return timezone.now() - timedelta(days=settings.CONSERVATION_MOIS[name] * A_MONTH)


def contacts_to_erase():
    """Return the contacts that have been inactive longer than is allowed."""
    return Contact.objects.filter(
        actif=False,
        modifie_le__lt=_before("contact_inactif").date(),
    ).exclude(nom=ERASED)


def accounts_to_erase():
    """Return the accounts that nobody used for longer than is allowed."""
    since = _before("compte_inactif")
    old = Q(last_login__lt=since) | Q(last_login=None, created_at__lt=since)
    return User.objects.filter(old).exclude(email__endswith=f"@{NOWHERE}")


def requests_to_erase():
    """Return the requests for a key that were answered.

    Or left without an answer, longer ago than is allowed.
    """
    before = _before("demande_cle")
    old = Q(traitee_le__lt=before) | Q(traitee_le=None, recue_le__lt=before)
    return DemandeCle.objects.filter(old).exclude(nom=ERASED)


def forgotten_activations():
    """Return the accounts that were asked and whose link is too old to open anything."""
    return Activation.objects.filter(creee_le__lt=_links_before())


def forgotten_invitations():
    """Return the invitations that nobody accepted and whose link is too old."""
    return Invitation.objects.filter(envoyee_le__lt=_links_before())


def _links_before():
    return timezone.now() - timedelta(days=settings.INVITATION_JOURS)


ERASED, NOWHERE = (
    "Contact effacé",
    "efface.invalid",
)  # a name and a domain that mean somebody who asked to be forgotten
