"""What is said of each line of a file, as rows of a report to download."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook

from core.tableur.formulas import is_formula
from core.tableur.plan import Gravite, Sort, WorkbookPlan
from core.tableur.workbook import write

HEADINGS = ("Ligne", "Code FAS", "Résultat", "Cellule", "Champ", "Gravité", "Message")
WORDS = {
    Gravite.REFUS: "à corriger",
    Gravite.MANQUE: "à compléter",
    Gravite.CONSEIL: "conseillé",
    Gravite.INFO: "pour information",
}
DONE = {
    Sort.CREER: "offre créée",
    Sort.AJOUTER: "session ajoutée",
    Sort.DISPOSITIF: "dispositif ajouté",
    Sort.MODIFIER: "session modifiée",
    Sort.INCHANGEE: "inchangée",
    Sort.REFUSEE: "refusée, non enregistrée",
}
WOULD = DONE | {
    Sort.CREER: "offre à créer",
    Sort.AJOUTER: "session à ajouter",
    Sort.DISPOSITIF: "dispositif à ajouter",
    Sort.MODIFIER: "session à modifier",
}


def rows(plan: WorkbookPlan, codes: dict[int, str] | None = None) -> list[list]:
    """Return the rows of the report: each remark of each line, or the line alone when nothing is said of it.

    `codes`: the code of each line once it was written; without it, the report is that of a preview.
    """
    found = []
    for offre, s in plan.lignes:
        sort = Sort.REFUSEE if offre.refusee else s.sort
        number = s.ligne.numero
        code = (codes or {}).get(number) or (s.session.code if s.session else "")
        result = (WOULD if codes is None else DONE)[sort]
        said = [r for r in offre.remarques if r.ligne == number]
        said.sort(key=lambda r: list(Gravite).index(r.gravite))
        if not said and sort is Sort.REFUSEE:
            found.append(
                [
                    number,
                    code,
                    result,
                    "",
                    "",
                    "",
                    "Une autre ligne de la même offre est à corriger.",
                ],
            )
        elif not said:
            found.append([number, code, result, "", "", "", ""])
        found += [
            [
                number,
                code,
                result,
                r.adresse if r.colonne else "",
                r.champ,
                WORDS[r.gravite],
                r.message,
            ]
            for r in said
        ]
    return found


def as_csv(lines: list[list]) -> bytes:
    """Return a report as a CSV for a French Excel; a text that it would compute is quoted."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows(
        [f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in line]
        for line in lines
    )
    return text.getvalue().encode()


def as_xlsx(lines: list[list]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Rapport"
    for number, line in enumerate((HEADINGS, *lines), 1):
        for rank, value in enumerate(line, 1):
            write(sheet.cell(number, rank), value)
    for place, width in zip("ABCDEFG", (8, 24, 24, 10, 34, 18, 90), strict=True):
        sheet.column_dimensions[place].width = width
    sheet.freeze_panes = "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
