"""The cells of a workbook that are shown as percents: 0.2, shown « 20 % », was typed 20."""

import re
import zipfile

SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
NAMED = re.compile(rb"""\s(?:\w+:)?id=["']([^"']+)["']""")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
IDENTIFIER = re.compile(rb"""\sId=["']([^"']*)["']""")
TARGET = re.compile(rb"""\sTarget=["']([^"']+)["']""")
STYLES = "xl/styles.xml"
FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
FORMAT_ID = re.compile(rb"""\snumFmtId=["']([0-9]+)["']""")
FORMAT_CODE = re.compile(rb"""\sformatCode=(?:"([^"]*)"|'([^']*)')""")
LITERAL = re.compile(rb'"[^"]*"|&quot;.*?&quot;|\\\\.')
OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")
CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*>")
ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
STYLED = re.compile(rb"""\ss=["']([0-9]+)["']""")
BUILT_IN = (b"9", b"10")  # 0 % and 0,00 %


def percents(archive: zipfile.ZipFile, place: int) -> set[tuple[int, int]]:
    """Return the (row, column), from 0, of the percents of the sheet of this place."""
    styles = _percent_styles(archive)
    sheet = _file_of(archive, place) if styles else None
    if sheet is None:
        return set()
    cells = set()
    for cell in CELL.findall(archive.read(sheet)):
        style = STYLED.search(cell)
        address = ADDRESS.search(cell)
        if style and address and int(style[1]) in styles:
            cells.add((int(address[2]) - 1, _column(address[1])))
    return cells


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _percent_styles(archive) -> set[int]:
    """Return the numbers of the styles of cells that show a percent."""
    if STYLES not in archive.namelist():
        return set()
    text = archive.read(STYLES)
    formats = set(BUILT_IN)
    for declared in FORMAT.findall(text):
        code = FORMAT_CODE.search(declared)
        shown = LITERAL.sub(b"", code[1] or code[2] or b"") if code else b""
        number = FORMAT_ID.search(declared)
        if number and b"%" in shown:
            formats.add(number[1])
    of_cells = OF_CELLS.search(text)
    if of_cells is None:
        return set()
    styles = set()
    for rank, style in enumerate(STYLE.findall(of_cells[0])):
        number = FORMAT_ID.search(style)
        if number and number[1] in formats:
            styles.add(rank)
    return styles


def _file_of(archive, place: int) -> str | None:
    """Return the file of a sheet, by its place in the workbook."""
    names = set(archive.namelist())
    sheets = SHEET.findall(archive.read("xl/workbook.xml"))
    relations = "xl/_rels/workbook.xml.rels"
    wanted = NAMED.search(sheets[place]) if place < len(sheets) else None
    if wanted is None or relations not in names:
        return None
    for relation in RELATION.findall(archive.read(relations)):
        identifier = IDENTIFIER.search(relation)
        target = TARGET.search(relation)
        if identifier is None or target is None or identifier[1] != wanted[1]:
            continue
        path = target[1].decode()
        file = path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
        return file if file in names else None
    return None
