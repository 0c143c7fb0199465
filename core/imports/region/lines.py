"""The lines of the Région file, checked one by one, then against each other; no database.

One line = lot x formateur x site; its key is `KEY`.
"""

from dataclasses import dataclass, field

from core.files.spreadsheets import Row
from core.imports.region.columns import (
    COLUMNS,
    DEFAULT,
    KEY,
    LEAST,
    NAMES,
    OF_THE_LOT,
    Column,
    Mapping,
)
from core.texts.plain import plain
from core.texts.shapes import same_name, visible


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a cell: where, and a sentence."""

    line: int
    column: str
    message: str

    def __str__(self):
        return f"ligne {self.line}, {self.column} : {self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number, and the values of its good cells."""

    number: int
    values: dict

    def __getitem__(self, name):
        return self.values[name]

    def get(self, name):
        return self.values.get(name)

    @property
    def key(self) -> tuple:
        *of_the_lot, site = [self.values[name] for name in KEY]
        return (*of_the_lot, same_name(site))


@dataclass(slots=True)
class Reading:
    """What a file says: its lines, what is wrong and what is doubtful."""

    mapping: Mapping = DEFAULT
    lines: list[Line] = field(default_factory=list)
    errors: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)

    def refuse(self, line: int, column: str, message: str) -> None:
        self.errors.append(LineFault(line, self.mapping.header(column), message))

    def warn(self, line: int, column: str, message: str) -> None:
        self.warnings.append(LineFault(line, self.mapping.header(column), message))

    def sort(self) -> None:
        order = {self.mapping.header(name): rank for rank, name in enumerate(NAMES)}
        for faults in (self.errors, self.warnings):
            faults.sort(key=lambda fault: (fault.line, order.get(fault.column, -1)))


# A whole file --------------------------------------------------------------------------


def check_rows(rows: list[Row], mapping: Mapping = DEFAULT) -> Reading:
    """Read the lines under the headers, and check each cell, then lines against each other."""
    reading = Reading(mapping)
    under_the_title = (row for row in rows if row.number >= mapping.header_line)
    header = next(under_the_title, None)
    if header is None:
        reading.refuse(mapping.header_line, "colonnes", "Le fichier n’a pas de ligne d’en-têtes.")
        return reading
    if not has_headings(header, mapping):
        message = (
            "Aucune des colonnes attendues ne s’y trouve : cette ligne doit en porter les noms "
            f"({', '.join(map(mapping.header, NAMES[:4]))}…)."
        )
        reading.refuse(header.number, "colonnes", message)
        return reading
    positions = _positions(header, reading)
    if reading.errors:
        return reading
    width = max(rank for rank, cell in enumerate(header.cells, start=1) if cell)
    for row in rows:
        if row.number > header.number:
            reading.lines.append(_check_row(row, positions, width, reading))
    if not reading.lines:
        reading.refuse(header.number, "colonnes", "Le fichier n’a aucune ligne sous ses en-têtes.")
    _check_duplicates(reading)
    _check_lots(reading)
    reading.sort()
    return reading


def _positions(header: Row, reading: Reading) -> dict[str, int]:
    """Return where each column of ours stands; name those that lack, stand twice or are unknown."""
    positions: dict[str, int] = {}
    by_heading = {_heading(theirs): ours for ours, theirs in reading.mapping.columns.items()}
    for position, cell in enumerate(header.cells):
        name = by_heading.get(_heading(cell))
        if name in positions:
            reading.refuse(header.number, name, "Cette colonne figure deux fois.")
        elif name:
            positions[name] = position
        elif cell:
            reading.warn(header.number, cell, "Cette colonne est inconnue : elle n’est pas lue.")
    for name in NAMES:
        if name not in positions:
            reading.refuse(header.number, name, "Cette colonne manque.")
    return positions


def has_headings(row: Row, mapping: Mapping = DEFAULT) -> bool:
    """Whether a line names some of our columns."""
    ours = {_heading(theirs) for theirs in mapping.columns.values()}
    return len(ours.intersection(map(_heading, row.cells))) >= LEAST


def _heading(cell: str) -> str:
    return plain(cell).replace(" ", "_")


def _check_row(row: Row, positions: dict[str, int], width: int, reading: Reading) -> Line:
    values: dict = {}
    _check_width(row, positions, width, reading)
    for column in COLUMNS:
        position = positions[column.name]
        if position < len(row.cells):
            cell = visible(row.cells[position])
            _check_cell(column, cell, values, row.number, reading)
    _check_dates(values, row.number, reading)
    return Line(row.number, values)


def _check_dates(values: dict, line: int, reading: Reading) -> None:
    start = values.get("date_debut_prevue")
    end = values.get("date_fin_prevue")
    if start and end and end < start:
        message = f"La fin ({end:%d/%m/%Y}) précède le début ({start:%d/%m/%Y})."
        reading.refuse(line, "date_fin_prevue", message)


def _check_width(row: Row, positions: dict[str, int], width: int, reading: Reading) -> None:
    count = len(row.cells)
    missing = [name for name in NAMES if positions[name] >= count]
    if missing:
        column = min(missing, key=positions.__getitem__)
        reading.refuse(
            row.number,
            column,
            f"La ligne s’arrête avant cette colonne : {count} cellules au lieu de {width}.",
        )
    elif any(row.cells[width:]):
        column = max(positions, key=positions.__getitem__)
        message = (
            f"La ligne a {count} cellules au lieu de {width} : un séparateur est de trop, "
            "ou un texte manque de guillemets."
        )
        reading.refuse(row.number, column, message)


def _check_cell(column: Column, cell: str, values: dict, line: int, reading: Reading) -> None:
    if not cell:
        if column.required:
            reading.refuse(line, column.name, "Cette cellule est vide.")
        else:
            values[column.name] = column.empty
        return
    if column.max_length and len(cell) > column.max_length:
        reading.refuse(
            line,
            column.name,
            f"Ce texte compte {len(cell)} caractères ; le maximum est {column.max_length}.",
        )
        return
    try:
        values[column.name] = column.parse(cell)
    except ValueError as error:
        reading.refuse(line, column.name, str(error))


def _check_duplicates(reading: Reading) -> None:
    first: dict[tuple, int] = {}
    for line in reading.lines:
        if not all(map(line.get, KEY)):
            continue
        earlier = first.setdefault(line.key, line.number)
        if earlier != line.number:
            message = f"Ce lot, ce formateur et ce site figurent déjà à la ligne {earlier}."
            reading.refuse(line.number, "nom_site_realisation", message)


def _check_lots(reading: Reading) -> None:
    """A lot has one mandataire, one label and one statut: name both lines when it has two."""
    first: dict[tuple, dict[str, tuple]] = {}
    for line in reading.lines:
        if not (line.get("annee") and line.get("numero_lot")):
            continue
        of_the_lot = first.setdefault((line["annee"], line["numero_lot"]), {})
        for name in OF_THE_LOT:
            if name not in line.values:
                continue
            value, earlier = of_the_lot.setdefault(name, (line[name], line.number))
            if _says_otherwise(value, line[name]):
                message = (
                    f"Les lignes {earlier} et {line.number} se contredisent sur le lot "
                    f"{line['numero_lot']}."
                )
                reading.refuse(line.number, name, message)


def _says_otherwise(value, other) -> bool:
    """Whether two cells contradict each other; a label is one whatever its apostrophes."""
    if isinstance(value, str) and isinstance(other, str):
        return same_name(value) != same_name(other)
    return value != other
