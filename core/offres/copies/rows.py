"""Copies of the rows of an offer.

What was typed is taken over, what is given is given again, dates may move.
"""

from django.db import transaction

from core.dossiers import rows as fiche
from core.dossiers.given import write_given
from core.dossiers.saving import saving
from core.models import Action, Dispositif, Formation, Session
from core.offres import creation
from core.offres.copies.shift import Shift
from core.rules import Kind, Need
from workflows import history

NOW = Shift()
FRESH = ("etat_recrutement", "places_restantes")  # of the time of the session, not of the offer


def places(origin, action) -> dict:
    """Return the site that takes the place of another in a copy, by the site it replaces.

    They are those of the two attributions, when these are not of one site.
    """
    old = origin.attribution
    new = action.attribution
    if not old or not new or not new.site_id:
        return {}
    if old.nom_site == new.nom_site:
        return {}
    replaced = old.site_id or origin.site_dispensateur_id
    return {str(replaced): str(new.site_id)}


def taken(source, table, target_table, shift: Shift, sites) -> dict:
    """Return the values of a row that its copy keeps.

    Those that somebody typed and that the copy may hold.
    """
    values = {}
    for field in target_table.level(source.level):
        if not _is_taken(field, table):
            continue
        value = fiche.value_of(source, table[field.name])
        values[field.name] = moved(field, value, shift, sites)
    return values


def _is_taken(field, table) -> bool:
    if field.name in FRESH or field.name not in table:
        return False
    return field.need is not Need.UNUSED and not field.need.locked


def moved(field, value, shift, sites):
    """Return a value with its dates shifted, and the site of the copy."""
    if field.kind is Kind.SITE:
        return sites.get(value, value)
    if field.kind is Kind.DATE:
        return shift(value)
    if field.kind is Kind.ROWS:
        return [_moved_line(field, line, shift, sites) for line in value or ()]
    return value


def _moved_line(field, line, shift, sites) -> dict:
    return {
        column.name: moved(column, line.get(column.name), shift, sites) for column in field.columns
    }


def _write(source, row, action, origin, shift):
    table = origin.programme.fields
    target = action.programme.fields
    values = taken(source, table, target, shift, places(origin, action))
    fields = [field for field in target.level(row.level) if field.name in values]
    fiche.write(row, fields, values)
    write_given(row, action, new=True)
    row.save()
    fiche.write_rows(row, fields, values)


@transaction.atomic
def copy_session(
    session: Session,
    action: Action | None = None,
    *,
    shift: Shift = NOW,
    alone=False,
) -> Session:
    """Copy a session and its dispositifs, or it `alone`, into its own action or another."""
    origin = session.action
    action = action or origin
    copy = Session(action=action)
    _write(session, copy, action, origin, shift)
    if alone:
        return copy
    for source in session.dispositifs.order_by("pk"):
        dispositif = Dispositif(session=copy)
        _write(source, dispositif, action, origin, shift)
        if action.attribution_id:
            _take_places(dispositif, action)
    return copy


def _take_places(dispositif, action):
    """Take no more places than its attribution has left."""
    left = creation.places_left(action, apart=dispositif)
    if left > 0:
        dispositif.places = min(left, dispositif.places or left)
    else:
        dispositif.places = None
    dispositif.save()


@transaction.atomic
def copy_action(
    action: Action,
    *,
    by,
    porteur,
    attribution=None,
    formation=None,
    shift: Shift = NOW,
    sessions=None,
) -> Action:
    """Copy an action with its sessions, or these `sessions` of it.

    Under the same formation or a given one, for the same attribution or another.
    Raises `Refused` as `create_action` does.
    """
    copy = creation.create_action(
        by=by,
        porteur=porteur,
        attribution=attribution,
        formation=formation or action.formation,
    )
    _write(action, copy, copy, action, shift)
    if sessions is None:
        living = action.sessions.filter(retiree_le=None).prefetch_related("dispositifs")
        sessions = living.order_by("date_debut", "pk")
    for session in sessions:
        copy_session(session, copy, shift=shift)
    say_where_from(copy, f"l’action {action.code}", by)
    return copy


@transaction.atomic
def copy_formation(
    formation: Formation,
    actions,
    *,
    by,
    porteur,
    shift: Shift = NOW,
) -> list[Action]:
    """Copy a formation with these actions of it."""
    twin = None
    copies = []
    for action in actions:
        if twin is None:
            twin = Formation(etablissement=porteur)
            first = Action(formation=twin, porteur=porteur, attribution=action.attribution)
            _write(formation, twin, first, action, shift)
        copy = copy_action(
            action,
            by=by,
            porteur=porteur,
            attribution=action.attribution,
            formation=twin,
            shift=shift,
        )
        copies.append(copy)
    return copies


def say_where_from(copy, source, by):
    """Keep in the history of a copy what it was made from."""
    change = {
        "path": f"{copy.key}.",
        "label": f"Action {copy.pk}",
        "before": "",
        "after": f"copiée de {source}",
    }
    history.record(copy, [change], by=by, door="ecran")


def take_over(session: Session, source: Session, names, *, by):
    """Copy these fields of another session into a session, in one save of the history."""
    programme = session.action.programme
    source_table = source.action.programme.fields
    fields = []
    values = {}
    for field in programme.fields.level(session.level):
        if field.name not in names or field.need.locked or field.name not in source_table:
            continue
        fields.append(field)
        values[field.name] = fiche.value_of(source, source_table[field.name])
    with transaction.atomic(), saving(session, programme, by=by, door="ecran"):
        session.refresh_from_db()
        fiche.write(session, fields, values)
        session.version += 1
        session.save()
        fiche.write_rows(session, fields, values)
