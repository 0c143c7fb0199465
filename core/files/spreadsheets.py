"""Files received become numbered lines of text: CSV (UTF-8 or Windows-1252, `;` or `,`) or XLSX.

A file that is something else is refused by a French sentence.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

MAX_SIZE = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 100_000, 200
ENCODINGS = ("utf-8-sig", "cp1252")
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


def read_rows(content: bytes, *, max_size: int = MAX_SIZE) -> list[Row]:
    """Return the lines of a CSV or XLSX file that are not blank."""
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
    rows = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    found = [row for row in rows if any(row.cells)]
    if len(found) > MAX_ROWS:
        raise UnreadableFile(f"Le fichier compte plus de {MAX_ROWS} lignes : découpez-le.")
    return found


# CSV --------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[Row]:
    text = _text(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for cells in reader:
            yield Row(number, tuple(cell.strip() for cell in cells))
            number = reader.line_num + 1  # a quoted cell may run over several lines
    except csv.Error as error:
        raise UnreadableFile(
            f"Ligne {number} : un guillemet y est mal ouvert ou mal fermé. Doublez les guillemets "
            "qui font partie du texte.",
        ) from error


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(text):
            return text
    raise UnreadableFile(
        "Le fichier n’est ni un CSV (UTF-8 ou Windows-1252) ni un classeur Excel (.xlsx).",
    )


def _delimiter(text: str) -> str:
    """Return the separator that the first lines use most: a title may stand above the headers."""
    return max(";,", key="\n".join(text.splitlines()[:3]).count)


# XLSX -------------------------------------------------------------------------------------


def _xlsx(content: bytes) -> Iterator[Row]:
    """Read the first sheet, once it is known not to unfold into gigabytes."""
    try:
        _check_archive(content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, KeyError, IndexError, OSError, ValueError) as error:
        raise UnreadableFile(
            "Le classeur Excel est abîmé ou protégé : enregistrez-le de nouveau, ou en CSV.",
        ) from error
    for number, cells in enumerate(lines, start=1):
        yield Row(number, tuple(_cell(value) for value in cells))


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
