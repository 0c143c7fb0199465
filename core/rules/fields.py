"""A field, said once; and where a value comes from when nobody types it."""

from dataclasses import dataclass
from typing import Any

from core.rules.contexte import Contexte
from core.rules.levels import Kind, Level, Need, Shape


@dataclass(frozen=True, slots=True)
class FromContexte:
    """A fixed, received or default value that the campaign gives.

    The name of an attribute of `Contexte`.
    """

    name: str


@dataclass(frozen=True, slots=True)
class FromCertifinfo:
    """A received value that Certifinfo gives under this name.

    Asked as `lacking` says where our table lacks it (D28).
    """

    name: str
    lacking: Need = Need.OPTIONAL


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the FASD table: everything that is known of a field, said once."""

    name: str
    label: str
    level: Level
    kind: Kind = Kind.TEXT
    need: Need = Need.OPTIONAL
    group: str = ""  # heading on the screen
    shape: Shape | None = None  # of a TEXT that is a number of somebody
    max_length: int | None = None
    max_items: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    table: Any = None  # core.fasd.codes.Table of a CHOICE or CHOICES
    famille: str = ""  # référentiel of a CODE or CODES
    columns: tuple["Field", ...] = ()  # of ROWS
    value: Any = None  # fixed, received or default value, or FromContexte, or FromCertifinfo
    allowed: tuple[Any, ...] = ()  # values that the programme keeps; empty means all
    lheo: str = (
        ""  # path in LHÉO, from `formation`; of a column, from its row; `extra[x]` has info="x"
    )
    internal: str = ""  # why it never leaves the house, when it has no path
    column: str = ""  # spreadsheet column; the name when empty
    unit: str = ""
    help: str = ""
    source: str = ""  # seed file, LHÉO, or decision
    extra: bool = False  # kept in the JSON column of its level

    def given(self, contexte: Contexte) -> Any:
        """Return the value that the programme or the campaign gives to this field."""
        if isinstance(self.value, FromContexte):
            return getattr(contexte, self.value.name)
        if isinstance(self.value, FromCertifinfo):
            return contexte.certifinfo.get(self.value.name)
        return self.value
