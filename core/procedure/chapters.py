"""What a procédure is made of: chapters of plain texts, ready for any renderer."""

from dataclasses import asdict, dataclass

from core.procedure.champs import Champ


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that a screen shows under one heading."""

    title: str
    champs: tuple[Champ, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is checked across fields, and who asks."""

    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: paragraphs, a list, fields by group, rules, then the way to the next step."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    unused: tuple[str, ...] = ()  # labels of the fields that the programme does not use
    rules: tuple[Rule, ...] = ()
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procédure, ready for any renderer."""

    title: str
    code: str
    programme: str
    campagne: str  # « Campagne 2026 », or nothing for the bare programme
    version: str
    day: str
    document: str
    warning: str
    chapters: tuple[Chapter, ...] = ()

    def as_data(self) -> dict:
        """Return the content as plain data: what a renderer that is not Python takes."""
        return asdict(self)
