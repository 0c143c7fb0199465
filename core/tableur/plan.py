"""What a filled workbook would write: offers, their lines, and what is to be said of each cell.

Nothing is written.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from core.rules.payload import encode
from core.tableur.columns import Column
from core.tableur.reading import SheetLine


class Gravity(StrEnum):
    """How much a remark weighs, the heaviest first."""

    REFUSED = "refused"  # the offer is not written
    MISSING = "missing"  # written as a draft, which cannot be sent yet
    ADVICE = "advice"
    INFO = "info"


class Outcome(StrEnum):
    """What becomes of a line. The values are keys of the journal."""

    CREATE = "créer"
    ADD = "ajouter"
    DISPOSITIF = "dispositif"
    CHANGE = "modifier"
    UNCHANGED = "inchangée"
    REFUSED = "refusée"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of a cell, or of a whole line."""

    line: int
    letter: str  # of the column; nothing for the whole line
    title: str
    message: str
    gravity: Gravity

    @property
    def address(self) -> str:
        return f"{self.letter}{self.line}" if self.letter else f"ligne {self.line}"


@dataclass(slots=True)
class SessionLine:
    """A line: the session and the dispositif that it describes.

    The first line of a session tells its values; the others follow it.
    """

    line: SheetLine
    follows: "SessionLine | None" = None  # the first line of its session, when it is another one
    session: object = None  # the row that it changes
    dispositif: object = None
    session_row: object = None  # as it will be written: that row, or a new one
    dispositif_row: object = None  # as it will be written
    session_values: dict = field(default_factory=dict)  # typed
    dispositif_values: dict = field(default_factory=dict)
    outcome: Outcome = Outcome.CREATE

    @property
    def head(self) -> "SessionLine":
        """Return the first line of its session."""
        return self.follows or self


@dataclass(slots=True)
class Offre:
    """An action and the lines that describe its sessions."""

    lines: list[SessionLine]
    attribution: object = None
    action: object = None  # the row, when it is known
    porteur: object = None
    row: object = None  # the action as it will be written: the one that is known, or a new one
    formation_values: dict = field(default_factory=dict)  # typed
    action_values: dict = field(default_factory=dict)  # typed
    remarks: list[Remark] = field(default_factory=list)
    versions: tuple = ()  # of the rows that it would change

    @property
    def refused(self) -> bool:
        return any(remark.gravity is Gravity.REFUSED for remark in self.remarks)

    @property
    def missing(self) -> int:
        return sum(remark.gravity is Gravity.MISSING for remark in self.remarks)

    @property
    def changes_something(self) -> bool:
        return any(line.outcome is not Outcome.UNCHANGED for line in self.lines)

    def outcome_of(self, line: SessionLine) -> Outcome:
        return Outcome.REFUSED if self.refused else line.outcome

    def note(
        self,
        line: SheetLine,
        column: Column | None,
        message: str,
        gravity: Gravity = Gravity.REFUSED,
    ) -> None:
        """Say something of a cell; of the whole line without a column."""
        letter = line.letters.get(column.key, "") if column else ""
        title = column.title if column else ""
        self.remarks.append(Remark(line.number, letter, title, message, gravity))

    def identity(self) -> tuple:
        """Return all that would be written, and over what."""
        return (
            getattr(self.action, "pk", None),
            self.attribution.pk if self.attribution else None,
            self.versions,
            self.refused,
            encode([self.formation_values, self.action_values, *map(told_by, self.lines)]),
        )


def told_by(line: SessionLine) -> tuple:
    return line.session_values, line.dispositif_values, line.outcome


@dataclass(slots=True)
class WorkbookPlan:
    """What a whole file would write."""

    offres: list[Offre] = field(default_factory=list)
    of_file: list[str] = field(default_factory=list)  # said of the file as a whole

    @property
    def lines(self) -> list[tuple[Offre, SessionLine]]:
        """Return the lines in the order of the file, each with its offer."""
        pairs = [(offre, line) for offre in self.offres for line in offre.lines]
        return sorted(pairs, key=lambda pair: pair[1].line.number)

    @property
    def remarks(self) -> list[Remark]:
        """Return what is said of cells, in the order of the file, refusals first on each line."""
        remarks = [remark for offre in self.offres for remark in offre.remarks]
        return sorted(remarks, key=by_line_then_refusal)

    @property
    def accepted(self) -> list[Offre]:
        """Return the offers that would be written."""
        return [offre for offre in self.offres if not offre.refused and offre.changes_something]

    def counts(self) -> dict[Outcome, int]:
        counts = dict.fromkeys(Outcome, 0)
        for offre, line in self.lines:
            counts[offre.outcome_of(line)] += 1
        return counts

    def fingerprint(self) -> str:
        """Return what identifies this plan: the same file on the same base, the same value."""
        parts = [offre.identity() for offre in self.offres]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def by_line_then_refusal(remark: Remark) -> tuple:
    return remark.line, remark.gravity is not Gravity.REFUSED
