"""Files received become numbered lines of text: CSV (`;`, `,` or tabs) or XLSX.

A file that is something else is refused by a French sentence.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from core.files.encodings import spoilt, text_of, wrong_encoding
from core.files.percents import percents

MAX_SIZE = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 100_000, 200
DELIMITERS = ";,\t"
SAID = re.compile(r"""["']?sep=([;,\t])["']?[ \t]*(?:\r\n|\r|\n)""", re.IGNORECASE)  # by Excel
LOOKED_AT = 10  # lines, to tell the separator
ABOVE = 12  # lines in which the headings of a sheet are looked for
PERCENT_DIGITS = 10  # of a percent, which floats blur after
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class UnreadableFile(Exception):
    """The file cannot be read at all; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: its number as an editor or Excel shows it, and its cells."""

    number: int
    cells: tuple[str, ...]


def read_rows(
    content: bytes,
    *,
    max_size: int = MAX_SIZE,
    headed: Callable[[Row], bool] | None = None,
    as_is: bool = False,
) -> list[Row]:
    """Return the lines of a CSV or XLSX file that are not blank.

    `headed` says whether a line is that of the headings: the sheet that has one is read, else the
    first. `as_is`: letters that another program spoilt are read as they are, not refused.
    """
    if not content.strip():
        raise UnreadableFile("Le fichier est vide.")
    if len(content) > max_size:
        raise UnreadableFile(
            f"Le fichier dépasse {max_size // 1024**2} Mo : découpez-le ou retirez ce qui n’y sert "
            "pas.",
        )
    if content.startswith(OLD_EXCEL):
        raise UnreadableFile(
            "Le fichier est un classeur Excel ancien (.xls) ou protégé : enregistrez-le en .xlsx "
            "ou en CSV.",
        )
    rows = _xlsx(content, headed) if content.startswith(b"PK\x03\x04") else _csv(content)
    filled = [row for row in rows if any(row.cells)]
    if len(filled) > MAX_ROWS:
        raise UnreadableFile(f"Le fichier compte plus de {MAX_ROWS} lignes : découpez-le.")
    if not as_is:
        sentence = spoilt(cell for row in filled for cell in row.cells)
        if sentence:
            raise UnreadableFile(sentence)
    return filled


# CSV --------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[Row]:
    text = _text(content)
    said = SAID.match(text)
    first_line = 1
    if said:
        text = text[said.end() :]
        first_line = 2
    delimiter = said[1] if said else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first_line
    try:
        for cells in reader:
            yield Row(number, tuple(cell.strip() for cell in cells))
            number = reader.line_num + first_line  # a quoted cell may run over several lines
    except csv.Error as error:
        raise UnreadableFile(
            f"Ligne {number} : un guillemet y est mal ouvert ou mal fermé. Doublez les guillemets "
            "qui font partie du texte.",
        ) from error


def _text(content: bytes) -> str:
    text, encoding = text_of(content) or ("", "")
    if BINARY.search(text if encoding else content.decode("latin-1")):
        raise UnreadableFile(
            "Le fichier n’est ni un CSV (UTF-8 ou Windows-1252) ni un classeur Excel (.xlsx).",
        )
    sentence = wrong_encoding(content) if encoding in ("cp1252", "") else ""
    if sentence:
        raise UnreadableFile(sentence)
    if not encoding:
        raise UnreadableFile(
            "Le fichier n’est ni un CSV (UTF-8 ou Windows-1252) ni un classeur Excel (.xlsx).",
        )
    return text


def _delimiter(text: str) -> str:
    """Return the separator that cuts most of the first lines alike.

    A title may stand above the headers, and one long cell may hold many commas.
    """
    return max(DELIMITERS, key=lambda delimiter: _cuts(text, delimiter))


def _cuts(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many times several of the first lines are cut alike, then all of them together."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        counts = Counter(len(cells) - 1 for cells in islice(reader, LOOKED_AT) if cells)
    except csv.Error:
        return 0, 0
    alike = [cuts for cuts, lines in counts.items() if lines > 1]
    return max(alike, default=0), sum(cuts * lines for cuts, lines in counts.items())


# XLSX -------------------------------------------------------------------------------------


def _xlsx(content: bytes, headed) -> Iterator[Row]:
    """Read the sheet that has the headings, once it is known not to unfold into gigabytes."""
    try:
        _check_archive(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        place, lines = _sheet(workbook, headed)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            shown_as_percents = percents(archive, place)
    except (CalamineError, zipfile.BadZipFile, KeyError, IndexError, OSError, ValueError) as error:
        raise UnreadableFile(
            "Le classeur Excel est abîmé ou protégé : enregistrez-le de nouveau, ou en CSV.",
        ) from error
    for rank, cells in enumerate(lines):
        texts = []
        for column, value in enumerate(cells):
            percent = (rank, column) in shown_as_percents
            texts.append(_percent(value) if percent else _cell(value))
        yield Row(rank + 1, tuple(texts))


def _sheet(workbook, headed) -> tuple[int, list]:
    """Return the place and the lines of the first sheet that has the headings, else of the first.

    Raises `IndexError` when the workbook has no sheet.
    """
    first = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    if headed is None or _is_headed(first, headed):
        return 0, first
    for place in range(1, len(workbook.sheet_names)):
        lines = workbook.get_sheet_by_index(place).to_python(skip_empty_area=False)
        if _is_headed(lines, headed):
            return place, lines
    return 0, first


def _is_headed(lines, headed) -> bool:
    for rank, cells in enumerate(lines[:ABOVE]):
        if headed(Row(rank + 1, tuple(map(_cell, cells)))):
            return True
    return False


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if "xl/workbook.xml" not in names:
            raise UnreadableFile(
                "L’archive reçue n’est pas un classeur Excel (.xlsx) : envoyez un CSV ou un "
                "classeur.",
            )
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise UnreadableFile(
                "Le classeur Excel est trop grand une fois décompressé : envoyez un CSV.",
            )
        if archive.testzip():
            raise zipfile.BadZipFile
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_extent(archive.read(name))


def _check_extent(sheet: bytes) -> None:
    """Refuse a sheet with a cell very far away: reading it would fill the memory."""
    for letters, row in CELL.findall(sheet):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if column > MAX_COLUMNS or int(row) > MAX_ROWS:
            raise UnreadableFile(
                f"Le classeur Excel a une cellule très éloignée ({letters.decode()}{row.decode()}) "
                ": "
                "copiez le tableau dans un nouveau classeur.",
            )


def _cell(value) -> str:
    """Return a cell as a CSV would have it: 12.0 gives « 12 », a date gives « 05/01/2026 »."""
    match value:
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
    return str(value).strip()


def _percent(value) -> str:
    """Return a percent as its cell shows it: 0.2 gives « 20 % »."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _cell(value)
    shown = _cell(round(float(value) * 100, PERCENT_DIGITS))
    return f"{shown} %".replace(".", ",")
