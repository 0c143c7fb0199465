"""Rights on the accounts: keys, invitations, members, what was erased."""

from core.comptes.models import CleActivation, DemandeCle, Evenement, Invitation, Texte
from core.models import Effacement, Membership, User
from core.rights.common import BY_STAFF
from core.rights.scopes import (
    ADMINISTRATEUR,
    CARIFOREF,
    ORGANISME,
    account_of_an_organisation,
    account_of_mine,
    everything,
    invitation_of_mine,
)

ADMINISTRATEURS = {ADMINISTRATEUR: [everything]}

RULES = {
    CleActivation: {"view": BY_STAFF, "revoke": BY_STAFF},
    DemandeCle: {"view": BY_STAFF, "answer": BY_STAFF},
    Texte: {"view": BY_STAFF, "change": BY_STAFF, "delete": BY_STAFF},
    Evenement: {"view": BY_STAFF},
    Effacement: {"view": BY_STAFF},
    Invitation: {"manage": {ORGANISME: [invitation_of_mine], **BY_STAFF}},
    User: {"view": ADMINISTRATEURS, "change": ADMINISTRATEURS},
    Membership: {
        "view": ADMINISTRATEURS,
        "change": ADMINISTRATEURS,
        "delete": ADMINISTRATEURS,
        "manage": {
            ORGANISME: [account_of_mine],
            CARIFOREF: [account_of_an_organisation],
            ADMINISTRATEUR: [everything],
        },
    },
}
ADD = {
    Texte: {CARIFOREF, ADMINISTRATEUR},
    User: {ADMINISTRATEUR},
    Membership: {ADMINISTRATEUR},
}
