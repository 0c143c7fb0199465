"""Where the words of the rows of a list are: theirs, and those of the rows that they name. One line a list.

A path leads to rows that have an index of words; "" is the row itself. A number is known whole: « 12 » is not « 1250 ».
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.comptes.models import CleActivation, DemandeCle, Evenement
from core.models import (
    Action,
    Attribution,
    Contact,
    Dispositif,
    Etablissement,
    Formation,
    Lot,
    PorteOuverte,
    RemplacementCertifinfo,
    Session,
    Site,
    Terme,
    User,
)
from workflows.models import Publication


@dataclass(frozen=True, slots=True)
class Ways:
    """Paths to the words, and to the numbers by the letter that tells them apart (`F`, `A`, `S`, `D`)."""

    words: tuple[str, ...] = ("",)
    numbers: Mapping[str, str] = field(default_factory=dict)


WAYS = {  # the layers above add theirs
    Formation: Ways(("", "etablissement"), {"f": "pk"}),
    Action: Ways(("formation", "porteur"), {"f": "formation", "a": "pk"}),
    Session: Ways(
        ("action__formation", "action__porteur", "action__site_dispensateur", "site_lieu"),
        {"f": "action__formation", "a": "action", "s": "pk"},
    ),
    Dispositif: Ways(
        ("session__action__formation",),
        {"a": "session__action", "s": "session", "d": "pk"},
    ),
    Etablissement: Ways(("", "sites")),
    Site: Ways(("", "etablissement"), {"l": "pk"}),
    Contact: Ways(("", "site")),
    PorteOuverte: Ways(("", "site")),
    Lot: Ways(("", "mandataire")),
    Attribution: Ways(("", "lot", "formateur")),
    Terme: Ways(),
    RemplacementCertifinfo: Ways(),
    User: Ways(("", "memberships__etablissement")),
    CleActivation: Ways(("etablissement",)),
    DemandeCle: Ways(),
    Evenement: Ways(("etablissement", "compte", "par")),
    Publication: Ways((), {"a": "object_id"}),
}
