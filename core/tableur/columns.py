"""The columns of the workbook of a programme: keys first, then each field, as in the FASD."""

from collections import Counter
from dataclasses import dataclass, replace

from core.fasd.ordinaire import ORDINAIRE
from core.rules import OFFER, Field, FieldTable, Kind, Level, Need, Programme
from core.texts.plain import plain

FAS, LOT, SITE, ORGANISME, OFFRE, SESSION = "fas", "lot", "site", "organisme", "offre", "session"
ROWS_SHOWN = {  # of a small table; one for the others
    "informations_collectives": 2,
    "periodes_inscription": 2,
}
REQUIRED_MARK = "*"  # after the title of what is required


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a key of ours, a field, or a column of one row of a small table (`table`, `rank`).

    `key` is frozen: a file may use it as a heading.
    """

    key: str
    title: str
    help: str = ""
    field: Field | None = None
    level: Level | None = None
    table: Field | None = None
    rank: int = 0

    @property
    def required(self) -> bool:
        if self.field is None or self.table is not None:
            return False
        return self.field.need in (Need.REQUIRED, Need.DEFAULT)

    @property
    def locked(self) -> bool:
        if self.field is None:
            return False
        return self.subject.need.locked

    @property
    def subject(self) -> Field | None:
        """Return the field of the fiche that this column fills: the whole of a small table."""
        return self.table or self.field

    @property
    def heading(self) -> str:
        if self.required:
            return f"{self.title} {REQUIRED_MARK}"
        return self.title


FAS_CODE = Column(
    FAS,
    "Code FAS",
    "Vide pour une nouvelle offre. F-A-S pour modifier une session (F-A-S-D : l’un de ses "
    "dispositifs), F-A pour en ajouter une à une action.",
)
OF_LOT = Column(
    LOT,
    "Lot",
    "Le numéro du lot, à choisir dans la liste.",
)
OF_SITE = Column(
    SITE,
    "Site de réalisation",
    "Le site attribué dans ce lot, à choisir dans la liste.",
)
OF_ORGANISME = Column(
    ORGANISME,
    "Organisme qui saisit",
    "L’établissement au nom duquel l’offre est saisie, à choisir dans la liste. "
    "Vide : le vôtre, si vous n’en avez qu’un.",
)
OFFRE_MARK = Column(
    OFFRE,
    "Offre",
    "Un repère de votre choix (A, B…) quand un même site du lot porte plusieurs actions : "
    "les lignes qui ont le même repère sont les sessions d’une même action.",
)
ORDINARY_OFFRE_MARK = Column(
    OFFRE,
    "Offre",
    "Un repère de votre choix (A, B…) : les lignes qui ont le même repère sont les sessions "
    "d’une même action. Vide : la ligne est une offre à elle seule.",
)
SESSION_MARK = Column(
    SESSION,
    "Session",
    "Un repère de votre choix (1, 2…) quand une nouvelle session a plusieurs dispositifs : "
    "les lignes de même offre et de même repère sont ses dispositifs.",
)
KEYS = (FAS_CODE, OF_LOT, OF_SITE, OFFRE_MARK, SESSION_MARK)
ORDINARY_KEYS = (FAS_CODE, OF_ORGANISME, ORDINARY_OFFRE_MARK, SESSION_MARK)


def keys_of(programme) -> tuple[Column, ...]:
    """Return the keys of a workbook: an ordinary offer has no lot, and says who enters it."""
    if getattr(programme, "code", "") == ORDINAIRE.code:
        return ORDINARY_KEYS
    return KEYS


def columns_of(programme: Programme | FieldTable) -> list[Column]:
    """Return the columns of a programme; what it does not use has none."""
    table = getattr(programme, "fields", programme)
    keys = list(keys_of(programme))
    columns = []
    for level in OFFER:
        for field in table.level(level):
            columns += of_field(field)
    times = Counter(plain(column.title) for column in keys + columns)
    distinct = [
        column if times[plain(column.title)] == 1 else with_level(column) for column in columns
    ]
    return keys + distinct


def of_field(field: Field) -> list[Column]:
    """Return the column of a field; those of a small table, for each row that is shown."""
    if field.need is Need.UNUSED or field.kind is Kind.FILE:
        return []
    key = f"{field.level}.{field.name}"
    if field.kind is not Kind.ROWS:
        return [Column(key, title_of(field), field.help, field, field.level)]
    columns = []
    for rank in range(1, ROWS_SHOWN.get(field.name, 1) + 1):
        columns += [
            Column(
                key=f"{key}.{rank}.{part.name}",
                title=f"{title_of(field)} {rank} – {title_of(part)}",
                help=part.help,
                field=part,
                level=field.level,
                table=field,
                rank=rank,
            )
            for part in field.columns
        ]
    return columns


def title_of(field: Field) -> str:
    """Return the title of a field, with its unit: its spreadsheet column if any, or its label."""
    title = field.column or field.label
    return f"{title} ({field.unit})" if field.unit else title


def with_level(column: Column) -> Column:
    return replace(column, title=f"{column.title} – {column.level.label}")


# The headings of a file -------------------------------------------------------------------


def names_of(column: Column) -> set[str]:
    """Return the headings by which a column is recognised."""
    names = {plain(column.title), plain(column.key)}
    if column.field is not None and column.table is None:
        names |= {plain(column.field.name), plain(column.field.label)}
    return names


def by_heading(columns: list[Column]) -> dict[str, Column]:
    """Return the column of each heading; a heading that two columns would answer to is left out."""
    exact = {plain(column.title): column for column in columns}
    claims: dict[str, list[Column]] = {}
    for column in columns:
        for name in names_of(column):
            claims.setdefault(name, []).append(column)
    unclaimed = {name: claimants[0] for name, claimants in claims.items() if len(claimants) == 1}
    return unclaimed | exact


def bare_heading(text: str) -> str:
    """Return a heading of a file as it is compared: without its mark."""
    return plain(text.rstrip(f" {REQUIRED_MARK}"))


def letter(rank: int) -> str:
    """Return the letters of a column counted from 0: A, B… Z, AA."""
    letters = ""
    left = rank + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
