"""Files of référentiels become terms.

A file with one fault is refused whole, with its line and column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.files.spreadsheets import MAX_SIZE, UnreadableFile, read_rows
from core.referentiels.load.tables import Source
from core.texts.plain import plain

CODE_LENGTH = 20
LABEL_LENGTH = 500
EDITION_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Term:
    """A row of a file, ready to be compared with a `Terme`."""

    code: str
    libelle: str
    edition: str = ""
    parent: str = ""
    recherche: str = ""
    donnees: Mapping = field(default_factory=dict)
    line: int = 0


class Malformed(Exception):
    """A file that is refused whole: one sentence per fault, with its line and column."""


def read_terms(content: bytes, source: Source) -> dict[str, Term]:
    """Return the terms of a file by code. Raises `Malformed` with every fault."""
    errors: list[str] = []
    terms: dict[str, Term] = {}
    for line, cells in records(content, source.columns, errors):
        term = _term(source, line, cells, errors)
        earlier = terms.get(term.code)
        if earlier is None:
            terms[term.code] = term
        elif source.newest_edition:
            if _rank(term.edition) > _rank(earlier.edition):
                terms[term.code] = term
        else:
            errors.append(
                f"ligne {line}, {source.code} : le code « {term.code} » figure déjà à la ligne "
                f"{earlier.line}.",
            )
    if errors:
        raise Malformed(errors)
    return terms


def records(content: bytes, columns, errors):
    """Yield (line, cells by column); note what keeps the file from being read."""
    rows = read_rows(content, max_size=5 * MAX_SIZE, as_is=True)
    if not rows:
        raise UnreadableFile("Le fichier est vide.")
    header, *rows = rows
    width = len(header.cells)
    missing = [column for column in columns if column not in header.cells]
    if missing:
        for column in missing:
            errors.append(f"ligne {header.number}, {column} : cette colonne manque.")
        return
    for row in rows:
        count = len(row.cells)
        if count == width:
            yield row.number, dict(zip(header.cells, row.cells, strict=True))
        else:
            column = header.cells[min(count, width) - 1]
            errors.append(
                f"ligne {row.number}, {column} : {count} cellules au lieu de {width}.",
            )


def _term(source: Source, line: int, cells: dict, errors: list[str]) -> Term:
    _check_lengths(source, line, cells, errors)
    donnees = _donnees(source, line, cells, errors)
    code = cells[source.code]
    libelle = cells[source.libelle]
    synonyms = cells[source.synonymes].replace("|", " ") if source.synonymes else ""
    sought = [donnees.get(datum.name, "") for datum in source.donnees if datum.sought]
    return Term(
        code=code,
        libelle=libelle,
        edition=cells[source.edition] if source.edition else "",
        parent=_parent(source, cells),
        recherche=plain(" ".join([code, libelle, synonyms, *sought])),
        donnees=donnees,
        line=line,
    )


def _check_lengths(source: Source, line: int, cells: dict, errors: list[str]) -> None:
    for column, length in (
        (source.code, CODE_LENGTH),
        (source.libelle, LABEL_LENGTH),
        (source.edition, EDITION_LENGTH),
    ):
        if not column:
            continue
        if not cells[column]:
            errors.append(f"ligne {line}, {column} : cette cellule est vide.")
        elif len(cells[column]) > length:
            errors.append(f"ligne {line}, {column} : plus de {length} caractères.")


def _donnees(source: Source, line: int, cells: dict, errors: list[str]) -> dict:
    """Return what else a row says, empty cells left out."""
    donnees = {}
    for datum in source.donnees:
        try:
            value = datum.parse(cells.get(datum.column, ""))
        except ValueError as error:
            errors.append(f"ligne {line}, {datum.column} : {error}")
            continue
        if value not in ("", None, []):
            donnees[datum.name] = value
    return donnees


def _parent(source: Source, cells: dict) -> str:
    """Return the nearest code above a row: a file repeats a code where it skips a level."""
    code = cells[source.code]
    for column in source.parents:
        if cells[column] not in ("", code):
            return cells[column]
    return ""


def _rank(edition: str) -> int:
    """Return the number of an edition: 14 for « V14 », 12 for « V11-V12 »."""
    return max(map(int, re.findall(r"[0-9]+", edition)), default=0)
