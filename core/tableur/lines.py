"""The offers of a campaign as lines of its workbook: what « remplir avec mes offres » writes."""

from itertools import chain, islice

from core.dossiers import rows as fiche
from core.dossiers.wording import Names
from core.models import Session
from core.procedure.champs import short
from core.rules import Field, Kind, Level
from core.rules.completeness import empty
from core.tableur.columns import FAS, LOT, OFFRE, ORGANISME, SITE, Column
from core.tableur.known_rows import OF_SESSION
from core.tableur.purpose import is_ordinaire
from core.tableur.reading import MAX_LINES

SMALL_TABLES = (
    "informations_collectives",
    "periodes_inscription",
    "dispositifs",
    "action__equipements",
    "action__formation__blocs",
)
BETWEEN = " ; "


def lines(columns: list[Column], *, campagne, user) -> list[list]:
    """Return one line for each dispositif of the sessions that this person may change.

    The values are in the order of the columns.
    """
    sessions = sessions_of(campagne, user)[:MAX_LINES]
    told = chain.from_iterable(of_session(session, columns) for session in sessions)
    filled = list(islice(told, MAX_LINES))
    pairs = chain.from_iterable(line.values() for line in filled)
    names = Names(pair for pair in pairs if isinstance(pair[0], Field))
    return [in_order(line, columns, names) for line in filled]


def sessions_of(campagne, user):
    """Return the sessions of a campaign, or of the ordinary offers, that this person may change."""
    rows = Session.objects.allowed(user, "change").filter(retiree_le=None)
    if is_ordinaire(campagne):
        rows = rows.filter(action__attribution=None, action__action_publique=None)
    else:
        rows = rows.filter(action__attribution__lot__campagne=campagne)
    rows = rows.select_related(*OF_SESSION, "organisme_responsable")
    return rows.prefetch_related(*SMALL_TABLES).order_by("action", "pk")


def in_order(line: dict[str, tuple], columns, names: Names) -> list:
    """Return the cells of a line, None for an empty one."""
    texts = []
    for column in columns:
        field, value = line.get(column.key, (None, None))
        texts.append(shown(field, value, names))
    return texts


def of_session(session, columns) -> list[dict[str, tuple]]:
    """Return the lines of a session: the first tells it, the others only their dispositif."""
    dispositifs = list(session.dispositifs.all())
    if len(dispositifs) < 2:
        only = dispositifs[0] if dispositifs else None
        return [cells(session, only, columns)]
    of_dispositif = [column for column in columns if column.level is Level.DISPOSITIF]
    told = []
    for dispositif in dispositifs:
        line = cells(session, dispositif, of_dispositif if told else columns)
        line[FAS] = (None, f"{session.code}-{dispositif.pk}")
        told.append(line)
    return told


def cells(session, dispositif, columns) -> dict[str, tuple]:
    """Return the field and the value of each column that a line fills, by key of column."""
    action = session.action
    rows = {
        Level.FORMATION: action.formation,
        Level.ACTION: action,
        Level.SESSION: session,
        Level.DISPOSITIF: dispositif,
    }
    filled = keys(session)
    for column in columns:
        row = rows.get(column.level)
        if column.field is None:
            continue
        if row is None:
            continue
        value = value_of(row, column)
        if not empty(value):
            filled[column.key] = (column.field, value)
    return filled


def keys(session) -> dict[str, tuple]:
    """Return the keys of the line of a session."""
    action = session.action
    attribution = action.attribution
    filled = {FAS: (None, session.code), OFFRE: (None, "")}
    if attribution:
        filled[LOT] = (None, str(attribution.lot))
        filled[SITE] = (None, attribution.nom_site)
    elif action.porteur:
        filled[ORGANISME] = (None, str(action.porteur))
    return filled


def value_of(row, column: Column):
    """Return what a row holds for a column; for one of a small table, in the row of its rank."""
    value = fiche.value_of(row, column.subject)
    if not column.table:
        return value
    if len(value or ()) < column.rank:
        return None
    return value[column.rank - 1].get(column.field.name)


def shown(field: Field | None, value, names: Names):
    """Return a value as a cell holds it: dates and numbers as they are, labels for codes."""
    if field is None:
        return value
    match field.kind:
        case Kind.BOOLEAN:
            return "oui" if value else "non"
        case Kind.CHOICE:
            return label(field, value)
        case Kind.CHOICES:
            return BETWEEN.join(label(field, code) for code in value)
        case Kind.CODE:
            return names.term(field.famille, value)
        case Kind.CODES:
            return BETWEEN.join(value)
        case Kind.CONTACT:
            return f"{value} - {names.row(field.kind, value)}"
        case Kind.SITE | Kind.ETABLISSEMENT:
            return names.row(field.kind, value)
    return value


def label(field: Field, code: str) -> str:
    return short(field.table.get(code, code))
