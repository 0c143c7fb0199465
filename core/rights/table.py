"""The table of rights: who may do what on which rows. With no line that matches, nothing.

A condition turns a user into a `Q`; conditions of a line hold together, roles of an action add up.
Lists ask `Model.objects.allowed(user, action)`, an object asks `can(user, action, row)`: the same
filter. Each subject has its own table; they are put together here.
"""

from core import policy
from core.models import RemplacementCertifinfo, Terme
from core.rights import annuaire, campagnes, comptes, offres
from core.rights.common import BY_STAFF, by_viewers
from core.rights.scopes import ADMINISTRATEUR, CARIFOREF, GESTIONNAIRE, everything
from workflows.models import Publication

RULES = {
    **offres.RULES,
    **annuaire.RULES,
    **campagnes.RULES,
    **comptes.RULES,
    Terme: {"view": by_viewers(everything)},
    RemplacementCertifinfo: {"view": BY_STAFF},
    Publication: {"view": BY_STAFF},
}
ADD = {  # who may create one, beside what its form then allows
    **offres.ADD,
    **annuaire.ADD,
    **campagnes.ADD,
    **comptes.ADD,
}
PAGES = {  # pages that are not those of a row
    "import_region": {CARIFOREF, ADMINISTRATEUR},
    "validation": {CARIFOREF},
    "cles": {CARIFOREF, ADMINISTRATEUR},
    "voir_comme": {CARIFOREF, ADMINISTRATEUR},
    "essayer": {CARIFOREF, GESTIONNAIRE, ADMINISTRATEUR},
    "extensions": {CARIFOREF, ADMINISTRATEUR},
    "export_lheo": {CARIFOREF, ADMINISTRATEUR},
    "annuaire": {CARIFOREF, ADMINISTRATEUR},  # search, import, what the sentinelle found
    "donnees_personnelles": {CARIFOREF, ADMINISTRATEUR},
    "effacer": {ADMINISTRATEUR},
}


def start():
    """Give the table to the policy."""
    policy.register(rules=RULES, add=ADD, pages=PAGES, staff={CARIFOREF, ADMINISTRATEUR})
