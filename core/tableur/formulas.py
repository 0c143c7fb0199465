"""Formulas: told apart from texts, made harmless when written, found in a received workbook."""

import re
import zipfile
from io import BytesIO

NEGATIVE = re.compile(r"-[0-9]+([.,][0-9]+)?")
CELL = re.compile(rb"<c\b([^>]*[^/>])>(?:(?!</c>).)*?<f[\s/>]", re.DOTALL)
ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3}[0-9]{1,7})["']""")
SHEET = re.compile(rb"<sheet\b[^>]*>")
RELATION = re.compile(rb"<Relationship\b[^>]*>")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text; a negative number is only a number."""
    return text.lstrip(" ")[:1] in tuple("=+-@\t\r\n") and not NEGATIVE.fullmatch(text)


def addresses(content: bytes) -> set[str]:
    """Return the cells of the first sheet of a workbook that hold a formula; none in a CSV file."""
    if not content.startswith(b"PK\x03\x04"):
        return set()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read(first_sheet(archive))
    found = set()
    for match in CELL.finditer(sheet) if b"<f" in sheet else ():
        address = ADDRESS.search(match[1])
        found.add(address[1].decode() if address else "?")
    return found


def first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the file of the first sheet, whatever its name."""
    sheet = SHEET.search(archive.read("xl/workbook.xml"))
    wanted = sheet and re.search(rb"""\sr:id=["']([^"']+)["']""", sheet[0])
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")) if wanted else ():
        if re.search(rb"""\sId=["']""" + re.escape(wanted[1]) + rb"""["']""", relation):
            target = re.search(rb"""\sTarget=["']([^"']+)["']""", relation)[1].decode()
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return next(name for name in archive.namelist() if name.startswith("xl/worksheets/"))
