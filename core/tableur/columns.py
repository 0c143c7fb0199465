"""The columns of the workbook of a programme: keys first, then each field in the order of the FASD."""

from collections import Counter
from dataclasses import dataclass, replace

from core.fasd.ordinaire import ORDINAIRE
from core.rules import OFFER, Field, FieldTable, Kind, Level, Need, Programme
from core.texts.plain import plain

FAS, LOT, SITE, ORGANISME, OFFRE, SESSION = "fas", "lot", "site", "organisme", "offre", "session"
LINES = {
    "informations_collectives": 2,
    "periodes_inscription": 2,
}  # of a small table; one for the others
MARK = "*"  # after the title of what is required


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: a key of ours, a field, or a column of one line of a small table (`table`, `rang`)."""

    cle: str
    titre: str
    aide: str = ""
    field: Field | None = None
    level: Level | None = None
    table: Field | None = None
    rang: int = 0

    @property
    def exige(self) -> bool:
        return (
            self.field is not None
            and self.table is None
            and self.field.need in (Need.REQUIRED, Need.DEFAULT)
        )

    @property
    def verrou(self) -> bool:
        return self.field is not None and (self.table or self.field).need.locked

    @property
    def entete(self) -> str:
        return f"{self.titre} {MARK}" if self.exige else self.titre


DE_SESSION = Colonne(
    SESSION,
    "Session",
    "Un repère de votre choix (1, 2…) quand une nouvelle session a plusieurs dispositifs : les lignes de même offre et de "
    "même repère sont ses dispositifs.",
)
CODE = Colonne(
    FAS,
    "Code FAS",
    "Vide pour une nouvelle offre. F-A-S pour modifier une session (F-A-S-D : l’un de ses "
    "dispositifs), F-A pour en ajouter une à une action.",
)
CLES = (
    CODE,
    Colonne(LOT, "Lot", "Le numéro du lot, à choisir dans la liste."),
    Colonne(SITE, "Site de réalisation", "Le site attribué dans ce lot, à choisir dans la liste."),
    Colonne(
        OFFRE,
        "Offre",
        "Un repère de votre choix (A, B…) quand un même site du lot porte plusieurs actions : les lignes qui ont le même "
        "repère sont les sessions d’une même action.",
    ),
    DE_SESSION,
)
CLES_ORDINAIRES = (
    CODE,
    Colonne(
        ORGANISME,
        "Organisme qui saisit",
        "L’établissement au nom duquel l’offre est saisie, à choisir dans la liste. Vide : le vôtre, si vous n’en avez qu’un.",
    ),
    Colonne(
        OFFRE,
        "Offre",
        "Un repère de votre choix (A, B…) : les lignes qui ont le même repère sont les sessions d’une même action. Vide : la "
        "ligne est une offre à elle seule.",
    ),
    DE_SESSION,
)


def cles_of(programme) -> tuple[Colonne, ...]:
    """Return the keys of a workbook: an ordinary offer has no lot, and says who enters it."""
    return CLES_ORDINAIRES if getattr(programme, "code", "") == ORDINAIRE.code else CLES


def colonnes(programme: Programme | FieldTable) -> list[Colonne]:
    """Return the columns of a programme; what it does not use has none."""
    table, cles = getattr(programme, "fields", programme), cles_of(programme)
    found = [one for level in OFFER for field in table.level(level) for one in of_field(field)]
    times = Counter(plain(one.titre) for one in (*cles, *found))
    return [*cles, *(one if times[plain(one.titre)] == 1 else with_level(one) for one in found)]


def of_field(field: Field) -> list[Colonne]:
    if field.need is Need.UNUSED or field.kind is Kind.FILE:
        return []
    if field.kind is not Kind.ROWS:
        return [
            Colonne(f"{field.level}.{field.name}", title(field), field.help, field, field.level),
        ]
    return [
        Colonne(
            f"{field.level}.{field.name}.{rang}.{c.name}",
            f"{title(field)} {rang} – {title(c)}",
            c.help,
            c,
            field.level,
            field,
            rang,
        )
        for rang in range(1, LINES.get(field.name, 1) + 1)
        for c in field.columns
    ]


def title(field: Field) -> str:
    """Return the heading of a field: its spreadsheet column where it declares one, or its label, with its unit."""
    return (field.column or field.label) + (f" ({field.unit})" if field.unit else "")


def with_level(one: Colonne) -> Colonne:
    return replace(one, titre=f"{one.titre} – {one.level.label}")


def names(one: Colonne) -> set[str]:
    """Return the headings by which a column is recognised."""
    known = {plain(one.titre), plain(one.cle)}
    if one.field is not None and one.table is None:
        known |= {plain(one.field.name), plain(one.field.label)}
    return known


def by_heading(columns: list[Colonne]) -> dict[str, Colonne]:
    """Return the column of each heading; a heading that two columns would answer to is left out."""
    found: dict[str, Colonne | None] = {}
    for one in columns:
        for name in names(one):
            found[name] = one if name not in found or found[name] is one else None
    exact = {plain(one.titre): one for one in columns}
    return {name: one for name, one in found.items() if one} | exact


def heading(text: str) -> str:
    """Return a heading of a file as it is compared: without its mark."""
    return plain(text.rstrip(f" {MARK}"))


def letter(rank: int) -> str:
    """Return the letters of a column counted from 0: A, B… Z, AA."""
    rank, text = rank + 1, ""
    while rank:
        rank, left = divmod(rank - 1, 26)
        text = chr(65 + left) + text
    return text
