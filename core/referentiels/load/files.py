"""Files of référentiels become terms.

A file with one fault is refused whole, with its line and column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.files.spreadsheets import MAX_SIZE, UnreadableFile, read_rows
from core.referentiels.load.tables import Source
from core.texts.plain import plain

CODE_LENGTH, LABEL_LENGTH, EDITION_LENGTH = 20, 500, 20


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
        known = terms.get(term.code)
        if known is None or (source.newest_edition and _rank(term.edition) > _rank(known.edition)):
            terms[term.code] = term
        elif not source.newest_edition:
            errors.append(
                f"ligne {line}, {source.code} : le code « {term.code} » figure déjà à la ligne "
                f"{known.line}.",
            )
    if errors:
        raise Malformed(errors)
    return terms


def records(content: bytes, columns, errors):
    """Yield (line, cells by column); note what keeps the file from being read."""
    rows = read_rows(content, max_size=5 * MAX_SIZE)
    if not rows:
        raise UnreadableFile("Le fichier est vide.")
    header, *rows = rows
    missing = [column for column in columns if column not in header.cells]
    errors += [f"ligne {header.number}, {column} : cette colonne manque." for column in missing]
    for row in rows if not missing else ():
        if len(row.cells) != len(header.cells):
            column = header.cells[min(len(row.cells), len(header.cells)) - 1]
            errors.append(
                f"ligne {row.number}, {column} : {len(row.cells)} cellules au lieu de "
                f"{len(header.cells)}.",
            )
        else:
            yield row.number, dict(zip(header.cells, row.cells, strict=True))


def _term(source: Source, line: int, cells: dict, errors: list[str]) -> Term:
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
    donnees = {}
    for datum in source.donnees:
        try:
            value = datum.parse(cells.get(datum.column, ""))
        except ValueError as error:
            errors.append(f"ligne {line}, {datum.column} : {error}")
            continue
        if value not in ("", None, []):
            donnees[datum.name] = value
    code, libelle = cells[source.code], cells[source.libelle]
    parent = next(
        (cells[column] for column in source.parents if cells[column] not in ("", code)),
        "",
    )
    synonyms = cells[source.synonymes].replace("|", " ") if source.synonymes else ""
    sought = (donnees.get(datum.name, "") for datum in source.donnees if datum.sought)
    recherche = plain(" ".join([code, libelle, synonyms, *sought]))
    return Term(
        code,
        libelle,
        cells[source.edition] if source.edition else "",
        parent,
        recherche,
        donnees,
        line,
    )


def _rank(edition: str) -> int:
    """Return the number of an edition: 14 for « V14 », 12 for « V11-V12 »."""
    return max(map(int, re.findall(r"[0-9]+", edition)), default=0)
