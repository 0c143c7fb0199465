"""Shape of what is kept: types, keys, constraints. Completeness is asked of the programmes."""

from core.models.accord import AccordRegion
from core.models.annuaire import Contact, Etablissement, PorteOuverte, Site
from core.models.campagne import Attribution, Campagne, Lot
from core.models.donnees import Effacement
from core.models.offre import Action, Dispositif, Formation, Session
from core.models.offre_tables import (
    BlocCompetence,
    Equipement,
    InformationCollective,
    PeriodeInscription,
)
from core.models.referentiel import Famille, RemplacementCertifinfo, Terme
from core.models.regles import LigneAjustement, VersionRegles
from core.models.sentinelle import Alerte
from core.models.user import Membership, Role, User

__all__ = [
    "AccordRegion",
    "Action",
    "Alerte",
    "Attribution",
    "BlocCompetence",
    "Campagne",
    "Contact",
    "Dispositif",
    "Effacement",
    "Equipement",
    "Etablissement",
    "Famille",
    "Formation",
    "InformationCollective",
    "LigneAjustement",
    "Lot",
    "Membership",
    "PeriodeInscription",
    "PorteOuverte",
    "RemplacementCertifinfo",
    "Role",
    "Session",
    "Site",
    "Terme",
    "User",
    "VersionRegles",
]
