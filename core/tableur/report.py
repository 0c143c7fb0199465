"""What is said of each line of a file, as rows of a report to download."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook

from core.tableur.formulas import is_formula
from core.tableur.plan import Gravity, Offre, Outcome, WorkbookPlan
from core.tableur.sheets import write

HEADINGS = ("Ligne", "Code FAS", "Résultat", "Cellule", "Champ", "Gravité", "Message")
WIDTHS = (8, 24, 24, 10, 34, 18, 90)  # of the columns
WORDS = {
    Gravity.REFUSED: "à corriger",
    Gravity.MISSING: "à compléter",
    Gravity.ADVICE: "conseillé",
    Gravity.INFO: "pour information",
}
DONE = {
    Outcome.CREATE: "offre créée",
    Outcome.ADD: "session ajoutée",
    Outcome.DISPOSITIF: "dispositif ajouté",
    Outcome.CHANGE: "session modifiée",
    Outcome.UNCHANGED: "inchangée",
    Outcome.REFUSED: "refusée, non enregistrée",
}
WOULD = DONE | {
    Outcome.CREATE: "offre à créer",
    Outcome.ADD: "session à ajouter",
    Outcome.DISPOSITIF: "dispositif à ajouter",
    Outcome.CHANGE: "session à modifier",
}
OF_ANOTHER = "Une autre ligne de la même offre est à corriger."


def rows(plan: WorkbookPlan, codes: dict[int, str] | None = None) -> list[list]:
    """Return the rows of the report: each remark of each line, or the line alone without any.

    `codes`: the code of each line once it was written; without it, the report is of a preview.
    """
    results = WOULD if codes is None else DONE
    report = []
    for offre, line in plan.lines:
        number = line.line.number
        code = (codes or {}).get(number, "")
        if not code and line.session:
            code = line.session.code
        outcome = offre.outcome_of(line)
        start = [number, code, results[outcome]]
        said = told(offre, number)
        if not said:
            said = [["", "", "", OF_ANOTHER if outcome is Outcome.REFUSED else ""]]
        report += [start + remark for remark in said]
    return report


def told(offre: Offre, number: int) -> list[list]:
    """Return what is said of a line, the heaviest first: cell, field, weight, message."""
    weights = list(Gravity)
    remarks = [remark for remark in offre.remarks if remark.line == number]
    remarks.sort(key=lambda remark: weights.index(remark.gravity))
    return [
        [
            remark.address if remark.letter else "",
            remark.title,
            WORDS[remark.gravity],
            remark.message,
        ]
        for remark in remarks
    ]


def as_csv(lines: list[list]) -> bytes:
    """Return a report as a CSV for a French Excel; a text that it would compute is quoted."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    for line in lines:
        writer.writerow([quoted(cell) for cell in line])
    return text.getvalue().encode()


def quoted(cell):
    if isinstance(cell, str) and is_formula(cell):
        return f"'{cell}"
    return cell


def as_xlsx(lines: list[list]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Rapport"
    for number, line in enumerate((HEADINGS, *lines), 1):
        for rank, value in enumerate(line, 1):
            write(sheet.cell(number, rank), value)
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
