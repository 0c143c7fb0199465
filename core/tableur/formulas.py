"""Formulas: told apart from texts, made harmless when written, found in a received workbook."""

import re
import zipfile
from io import BytesIO

COMPUTED = tuple("=+-@\t\r\n")  # what a text that a spreadsheet computes starts with
NEGATIVE = re.compile(r"-[0-9]+([.,][0-9]+)?")
CELL = re.compile(rb"<c\b([^>]*[^/>])>(?:(?!</c>).)*?<f[\s/>]", re.DOTALL)
ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3}[0-9]{1,7})["']""")
SHEET = re.compile(rb"<sheet\b[^>]*>")
SHEET_RELATION = re.compile(rb"""\sr:id=["']([^"']+)["']""")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
RELATION_ID = re.compile(rb"""\sId=["']([^"']*)["']""")
TARGET = re.compile(rb"""\sTarget=["']([^"']+)["']""")
XLSX = b"PK\x03\x04"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text; a negative number is only a number."""
    if NEGATIVE.fullmatch(text):
        return False
    return text.lstrip(" ").startswith(COMPUTED)


def addresses(content: bytes) -> set[str]:
    """Return the cells of the first sheet of a workbook that hold a formula; none in a CSV file."""
    if not content.startswith(XLSX):
        return set()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read(first_sheet(archive))
    if b"<f" not in sheet:
        return set()
    computed = set()
    for cell in CELL.finditer(sheet):
        address = ADDRESS.search(cell[1])
        computed.add(address[1].decode() if address else "?")
    return computed


def first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the file of the first sheet, whatever its name."""
    sheet = SHEET.search(archive.read("xl/workbook.xml"))
    relation = sheet and SHEET_RELATION.search(sheet[0])
    target = relation and target_of(archive, relation[1])
    if target:
        return target
    return next(name for name in archive.namelist() if name.startswith("xl/worksheets/"))


def target_of(archive: zipfile.ZipFile, wanted: bytes) -> str | None:
    """Return the file that a relation of the workbook names."""
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        identifier = RELATION_ID.search(relation)
        if identifier is None or identifier[1] != wanted:
            continue
        target = TARGET.search(relation)[1].decode()
        if target.startswith("/"):
            return target.removeprefix("/")
        return f"xl/{target}"
    return None
