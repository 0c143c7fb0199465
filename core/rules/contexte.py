"""What surrounds a dossier: its campaign, its lot, the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Contexte:
    """What the campaign, the lot and the day say about a dossier.

    Copied so that checks stay plain.
    """

    aujourdhui: date
    annee: int | None = None
    libelle_programme: str = ""
    lot: str = ""
    forfait_recrutement: bool = False
    mandataire: str | None = None  # SIRET
    id_action_cr: str | None = None
    of_mandataire_cr: str | None = None
    places_attribuees: int | None = None
    places_engagees: int = 0  # by other dossiers of the same attribution, sent or online
    regional: bool = False
    accord: bool = False  # an accord de la Région was recorded for this version
    en_ligne: Mapping[str, Any] = field(
        default_factory=dict,
    )  # of an offer being changed: online starts, by session key
    certifinfo: Mapping[str, Any] = field(
        default_factory=dict,
    )  # what our table gives for the formation's code
