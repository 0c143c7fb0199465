"""Fiches as plain data, whatever they were read from, and what is to be mended in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.rules.contexte import Contexte
from core.rules.levels import Level


@dataclass(frozen=True, slots=True)
class Fiche:
    """One fiche as plain data, whatever it was read from; `key` is as `S143842`."""

    level: Level
    key: str
    values: Mapping[str, Any]
    children: tuple["Fiche", ...] = ()
    contexte: Contexte | None = None  # on the root only

    def walk(self) -> Iterator["Fiche"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def each(self, level: Level) -> Iterator["Fiche"]:
        """Yield the fiches of a level, this one included, top to bottom."""
        return (fiche for fiche in self.walk() if fiche.level is level)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def path(self, name: str) -> str:
        return f"{self.key}.{name}"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to mend: `path` is `key.field`, `message` a French sentence, `source` who asks.

    `elsewhere` is the key of the fiche that mends it, when that is not the fiche of `path`.
    """

    code: str
    path: str
    message: str
    blocking: bool = True
    source: str = ""
    elsewhere: str = ""

    @property
    def key(self) -> str:
        return self.path.partition(".")[0]

    @property
    def field(self) -> str:
        return self.path.partition(".")[2]
