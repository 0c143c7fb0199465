"""Rows of cells as CSV or XLSX, in blocks: what is written is forgotten, however long the list.

A text that a spreadsheet would read as a formula is made harmless: an apostrophe in CSV, its
equivalent in XLSX.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import batched, chain
from xml.sax.saxutils import escape

from core.tableur.formulas import is_formula

BLOCK = 500  # rows written together
BOM = "\ufeff"  # by which Excel knows UTF-8
LONGEST = 32_767  # characters of a cell of Excel


# CSV, for a French Excel ----------------------------------------------------------------------


def csv_blocks(headings: list[str], rows: Iterable[list]) -> Iterator[bytes]:
    """Yield a CSV file: UTF-8 with its mark, semicolons, dates as 05/01/2026, decimal commas."""
    text = StringIO()
    text.write(BOM)
    writer = csv.writer(text, delimiter=";")
    for block in batched(chain([headings], rows), BLOCK):
        writer.writerows([csv_cell(value) for value in row] for row in block)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def csv_cell(value) -> str | int | None:
    match value:
        case str():
            return f"'{value}" if is_formula(value) else value
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return f"{value:f}".replace(".", ",")
    return value


# XLSX: a ZIP of a few XML files, of which only the sheet grows --------------------------------

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADING, DATE, QUOTED = 1, 2, 3  # ranks in <cellXfs>
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}  # fmt: skip
FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML


class Sink:
    """What a ZIP is written to: holds only what was not yet taken."""

    def __init__(self):
        self.blocks = []

    def write(self, block):
        self.blocks.append(bytes(block))
        return len(block)

    def flush(self): ...

    def take(self) -> bytes:
        taken = b"".join(self.blocks)
        self.blocks.clear()
        return taken


def xlsx_blocks(
    headings: list[str],
    rows: Iterable[list],
    title: str = "Export",
) -> Iterator[bytes]:
    """Yield an XLSX file: one sheet, its headings frozen and filtered.

    No cell of it is a formula.
    """
    sink = Sink()
    count = 1
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, XML + content)
        archive.writestr("xl/workbook.xml", XML + workbook(title))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{XML}<worksheet xmlns="{MAIN}">{VIEW}<sheetData>'.encode())
            sheet.write(xlsx_row(headings, HEADING).encode())
            for block in batched(rows, BLOCK):
                sheet.write("".join(map(xlsx_row, block)).encode())
                count += len(block)
                yield sink.take()
            filtered = f"A1:{letters(len(headings))}{count}"
            sheet.write(f'</sheetData><autoFilter ref="{filtered}"/></worksheet>'.encode())
    yield sink.take()


VIEW = (
    '<sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultColWidth="20" defaultRowHeight="15"/>'
)


def workbook(title: str) -> str:
    name = escape(re.sub(r"[\\*?:/\[\]]", " ", title)[:31], {'"': "&quot;"})
    sheets = f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{sheets}</workbook>'


def xlsx_row(row: Iterable, style: int = 0) -> str:
    return f"<row>{''.join(xlsx_cell(value, style) for value in row)}</row>"


def xlsx_cell(value, style: int = 0) -> str:
    match value:
        case None | "":
            return "<c/>"
        case date():
            return f'<c s="{DATE}"><v>{(value - FIRST_DAY).days}</v></c>'
        case int() | Decimal():
            return f"<c><v>{value}</v></c>"
    text = UNWRITABLE.sub("", str(value)).replace("\r\n", "\n")[:LONGEST]
    style = QUOTED if is_formula(text) else style
    styled = f' s="{style}"' if style else ""
    held = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c t="inlineStr"{styled}>{held}</c>'


def letters(rank: int) -> str:
    """Return the letters of a column: A, B… Z, AA."""
    text = ""
    while rank:
        rank, letter = divmod(rank - 1, 26)
        text = chr(65 + letter) + text
    return text
