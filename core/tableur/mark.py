"""What a workbook carries to say which campaign it was made for, and under which rules."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.models.versions import in_force, rules
from core.rules.ajustements import fingerprint

MARK = re.compile(r"\bsofi:([\w-]+):(\d{4}):(\d+)\.([0-9a-f]{8})\b")


@dataclass(frozen=True, slots=True)
class Marque:
    """A campaign and the rules of a day."""

    programme: str
    annee: int
    version: int
    empreinte: str

    def __str__(self):
        return f"sofi:{self.programme}:{self.annee:04}:{self.version}.{self.empreinte}"

    @property
    def nom(self) -> str:
        return f"{self.programme} {self.annee or ''}".strip()


def of_campagne(campagne) -> Marque:
    return Marque(
        campagne.programme,
        campagne.annee,
        in_force(campagne),
        fingerprint(rules(campagne))[:8],
    )


def mark_of(cells: Iterable[str]) -> Marque | None:
    """Return the mark that stands in the lines above the headings, if there is one."""
    for cell in cells:
        if found := MARK.search(cell):
            return Marque(found[1], int(found[2]), int(found[3]), found[4])
    return None
