"""The workbook of a campaign: one line a session, lists, help, and nothing that a spreadsheet would compute."""

from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from core import plugins
from core.models.versions import rules
from core.procedure.champs import champ
from core.procedure.names import from_base
from core.rules import OFFER, Kind
from core.tableur.columns import Colonne, colonnes, letter
from core.tableur.lines import lines
from core.tableur.lists import lists, name_of
from core.tableur.mark import of_campagne
from core.tableur.reading import MAX_LIGNES
from core.tableur.sheets import INK, protect, write, write_help, write_lists

TITLE, MARK_LINE, BAND, HINT, HEADINGS, FIRST = 1, 2, 3, 4, 5, 6
LAST = FIRST + MAX_LIGNES - 1
GREY, AMBER, HEAD = "E3E8EA", "FFF1C9", "D9E9EE"
BANDS = dict(zip(OFFER, ("CFE3EA", "DDEBD9", "F3E4CF", "E4DDF0"), strict=True))
FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.TIME: "hh:mm", Kind.INTEGER: "0", Kind.AMOUNT: "0.00"}
TEXT = "@"  # what is typed stays a text, even « =1+1 »


def workbook(campagne, *, user, filled: bool = False) -> bytes:
    """Return the workbook of a campaign for a person; `filled` with the offers that it may change."""
    programme = rules(campagne)
    columns = colonnes(programme)
    book = Workbook()
    sheet = book.active
    sheet.title = "Saisie"
    ranges = write_lists(book, lists(columns, campagne=campagne, user=user))
    _headings(sheet, columns, campagne, programme)
    _columns(sheet, columns, ranges)
    for rank, line in enumerate(lines(columns, campagne=campagne, user=user) if filled else ()):
        _line(sheet, FIRST + rank, columns, line)
    write_help(book, columns, programme)
    protect(sheet, typed=True)
    book.move_sheet("Aide", -1)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _headings(sheet, columns, campagne, programme):
    write(sheet.cell(TITLE, 1), f"SOFI – Saisie par tableur – {campagne}").font = Font(
        bold=True,
        size=14,
        color=INK,
    )
    made = f"Modèle du {timezone.localdate():%d/%m/%Y} · {of_campagne(campagne)}"
    write(
        sheet.cell(MARK_LINE, 1),
        f"{made}{' · Règles à confirmer' if programme.a_confirmer else ''}",
    ).font = Font(color="5A6B72")
    names = from_base(programme)
    bare = plugins.programme(programme.code)
    said = {f.name: champ(f, programme, bare, names) for f in programme.fields}
    line = Side(style="thin", color="B5C3C8")
    for rank, one in enumerate(columns, 1):
        fill = GREY if one.verrou else AMBER if one.exige else HEAD
        top = write(sheet.cell(BAND, rank), one.level.label if one.level else "Repères")
        top.fill = PatternFill("solid", fgColor=BANDS.get(one.level, HEAD))
        top.font = Font(bold=True, color=INK)
        hint = write(sheet.cell(HINT, rank), _hint(one, said))
        hint.alignment = Alignment(wrap_text=True, vertical="top")
        hint.font = Font(size=9, italic=True, color="4A5D64")
        head = write(sheet.cell(HEADINGS, rank), one.entete)
        head.font = Font(bold=True, color=INK)
        head.fill = PatternFill("solid", fgColor=fill)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.border = Border(bottom=line)
    sheet.row_dimensions[HINT].height = 60
    sheet.row_dimensions[HEADINGS].height = 45
    sheet.freeze_panes = sheet.cell(FIRST, 5)
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    sheet.page_setup.orientation = "landscape"


def _hint(one: Colonne, said) -> str:
    """Return what stands above a heading: obligation, and the value where it is given."""
    if one.field is None:
        return one.aide
    table = said[(one.table or one.field).name]
    if one.table:
        return f"{table.obligation} (ligne {one.rang} du tableau)"
    value = table.valeur if len(table.valeur) <= 80 else f"{table.valeur[:79]}…"
    return f"{table.obligation} : {value}" if value else table.obligation


def _columns(sheet, columns, ranges):
    for rank, one in enumerate(columns):
        name = letter(rank)
        dimension = sheet.column_dimensions[name]
        dimension.width = 34 if one.field is not None and one.field.kind is Kind.LONG else 22
        dimension.protection = Protection(locked=one.verrou)
        dimension.number_format = _format(one)
        if one.verrou:
            dimension.fill = PatternFill("solid", fgColor=GREY)
        elif rule := _validation(one, ranges.get(name_of(one))):
            rule.add(f"{name}{FIRST}:{name}{LAST}")
            sheet.add_data_validation(rule)


def _format(one: Colonne) -> str:
    return FORMATS.get(one.field.kind, TEXT) if one.field is not None else TEXT


def _validation(one: Colonne, where: str | None) -> DataValidation | None:
    """Return the validation of a column: it warns, and leaves SOFI to judge."""
    rule = _rule(one, where)
    if rule is None:
        return None
    rule.errorStyle = "warning"
    rule.showErrorMessage = one.field is None or one.field.kind not in (Kind.CHOICES, Kind.CODES)
    rule.errorTitle, rule.error = (
        "SOFI",
        f"« {one.titre} »"[:100] + " : cette valeur ne semble pas convenir.",
    )
    if one.aide:
        rule.showInputMessage, rule.promptTitle, rule.prompt = True, one.titre[:32], one.aide[:250]
    return rule


def _rule(one: Colonne, where: str | None) -> DataValidation | None:
    if where:
        return DataValidation("list", formula1=where, allow_blank=True)
    if one.field is None:
        return DataValidation(
            "textLength",
            operator="lessThanOrEqual",
            formula1="60",
            allow_blank=True,
        )
    field = one.field
    match field.kind:
        case Kind.DATE:
            return DataValidation(
                "date",
                operator="between",
                formula1="36526",
                formula2="73415",
                allow_blank=True,
            )
        case Kind.TIME:
            return DataValidation(
                "time",
                operator="between",
                formula1="0",
                formula2="0.99999",
                allow_blank=True,
            )
        case Kind.INTEGER | Kind.AMOUNT:
            shape = "whole" if field.kind is Kind.INTEGER else "decimal"
            low, high = (
                field.minimum or 0,
                field.maximum if field.maximum is not None else 9_999_999,
            )
            return DataValidation(
                shape,
                operator="between",
                formula1=str(low),
                formula2=str(high),
                allow_blank=True,
            )
        case Kind.TEXT | Kind.LONG if field.max_length:
            return DataValidation(
                "textLength",
                operator="lessThanOrEqual",
                formula1=str(field.max_length),
                allow_blank=True,
            )
    return None


def _line(sheet, number, columns, line):
    for rank, (one, value) in enumerate(zip(columns, line, strict=True), 1):
        if value is None or value == "":
            continue
        cell = write(sheet.cell(number, rank), value)
        cell.number_format = _format(one)
        cell.protection = Protection(locked=one.verrou)
        if one.verrou:
            cell.fill = PatternFill("solid", fgColor=GREY)
