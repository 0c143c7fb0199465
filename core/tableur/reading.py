"""A received file becomes numbered lines of cells, under the columns of the programme."""

import re
from dataclasses import dataclass, field

from core.files.spreadsheets import UnreadableFile, read_rows
from core.tableur.columns import FAS, Colonne, by_heading, heading, letter
from core.tableur.formulas import addresses
from core.tableur.mark import Marque, mark_of
from core.texts.plain import plural

MAX_SIZE = 5 * 1024 * 1024
MAX_LIGNES = 1_000
ABOVE = 12  # lines in which the headings are looked for
LEAST = 3  # headings that make a line of headings
EXAMPLE = re.compile(r"^\(exemple\)", re.IGNORECASE)


@dataclass(slots=True)
class Ligne:
    """A line of the file: its number, and its cells that are not empty, by key of column."""

    numero: int
    cellules: dict[str, str]
    adresses: dict[str, str]  # letter of each column, by key
    formules: set[str] = field(default_factory=set)  # keys of the cells that hold a formula

    def __getitem__(self, cle: str) -> str:
        return self.cellules.get(cle, "")


@dataclass(slots=True)
class Lecture:
    """A file as it was read: lines, and headings that nobody knows."""

    colonnes: list[Colonne]
    lignes: list[Ligne]
    inconnues: list[str] = field(default_factory=list)
    marque: Marque | None = None


def read(content: bytes, columns: list[Colonne]) -> Lecture:
    """Return the lines of a file. Raises `UnreadableFile` with what is wrong of it as a whole."""
    rows = read_rows(content, max_size=MAX_SIZE)
    known = by_heading(columns)
    rank, found = max(
        (
            (n, [known.get(heading(cell)) for cell in row.cells])
            for n, row in enumerate(rows[:ABOVE])
        ),
        key=lambda item: len({one.cle for one in item[1] if one}),
        default=(0, []),
    )
    if len({one.cle for one in found if one}) < LEAST:
        raise UnreadableFile(
            "Les en-têtes du modèle ne s’y trouvent pas : téléchargez le modèle de cette campagne, remplissez-le sans toucher à "
            "ses titres, puis renvoyez-le.",
        )
    _refuse_twice(found)
    formulas = addresses(content)
    letters = {one.cle: letter(place) for place, one in enumerate(found) if one}
    lines = [_line(row, found, letters, formulas) for row in rows[rank + 1 :]]
    lines = [line for line in lines if line.cellules or line.formules]
    if not lines:
        raise UnreadableFile("Le fichier ne contient aucune ligne sous ses titres.")
    if len(lines) > MAX_LIGNES:
        raise UnreadableFile(
            f"Le fichier compte {plural(len(lines), 'ligne')} : {MAX_LIGNES} au plus, découpez-le.",
        )
    unknown = [
        cell for cell, one in zip(rows[rank].cells, found, strict=True) if cell and one is None
    ]
    return Lecture(
        columns,
        lines,
        unknown,
        mark_of(cell for row in rows[:rank] for cell in row.cells),
    )


def _refuse_twice(found):
    seen = set()
    for one in filter(None, found):
        if one.cle in seen:
            raise UnreadableFile(f"La colonne « {one.titre} » figure deux fois : gardez-en une.")
        seen.add(one.cle)


def _line(row, found, letters, formulas) -> Ligne:
    cells = {}
    for text, one in zip(row.cells, found, strict=False):
        if one is None:
            continue
        if text.strip() and not (one.cle == FAS and EXAMPLE.match(text)):
            cells[one.cle] = text
    computed = (
        {cle for cle, name in letters.items() if f"{name}{row.number}" in formulas}
        if formulas
        else set()
    )
    return Ligne(row.number, cells, letters, computed)
