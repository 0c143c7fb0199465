"""What every sheet of a workbook shares, and the sheet of the lists."""

from openpyxl.styles import Alignment, Font

from core.tableur.columns import letter
from core.tableur.formulas import is_formula

INK = "12313B"
BOLD = Font(bold=True, color=INK)
TITLE = Font(bold=True, size=14, color=INK)
WRAPPED = Alignment(wrap_text=True, vertical="top")
LEFT_FREE = (  # to who types in a sheet that is protected
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertRows",
    "deleteRows",
    "sort",
    "autoFilter",
)


def write(cell, value):
    """Write a value; a text is never a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    return cell


def protect(sheet, *, typed: bool):
    """Keep the headings as they are; `typed`: people fill this sheet.

    Without a password: it guards against a slip, not against a person.
    """
    sheet.protection.sheet = True
    if typed:
        for name in LEFT_FREE:
            setattr(sheet.protection, name, False)


def write_lists(book, values: dict[str, list[str]]) -> dict[str, str]:
    """Write the lists, and return the range of each by its name."""
    sheet = book.create_sheet("Listes")
    ranges = {}
    filled = [(name, items) for name, items in values.items() if items]
    for rank, (name, items) in enumerate(filled):
        column = letter(rank)
        write(sheet.cell(1, rank + 1), name).font = BOLD
        sheet.column_dimensions[column].width = 40
        for number, item in enumerate(items, 2):
            write(sheet.cell(number, rank + 1), item)
        last = len(items) + 1
        ranges[name] = f"Listes!${column}$2:${column}${last}"
    sheet.freeze_panes = "A2"
    protect(sheet, typed=False)
    return ranges
