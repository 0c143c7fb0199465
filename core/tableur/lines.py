"""The offers of a campaign as lines of its workbook: what « remplir avec mes offres » writes."""

from core.dossiers import rows as fiche
from core.dossiers.wording import Names
from core.models import Session
from core.procedure.champs import short
from core.rules import Field, Kind, Level
from core.rules.completeness import empty
from core.tableur.attaching import OF_SESSION
from core.tableur.columns import FAS, LOT, OFFRE, ORGANISME, SITE, Colonne
from core.tableur.purpose import is_ordinaire
from core.tableur.reading import MAX_LIGNES

SMALL = (
    "informations_collectives",
    "periodes_inscription",
    "dispositifs",
    "action__equipements",
    "action__formation__blocs",
)
BETWEEN = " ; "


def lines(columns: list[Colonne], *, campagne, user) -> list[list]:
    """Return one line for each dispositif of the sessions that this person may change, in the order of the columns."""
    if is_ordinaire(campagne):
        of = {"action__attribution": None, "action__action_publique": None}
    else:
        of = {"action__attribution__lot__campagne": campagne}
    rows = Session.objects.allowed(user, "change").filter(retiree_le=None, **of)
    rows = (
        rows.select_related(*OF_SESSION, "organisme_responsable")
        .prefetch_related(*SMALL)
        .order_by("action", "pk")
    )
    found = [line for session in rows[:MAX_LIGNES] for line in of_session(session, columns)][
        :MAX_LIGNES
    ]
    names = Names(
        (field, value)
        for line in found
        for field, value in line.values()
        if isinstance(field, Field)
    )
    return [
        [shown(*line[one.cle], names) if one.cle in line else None for one in columns]
        for line in found
    ]


def of_session(session, columns) -> list[dict[str, tuple]]:
    """Return the lines of a session: the first tells it, the others only their dispositif."""
    several = list(session.dispositifs.all())
    if len(several) < 2:
        return [cells(session, several[0] if several else None, columns)]
    of_one = [one for one in columns if one.level is Level.DISPOSITIF]
    lines = [cells(session, row, of_one if rank else columns) for rank, row in enumerate(several)]
    for line, row in zip(lines, several, strict=True):
        line[FAS] = (None, f"{session.code}-{row.pk}")
    return lines


def cells(session, dispositif, columns) -> dict[str, tuple]:
    """Return the field and the value of each column that a session and a dispositif fill, by key of column."""
    action = session.action
    rows = {
        Level.FORMATION: action.formation, Level.ACTION: action, Level.SESSION: session,
        Level.DISPOSITIF: dispositif,
    }  # fmt: skip
    attribution = action.attribution
    found = {FAS: (None, session.code), OFFRE: (None, "")}
    if attribution:
        found |= {LOT: (None, str(attribution.lot)), SITE: (None, attribution.nom_site)}
    elif action.porteur:
        found[ORGANISME] = None, str(action.porteur)
    for one in columns:
        row = rows.get(one.level)
        if one.field is None or row is None:
            continue
        value = fiche.value_of(row, one.table or one.field)
        if one.table:
            value = (
                value[one.rang - 1].get(one.field.name) if len(value or ()) >= one.rang else None
            )
        if not empty(value):
            found[one.cle] = (one.field, value)
    return found


def shown(field: Field | None, value, names: Names):
    """Return a value as a cell holds it: dates and numbers as they are, labels for codes."""
    if field is None:
        return value
    match field.kind:
        case Kind.BOOLEAN:
            return "oui" if value else "non"
        case Kind.CHOICE:
            return short(field.table.get(value, value))
        case Kind.CHOICES:
            return BETWEEN.join(short(field.table.get(code, code)) for code in value)
        case Kind.CODE:
            return names.term(field.famille, value)
        case Kind.CODES:
            return BETWEEN.join(value)
        case Kind.CONTACT:
            return f"{value} - {names.row(field.kind, value)}"
        case Kind.SITE | Kind.ETABLISSEMENT:
            return names.row(field.kind, value)
    return value
