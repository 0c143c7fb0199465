"""What a workbook carries to say which campaign it was made for, and under which rules."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.models.versions import in_force, rules
from core.rules import ajustements

PATTERN = re.compile(r"\bsofi:([\w-]+):(\d{4}):(\d+)\.([0-9a-f]{8})\b")


@dataclass(frozen=True, slots=True)
class Mark:
    """A campaign and the rules of a day. What it is written as is frozen: workbooks carry it."""

    programme: str
    annee: int
    version: int
    fingerprint: str

    def __str__(self):
        return f"sofi:{self.programme}:{self.annee:04}:{self.version}.{self.fingerprint}"

    @property
    def name(self) -> str:
        return f"{self.programme} {self.annee or ''}".strip()

    def same_campagne(self, other: "Mark") -> bool:
        return self.programme == other.programme and self.annee == other.annee


def of_campagne(campagne) -> Mark:
    return Mark(
        campagne.programme,
        campagne.annee,
        in_force(campagne),
        ajustements.fingerprint(rules(campagne))[:8],
    )


def mark_of(cells: Iterable[str]) -> Mark | None:
    """Return the mark that stands in the lines above the headings, if there is one."""
    for cell in cells:
        match = PATTERN.search(cell)
        if match:
            programme, annee, version, fingerprint = match.groups()
            return Mark(programme, int(annee), int(version), fingerprint)
    return None
