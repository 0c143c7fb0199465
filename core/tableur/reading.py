"""A received file becomes numbered lines of cells, under the columns of the programme."""

import re
from dataclasses import dataclass, field

from core.files.spreadsheets import UnreadableFile, read_rows
from core.tableur.columns import FAS, Column, bare_heading, by_heading, letter
from core.tableur.formulas import addresses
from core.tableur.mark import Mark, mark_of
from core.texts.plain import plural

MAX_SIZE = 5 * 1024 * 1024
MAX_LINES = 1_000
ABOVE = 12  # lines in which the headings are looked for
LEAST = 3  # headings that make a line of headings
EXAMPLE = re.compile(r"^\(exemple\)", re.IGNORECASE)


@dataclass(slots=True)
class SheetLine:
    """A line of the file: its number, and its cells that are not empty, by key of column."""

    number: int
    cells: dict[str, str]
    letters: dict[str, str]  # of each column, by key
    formulas: set[str] = field(default_factory=set)  # keys of the cells that hold a formula

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(slots=True)
class Reading:
    """A file as it was read: lines, and headings that nobody knows."""

    columns: list[Column]
    lines: list[SheetLine]
    unknown: list[str] = field(default_factory=list)  # headings
    mark: Mark | None = None


def read(content: bytes, columns: list[Column]) -> Reading:
    """Return the lines of a file. Raises `UnreadableFile` with what is wrong of it as a whole."""
    rows = read_rows(content, max_size=MAX_SIZE)
    rank, headed = _headings(rows, by_heading(columns))
    _refuse_twice(headed)
    formulas = addresses(content)
    letters = {column.key: letter(place) for place, column in enumerate(headed) if column}
    lines = [_line(row, headed, letters, formulas) for row in rows[rank + 1 :]]
    lines = [line for line in lines if line.cells or line.formulas]
    if not lines:
        raise UnreadableFile("Le fichier ne contient aucune ligne sous ses titres.")
    if len(lines) > MAX_LINES:
        raise UnreadableFile(
            f"Le fichier compte {plural(len(lines), 'ligne')} : {MAX_LINES} au plus, découpez-le.",
        )
    return Reading(
        columns,
        lines,
        unknown=_unknown(rows[rank].cells, headed),
        mark=mark_of(cell for row in rows[:rank] for cell in row.cells),
    )


def _headings(rows, by_name) -> tuple[int, list[Column | None]]:
    """Return the rank of the row that names most columns, and the column of each of its cells."""
    best_rank = 0
    best: list[Column | None] = []
    for rank, row in enumerate(rows[:ABOVE]):
        names = [bare_heading(cell) for cell in row.cells]
        headed = [by_name.get(name) for name in names]
        if _distinct(headed) > _distinct(best):
            best_rank = rank
            best = headed
    if _distinct(best) < LEAST:
        raise UnreadableFile(
            "Les en-têtes du modèle ne s’y trouvent pas : téléchargez le modèle de cette "
            "campagne, remplissez-le sans toucher à ses titres, puis renvoyez-le.",
        )
    return best_rank, best


def _distinct(headed) -> int:
    return len({column.key for column in headed if column})


def _unknown(headings, headed) -> list[str]:
    pairs = zip(headings, headed, strict=True)
    return [heading for heading, column in pairs if heading and column is None]


def _refuse_twice(headed):
    seen = set()
    for column in filter(None, headed):
        if column.key in seen:
            raise UnreadableFile(f"La colonne « {column.title} » figure deux fois : gardez-en une.")
        seen.add(column.key)


def _line(row, headed, letters, formulas) -> SheetLine:
    cells = {}
    for text, column in zip(row.cells, headed, strict=False):
        if column is None or not text.strip():
            continue
        is_example = column.key == FAS and EXAMPLE.match(text)
        if not is_example:
            cells[column.key] = text
    return SheetLine(row.number, cells, letters, _computed(row, letters, formulas))


def _computed(row, letters, formulas) -> set[str]:
    """Return the keys of the cells of a row that hold a formula."""
    if not formulas:
        return set()
    return {key for key, name in letters.items() if f"{name}{row.number}" in formulas}
