"""What a filled workbook would write: offers, their lines, and what is to be said of each cell. Nothing is written."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from core.rules import Level
from core.rules.payload import encode
from core.tableur.columns import Colonne
from core.tableur.reading import Ligne


class Gravite(StrEnum):
    """How much a remark weighs."""

    REFUS = "refus"  # the offer is not written
    MANQUE = "manque"  # written as a draft, which cannot be sent yet
    CONSEIL = "conseil"
    INFO = "info"


class Sort(StrEnum):
    """What becomes of a line."""

    CREER = "créer"
    AJOUTER = "ajouter"
    DISPOSITIF = "dispositif"
    MODIFIER = "modifier"
    INCHANGEE = "inchangée"
    REFUSEE = "refusée"


@dataclass(frozen=True, slots=True)
class Remarque:
    """Something to say of a cell, or of a whole line."""

    ligne: int
    colonne: str  # letter; nothing for the whole line
    champ: str
    message: str
    gravite: Gravite

    @property
    def adresse(self) -> str:
        return f"{self.colonne}{self.ligne}" if self.colonne else f"ligne {self.ligne}"


@dataclass(slots=True)
class SessionLue:
    """A line: the session and the dispositif that it describes. The first line of a session tells its values."""

    ligne: Ligne
    de: "SessionLue | None" = None  # the first line of its session, when it is another one
    session: object = None  # the row that it changes
    dispositif: object = None
    row: object = None  # the session as it will be written: that row, or a new one
    funded: object = None  # the dispositif as it will be written
    valeurs: dict = field(default_factory=dict)  # of the session, typed
    du_dispositif: dict = field(default_factory=dict)
    sort: Sort = Sort.CREER


@dataclass(slots=True)
class Offre:
    """An action and the lines that describe its sessions."""

    sessions: list[SessionLue]
    attribution: object
    action: object = None  # the row, when it is known
    porteur: object = None
    formation: dict = field(default_factory=dict)  # typed
    valeurs: dict = field(default_factory=dict)  # of the action, typed
    remarques: list[Remarque] = field(default_factory=list)
    change_formation: bool = False
    change_action: bool = False
    versions: tuple = ()  # of the rows that it would change
    row: object = None  # the action as it will be written: the one that is known, or a new one

    @property
    def refusee(self) -> bool:
        return any(r.gravite is Gravite.REFUS for r in self.remarques)

    @property
    def manques(self) -> int:
        return sum(r.gravite is Gravite.MANQUE for r in self.remarques)

    def note(
        self,
        ligne: Ligne,
        one: Colonne | None,
        message: str,
        gravite: Gravite = Gravite.REFUS,
    ) -> None:
        letter = ligne.adresses.get(one.cle, "") if one else ""
        self.remarques.append(
            Remarque(ligne.numero, letter, one.titre if one else "", message, gravite),
        )


@dataclass(slots=True)
class WorkbookPlan:
    """What a whole file would write."""

    offres: list[Offre] = field(default_factory=list)
    generales: list[str] = field(default_factory=list)  # said of the file

    @property
    def lignes(self) -> list[tuple[Offre, SessionLue]]:
        found = [(offre, s) for offre in self.offres for s in offre.sessions]
        return sorted(found, key=lambda item: item[1].ligne.numero)

    @property
    def remarques(self) -> list[Remarque]:
        return sorted(
            (r for o in self.offres for r in o.remarques),
            key=lambda r: (r.ligne, r.gravite is not Gravite.REFUS),
        )

    @property
    def acceptees(self) -> list[Offre]:
        """Return the offers that would be written."""
        return [
            o
            for o in self.offres
            if not o.refusee and any(s.sort is not Sort.INCHANGEE for s in o.sessions)
        ]

    def counts(self) -> dict[Sort, int]:
        found = dict.fromkeys(Sort, 0)
        for offre, s in self.lignes:
            found[Sort.REFUSEE if offre.refusee else s.sort] += 1
        return found

    def empreinte(self) -> str:
        """Return what identifies this plan: the same file on the same base, the same value."""
        parts = [
            (getattr(o.action, "pk", None), o.attribution.pk if o.attribution else None, o.versions, o.refusee,
             encode([o.formation, o.valeurs, *((s.valeurs, s.du_dispositif, s.sort) for s in o.sessions)]))
            for o in self.offres
        ]  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()


NOUNS = {
    Level.FORMATION: "la formation", Level.ACTION: "l’action", Level.SESSION: "la session", Level.DISPOSITIF: "le dispositif",
}  # fmt: skip
