"""Rights on the programme régional: campagnes, lots, attributions."""

from core.models import Attribution, Campagne, Lot
from core.rights.common import BY_STAFF
from core.rights.scopes import (
    ADMINISTRATEUR,
    CARIFOREF,
    GESTIONNAIRE,
    ORGANISME,
    everything,
    formateur_or_mandataire,
    lot_is_open,
    my_campagnes,
    my_lots,
    my_programmes_attributions,
)

OWN_CAMPAGNE = {GESTIONNAIRE: [my_campagnes], ADMINISTRATEUR: [everything]}

RULES = {
    Campagne: {
        "view": {GESTIONNAIRE: [my_campagnes], **BY_STAFF},
        "change": OWN_CAMPAGNE,
        "configure": OWN_CAMPAGNE,  # its rules (D20)
    },
    Lot: {
        "view": {GESTIONNAIRE: [my_lots], **BY_STAFF},
        "change": {GESTIONNAIRE: [my_lots], ADMINISTRATEUR: [everything]},
    },
    Attribution: {
        "view": {
            ORGANISME: [formateur_or_mandataire],
            GESTIONNAIRE: [my_programmes_attributions],
            **BY_STAFF,
        },
        "enter": {  # create its action (D18); a lot that is stopped blocks it
            ORGANISME: [formateur_or_mandataire, lot_is_open],
            CARIFOREF: [lot_is_open],
        },
    },
}
ADD = {Campagne: {GESTIONNAIRE, ADMINISTRATEUR}}
