"""Keys, main accounts, texts of the public pages, and the journal of accounts."""

from core.comptes.models.cache import Memoire
from core.comptes.models.cles import Activation, CleActivation, DemandeCle
from core.comptes.models.invitation import Invitation
from core.comptes.models.journal import Evenement, Verrou
from core.comptes.models.main_account import ComptePrincipal, Preference
from core.comptes.models.textes import Texte

__all__ = [
    "Activation",
    "CleActivation",
    "ComptePrincipal",
    "DemandeCle",
    "Evenement",
    "Invitation",
    "Memoire",
    "Preference",
    "Texte",
    "Verrou",
]
