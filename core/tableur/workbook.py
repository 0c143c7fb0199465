"""The workbook of a campaign: one line a session, lists, help.

Nothing in it is computed by a spreadsheet.
"""

from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from core import plugins
from core.models.versions import rules
from core.procedure.champs import Champ, champ
from core.procedure.names import from_base
from core.rules import Kind, Level
from core.tableur import sheets
from core.tableur.columns import Column, columns_of, letter
from core.tableur.help_sheet import write_help
from core.tableur.lines import lines
from core.tableur.lists import lists, name_of
from core.tableur.mark import of_campagne
from core.tableur.reading import MAX_LINES
from core.tableur.sheets import BOLD, WRAPPED, protect, write, write_lists
from core.tableur.validations import validation_of

# numbers of lines
TITLE = 1
MARK_LINE = 2
BAND = 3
HINT = 4
HEADINGS = 5
FIRST = 6
LAST = FIRST + MAX_LINES - 1
HEAD = PatternFill("solid", fgColor="D9E9EE")
REQUIRED = PatternFill("solid", fgColor="FFF1C9")
LOCKED = PatternFill("solid", fgColor="E3E8EA")
BANDS = {
    Level.FORMATION: PatternFill("solid", fgColor="CFE3EA"),
    Level.ACTION: PatternFill("solid", fgColor="DDEBD9"),
    Level.SESSION: PatternFill("solid", fgColor="F3E4CF"),
    Level.DISPOSITIF: PatternFill("solid", fgColor="E4DDF0"),
}
SMALL = Font(size=9, italic=True, color="4A5D64")
PALE = Font(color="5A6B72")
CENTRED = Alignment(wrap_text=True, vertical="center")
UNDERLINED = Border(bottom=Side(style="thin", color="B5C3C8"))
FORMATS = {
    Kind.DATE: "dd/mm/yyyy",
    Kind.TIME: "hh:mm",
    Kind.INTEGER: "0",
    Kind.AMOUNT: "0.00",
}
TEXT = "@"  # what is typed stays a text, even « =1+1 »
LONGEST_HINT = 80  # characters of a value
KEYS_FROZEN = 5  # the first column that scrolls


def workbook(campagne, *, user, filled: bool = False) -> bytes:
    """Return the workbook of a campaign for a person; `filled` with the offers it may change."""
    programme = rules(campagne)
    columns = columns_of(programme)
    book = Workbook()
    sheet = book.active
    sheet.title = "Saisie"
    ranges = write_lists(book, lists(columns, campagne=campagne, user=user))
    _write_title(sheet, campagne, programme)
    _write_headings(sheet, columns, programme)
    _set_up(sheet)
    _shape_columns(sheet, columns, ranges)
    if filled:
        offres = lines(columns, campagne=campagne, user=user)
        for number, line in enumerate(offres, FIRST):
            _write_line(sheet, number, columns, line)
    write_help(book, columns, programme)
    protect(sheet, typed=True)
    book.move_sheet("Aide", -1)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_title(sheet, campagne, programme):
    title = write(sheet.cell(TITLE, 1), f"SOFI – Saisie par tableur – {campagne}")
    title.font = sheets.TITLE
    made = f"Modèle du {timezone.localdate():%d/%m/%Y} · {of_campagne(campagne)}"
    if programme.a_confirmer:
        made = f"{made} · Règles à confirmer"
    mark = write(sheet.cell(MARK_LINE, 1), made)
    mark.font = PALE


def _write_headings(sheet, columns, programme):
    names = from_base(programme)
    bare = plugins.programme(programme.code)
    champs = {}
    for field in programme.fields:
        champs[field.name] = champ(field, programme, bare, names)
    for rank, column in enumerate(columns, 1):
        _write_band(sheet.cell(BAND, rank), column)
        _write_hint(sheet.cell(HINT, rank), _hint(column, champs))
        _write_heading(sheet.cell(HEADINGS, rank), column)


def _write_band(cell, column: Column):
    """Write the level of a column."""
    write(cell, column.level.label if column.level else "Repères")
    cell.fill = BANDS.get(column.level, HEAD)
    cell.font = BOLD


def _write_hint(cell, hint: str):
    write(cell, hint)
    cell.alignment = WRAPPED
    cell.font = SMALL


def _write_heading(cell, column: Column):
    write(cell, column.heading)
    cell.font = BOLD
    cell.fill = _fill_of(column)
    cell.alignment = CENTRED
    cell.border = UNDERLINED


def _fill_of(column: Column) -> PatternFill:
    if column.locked:
        return LOCKED
    return REQUIRED if column.required else HEAD


def _hint(column: Column, champs: dict[str, Champ]) -> str:
    """Return what stands above a heading: its need, and the value where it is given."""
    if column.field is None:
        return column.help
    about = champs[column.subject.name]
    if column.table:
        return f"{about.need} (ligne {column.rank} du tableau)"
    value = about.value
    if len(value) > LONGEST_HINT:
        value = f"{value[: LONGEST_HINT - 1]}…"
    return f"{about.need} : {value}" if value else about.need


def _set_up(sheet):
    sheet.row_dimensions[HINT].height = 60
    sheet.row_dimensions[HEADINGS].height = 45
    sheet.freeze_panes = sheet.cell(FIRST, KEYS_FROZEN)
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    sheet.page_setup.orientation = "landscape"


def _shape_columns(sheet, columns, ranges):
    for rank, column in enumerate(columns):
        name = letter(rank)
        dimension = sheet.column_dimensions[name]
        dimension.width = _width(column)
        dimension.protection = Protection(locked=column.locked)
        dimension.number_format = _format(column)
        if column.locked:
            dimension.fill = LOCKED
            continue
        rule = validation_of(column, ranges.get(name_of(column)))
        if rule:
            rule.add(f"{name}{FIRST}:{name}{LAST}")
            sheet.add_data_validation(rule)


def _width(column: Column) -> int:
    is_long = column.field is not None and column.field.kind is Kind.LONG
    return 34 if is_long else 22


def _format(column: Column) -> str:
    if column.field is None:
        return TEXT
    return FORMATS.get(column.field.kind, TEXT)


def _write_line(sheet, number, columns, line):
    pairs = zip(columns, line, strict=True)
    for rank, (column, value) in enumerate(pairs, 1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, rank)
        write(cell, value)
        cell.number_format = _format(column)
        cell.protection = Protection(locked=column.locked)
        if column.locked:
            cell.fill = LOCKED
