"""What people did, step by step, in plain data.

Played in memory here, and by the real doors in the tests.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """Who acts."""

    id: int
    email: str
    prenom: str
    nom: str
    role: str
    etablissement: int | None = None
    programme: str = ""

    def __str__(self):
        return f"{self.prenom} {self.nom}"


@dataclass(frozen=True, slots=True)
class Create:
    """An action is created, under a formation of its own unless one is named."""

    at: datetime
    by: Account
    porteur: int | None
    attribution: int | None = None
    formation: int | None = None
    certifinfo: str = ""


@dataclass(frozen=True, slots=True)
class AddSession:
    """A session is added, with its dispositif."""

    at: datetime
    by: Account


@dataclass(frozen=True, slots=True)
class AddDispositif:
    """One more dispositif is added to a session, known by its rank."""

    at: datetime
    by: Account
    session: int


@dataclass(frozen=True, slots=True)
class Save:
    """The page of a fiche is saved.

    `row` is ("F",), ("A",), ("S", rank) or ("D", session, rank).
    """

    at: datetime
    by: Account
    row: tuple
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """A move is made; `remarks` are (row, field, message)."""

    at: datetime
    by: Account
    name: str
    comment: str = ""
    remarks: tuple = ()


@dataclass(frozen=True, slots=True)
class Agree:
    """The Région's agreement to a change is recorded."""

    at: datetime
    by: Account
    day: date
    reference: str
    donne_par: str = "Région, service Formation"


@dataclass(frozen=True, slots=True)
class Retire:
    """A session that was online is withdrawn."""

    at: datetime
    by: Account
    session: int


@dataclass(slots=True)
class Person:
    """A contact of a site."""

    id: int
    nom: str
    prenom: str
    fonction: str
    telephone: str
    email: str
    roles: list[str]

    def __str__(self):
        return f"{self.nom} {self.prenom}"


@dataclass(slots=True)
class Place:
    """A site, with its contacts and its life."""

    id: int
    etablissement: int
    principal: bool
    nom_usage: str
    created: datetime
    people: list[Person] = field(default_factory=list)
    script: list = field(default_factory=list)
    values: dict[str, Any] = field(
        default_factory=dict
    )  # as they end; set when the script is played
    online: bool = False


@dataclass(slots=True)
class Organisation:
    """An établissement, with its sites, its accounts and its life."""

    id: int
    siret: str
    raison_sociale: str
    created: datetime
    places: list[Place] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    script: list = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    online: bool = False


@dataclass(frozen=True, slots=True)
class Lotissement:
    """An attribution of the Région, with what its lot and its campaign say."""

    id: int
    programme: str
    annee: int
    lot: str
    forfait: bool
    formateur: int
    mandataire: int
    mandataire_siret: str
    site: int
    places: int
    id_action_cr: str
    of_mandataire_cr: str
    debut: date
    fin: date
    open: bool
