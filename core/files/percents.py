"""The cells of a workbook that are shown as percents: 0.2, shown « 20 % », was typed 20.

Read by an XML parser, without entities nor network, element by element: whatever the writing of a
workbook, the work is proportional to its size.
"""

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
LITERAL = re.compile(r'"[^"]*"|\\.')  # of the code of a format: words, and letters as they are
BUILT_IN = ("9", "10")  # 0 % and 0,00 %


def percents(archive: zipfile.ZipFile, place: int) -> set[tuple[int, int]]:
    """Return the (row, column), from 0, of the percents of the sheet of this place."""
    names = set(archive.namelist())
    styles = _percent_styles(archive) if STYLES in names else set()
    sheet = _file_of(archive, place) if styles and RELATIONS in names else None
    if sheet not in names:
        return set()
    cells = set()
    for cell in _elements(archive, sheet, "c"):
        address = ADDRESS.fullmatch(cell.get("r", "").strip())
        if address and cell.get("s", "") in styles:
            cells.add((int(address[2]) - 1, _column(address[1])))
    return cells


def _elements(archive, file, name) -> Iterator:
    """Yield the elements of this name, each forgotten once it is read; none of what is no XML."""
    with archive.open(file) as content:
        found = etree.iterparse(
            content,
            events=("end",),
            tag=f"{{*}}{name}",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for _, element in found:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError:
            return


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _percent_styles(archive) -> set[str]:
    """Return the numbers of the styles of cells that show a percent."""
    formats = set(BUILT_IN)
    for declared in _elements(archive, STYLES, "numFmt"):
        if "%" in LITERAL.sub("", declared.get("formatCode", "")):
            formats.add(declared.get("numFmtId"))
    styles = set()
    for of_cells in _elements(archive, STYLES, "cellXfs"):
        for rank, style in enumerate(of_cells):
            if style.get("numFmtId") in formats:
                styles.add(str(rank))
    return styles


def _file_of(archive, place: int) -> str | None:
    """Return the file of a sheet, by its place in the workbook."""
    for rank, sheet in enumerate(_elements(archive, WORKBOOK, "sheet")):
        if rank == place:
            return _target(archive, _relation(sheet))
    return None


def _relation(sheet) -> str:
    """Return the identifier of the relation of a sheet, in whatever namespace it stands."""
    for name, value in sheet.attrib.items():
        if etree.QName(name).localname == "id":
            return value
    return ""


def _target(archive, identifier: str) -> str | None:
    for relation in _elements(archive, RELATIONS, "Relationship"):
        if relation.get("Id") == identifier:
            target = relation.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return None
