"""The sheet that tells how to fill the others, and what is expected in each column."""

from core import plugins
from core.procedure.champs import champ
from core.procedure.names import from_base
from core.tableur.columns import FAS, OFFRE, SESSION, Column, letter
from core.tableur.sheets import BOLD, TITLE, WRAPPED, protect, write

SAME = {True: "du même lot et du même site", False: "du même repère « Offre »"}
NOTICE = (
    "Une ligne par session. Les lignes {} sont les sessions d’une même action : la formation et "
    "l’action se décrivent sur la première, les cellules des suivantes peuvent rester vides. "
    "Un * marque ce que SOFI exige à l’envoi ; une ligne incomplète est enregistrée en brouillon. "
    "Cellules grises : fixées ou reçues, pour information."
)
HELP = (
    "Comment remplir ce classeur",
    (
        "Remplissez la feuille « Saisie », enregistrez le classeur (.xlsx, ou CSV de cette "
        "feuille), puis renvoyez-le par le menu « Saisie par tableur ». SOFI montre d’abord ce "
        "qu’il ferait ; rien n’est enregistré avant votre accord."
    ),
    "Plusieurs valeurs dans une cellule : séparez-les par un point-virgule.",
    (
        "Pour modifier une session, donnez son code FAS (19482-89393-143842) : "
        "une cellule vide n’y change rien, « (effacer) » vide."
    ),
    "Pour ajouter une session à une action, donnez le code de l’action (19482-89393).",
    (
        "Une session à plusieurs dispositifs tient sur plusieurs lignes, une par dispositif : "
        "même repère dans « Session » pour une nouvelle, même code FAS pour une session connue. "
        "La session se décrit sur la première."
    ),
    "N’ajoutez pas de formule : seules les valeurs sont lues.",
)
TITLES = (
    "Colonne",
    "Titre",
    "Fiche",
    "Obligation",
    "Ce qui est attendu",
    "Valeur, aide",
    "Qui le demande",
)
WIDTHS = (9, 34, 12, 20, 50, 50, 44)  # of the columns


def write_help(book, columns, programme):
    sheet = book.create_sheet("Aide")
    below = _write_notice(sheet, programme)
    _write_table(sheet, below + 1, columns, programme)
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[letter(place)].width = width
    protect(sheet, typed=False)


def _write_notice(sheet, programme) -> int:
    """Write how to fill the workbook, and return the number of the line below."""
    texts = (*HELP, NOTICE.format(SAME[programme.regional]))
    for number, text in enumerate(texts, 1):
        write(sheet.cell(number, 1), text).alignment = WRAPPED
        sheet.merge_cells(
            start_row=number,
            end_row=number,
            start_column=1,
            end_column=len(TITLES),
        )
        sheet.row_dimensions[number].height = 34
    sheet.row_dimensions[1].height = 20
    sheet["A1"].font = TITLE
    return len(texts) + 1


def _write_table(sheet, number, columns, programme):
    """Write what is expected in each column, from this line on."""
    for place, title in enumerate(TITLES, 1):
        write(sheet.cell(number, place), title).font = BOLD
    names = from_base(programme)
    bare = plugins.programme(programme.code)
    for rank, column in enumerate(columns):
        texts = (letter(rank), *_about(column, programme, bare, names))
        for place, text in enumerate(texts, 1):
            write(sheet.cell(number + rank + 1, place), text).alignment = WRAPPED


def _about(column: Column, programme, bare, names) -> tuple[str, ...]:
    """Return what the table says of a column: from its title to who asks."""
    if column.field is None:
        optional = column.key in (FAS, OFFRE, SESSION)
        need = "selon le cas" if optional else "pour une nouvelle offre"
        return column.title, "", need, column.help, "", "SOFI"
    about = champ(column.field, programme, bare, names)
    if column.table:
        table = champ(column.table, programme, bare, names)
        return (
            column.title,
            column.level.label,
            f"{table.need} ; dans la ligne : {about.need}",
            about.expected,
            about.help,
            table.source,
        )
    value = about.value
    if value and not about.locked:
        value = f"Proposé : {value}"
    return (
        column.title,
        column.level.label,
        about.need,
        about.expected,
        "\n".join(filter(None, (value, about.help))),
        about.source,
    )
