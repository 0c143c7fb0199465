"""The sheets beside the one that is filled: the lists, and the help."""

from openpyxl.styles import Alignment, Font

from core import plugins
from core.procedure.champs import champ
from core.procedure.names import from_base
from core.tableur.columns import FAS, OFFRE, SESSION, Colonne, letter
from core.tableur.formulas import is_formula

INK = "12313B"
SAME = {True: "du même lot et du même site", False: "du même repère « Offre »"}
NOTICE = (
    "Une ligne par session. Les lignes {} sont les sessions d’une même action : la formation et "
    "l’action se décrivent sur la première, les cellules des suivantes peuvent rester vides. Un * marque ce que SOFI exige à "
    "l’envoi ; une ligne incomplète est enregistrée en brouillon. Cellules grises : fixées ou reçues, pour information."
)
HELP = (
    "Comment remplir ce classeur",
    (
        "Remplissez la feuille « Saisie », enregistrez le classeur (.xlsx, ou CSV de cette feuille), puis renvoyez-le par le "
        "menu « Saisie par tableur ». SOFI montre d’abord ce qu’il ferait ; rien n’est enregistré avant votre accord."
    ),
    "Plusieurs valeurs dans une cellule : séparez-les par un point-virgule.",
    "Pour modifier une session, donnez son code FAS (19482-89393-143842) : une cellule vide n’y change rien, « (effacer) » vide.",
    "Pour ajouter une session à une action, donnez le code de l’action (19482-89393).",
    (
        "Une session à plusieurs dispositifs tient sur plusieurs lignes, une par dispositif : même repère dans « Session » pour "
        "une nouvelle, même code FAS pour une session connue. La session se décrit sur la première."
    ),
    "N’ajoutez pas de formule : seules les valeurs sont lues.",
)


def write(cell, value):
    """Write a value; a text is never a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    return cell


def protect(sheet, *, typed: bool):
    """Keep the headings as they are; without a password: it guards against a slip, not against a person."""
    sheet.protection.sheet = True
    for name in (
        (
            "formatCells",
            "formatColumns",
            "formatRows",
            "insertRows",
            "deleteRows",
            "sort",
            "autoFilter",
        )
        if typed
        else ()
    ):
        setattr(sheet.protection, name, False)


def write_lists(book, values: dict[str, list[str]]) -> dict[str, str]:
    """Write the lists, and return the range of each by its name."""
    sheet = book.create_sheet("Listes")
    ranges = {}
    for rank, (name, items) in enumerate((n, v) for n, v in values.items() if v):
        column = letter(rank)
        write(sheet.cell(1, rank + 1), name).font = Font(bold=True, color=INK)
        sheet.column_dimensions[column].width = 40
        for number, item in enumerate(items, 2):
            write(sheet.cell(number, rank + 1), item)
        ranges[name] = f"Listes!${column}$2:${column}${len(items) + 1}"
    sheet.freeze_panes = "A2"
    protect(sheet, typed=False)
    return ranges


def write_help(book, columns, programme):
    sheet = book.create_sheet("Aide")
    bold = Font(bold=True, color=INK)
    number = 1
    for number, text in enumerate((*HELP, NOTICE.format(SAME[programme.regional])), 1):
        write(sheet.cell(number, 1), text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=7)
        sheet.row_dimensions[number].height = 20 if number == 1 else 34
    sheet["A1"].font = Font(bold=True, size=14, color=INK)
    number += 2
    for rank, title in enumerate(
        (
            "Colonne",
            "Titre",
            "Fiche",
            "Obligation",
            "Ce qui est attendu",
            "Valeur, aide",
            "Qui le demande",
        ),
        1,
    ):
        write(sheet.cell(number, rank), title).font = bold
    names, bare = from_base(programme), plugins.programme(programme.code)
    for rank, one in enumerate(columns):
        number += 1
        for place, text in enumerate(_about(one, letter(rank), programme, bare, names), 1):
            write(sheet.cell(number, place), text).alignment = Alignment(
                wrap_text=True,
                vertical="top",
            )
    for place, width in enumerate((9, 34, 12, 20, 50, 50, 44)):
        sheet.column_dimensions[letter(place)].width = width
    protect(sheet, typed=False)


def _about(one: Colonne, place, programme, bare, names):
    if one.field is None:
        needed = "selon le cas" if one.cle in (FAS, OFFRE, SESSION) else "pour une nouvelle offre"
        return place, one.titre, "", needed, one.aide, "", "SOFI"
    said = champ(one.field, programme, bare, names)
    if one.table:
        table = champ(one.table, programme, bare, names)
        return (
            place,
            one.titre,
            one.level.label,
            f"{table.obligation} ; dans la ligne : {said.obligation}",
            said.attendu,
            said.aide,
            table.source,
        )
    value = f"Proposé : {said.valeur}" if said.valeur and not said.verrou else said.valeur
    return (
        place,
        one.titre,
        one.level.label,
        said.obligation,
        said.attendu,
        "\n".join(filter(None, (value, said.aide))),
        said.source,
    )
