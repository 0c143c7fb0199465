"""The lists that may be exported: the columns of each, and the rows read along."""

from collections.abc import Callable
from dataclasses import dataclass

from core.models import (
    Action,
    Attribution,
    Contact,
    Etablissement,
    Formation,
    Lot,
    PorteOuverte,
    Session,
    Site,
)
from exports.lists.annuaire import contacts, etablissements, portes_ouvertes, sites
from exports.lists.campagnes import attributions, lots
from exports.lists.columns import Column
from exports.lists.offres import actions, formations, sessions


@dataclass(frozen=True, slots=True)
class Table:
    """What an export reads: `columns(staff=…)` for who asks, and the rows read along."""

    columns: Callable[..., list[Column]]
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


TABLES = {
    Action: Table(
        actions,
        related=(
            "formation",
            "porteur",
            "attribution__lot__campagne",
            "attribution__lot__mandataire",
        ),
        prefetch=("equipements",),
    ),
    Session: Table(
        sessions,
        related=(
            "action__formation",
            "action__attribution__lot__campagne",
            "action__attribution__lot__mandataire",
            "action__porteur",
            "action__site_dispensateur",
            "site_lieu",
            "organisme_responsable",
        ),
        prefetch=("dispositifs", "informations_collectives", "periodes_inscription"),
    ),
    Formation: Table(formations, related=("etablissement",), prefetch=("blocs",)),
    Etablissement: Table(etablissements),
    Site: Table(sites, related=("etablissement",)),
    Contact: Table(contacts, related=("site",)),
    PorteOuverte: Table(portes_ouvertes, related=("site__etablissement",)),
    Lot: Table(lots, related=("campagne", "mandataire")),
    Attribution: Table(
        attributions,
        related=("lot__campagne", "lot__mandataire", "formateur", "site"),
    ),
}
