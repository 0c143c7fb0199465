"""Copies of the rows of an offer: what was typed is taken over, what is given is given again, dates may move."""

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
    """Return the site that takes the place of another in a copy: those of their attributions, when they are not of one site."""
    old, new = origin.attribution, action.attribution
    if not (old and new and new.site_id) or old.nom_site == new.nom_site:
        return {}
    return {str(old.site_id or origin.site_dispensateur_id): str(new.site_id)}


def taken(source, table, target_table, shift: Shift, sites) -> dict:
    """Return the values of a row that its copy keeps: those that somebody typed and that the copy may hold."""
    values = {}
    for field in target_table.level(source.level):
        if (
            field.name in FRESH
            or field.need is Need.UNUSED
            or field.need.locked
            or field.name not in table
        ):
            continue
        value = fiche.value_of(source, table[field.name])
        values[field.name] = moved(field, value, shift, sites)
    return values


def moved(field, value, shift, sites):
    """Return a value with its dates shifted, and the site of the copy."""
    if field.kind is Kind.SITE:
        return sites.get(value, value)
    if field.kind is Kind.DATE:
        return shift(value)
    if field.kind is Kind.ROWS:
        return [
            {c.name: moved(c, line.get(c.name), shift, sites) for c in field.columns}
            for line in value or ()
        ]
    return value


def _write(source, row, action, origin, shift):
    table, target = origin.programme.fields, action.programme.fields
    values = taken(source, table, target, shift, places(origin, action))
    fields = [f for f in target.level(row.level) if f.name in values]
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
    for source in () if alone else session.dispositifs.order_by("pk"):
        dispositif = Dispositif(session=copy)
        _write(source, dispositif, action, origin, shift)
        if action.attribution_id:
            left = creation.places_left(action, apart=dispositif)
            dispositif.places = min(left, dispositif.places or left) if left > 0 else None
            dispositif.save()
    return copy


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
    """Copy an action with its sessions, under the same formation or a given one, for the same attribution or another.

    Raises `Refused` as `create_action` does.
    """
    copy = creation.create_action(
        by=by,
        porteur=porteur,
        attribution=attribution,
        formation=formation or action.formation,
    )
    _write(action, copy, copy, action, shift)
    rows = (
        action.sessions.filter(retiree_le=None)
        .prefetch_related("dispositifs")
        .order_by("date_debut", "pk")
    )
    for session in rows if sessions is None else sessions:
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
    twin, copies = None, []
    for action in actions:
        if twin is None:
            twin = Formation(etablissement=porteur)
            _write(
                formation,
                twin,
                Action(formation=twin, porteur=porteur, attribution=action.attribution),
                action,
                shift,
            )
        copies.append(
            copy_action(
                action,
                by=by,
                porteur=porteur,
                attribution=action.attribution,
                formation=twin,
                shift=shift,
            ),
        )
    return copies


def say_where_from(action, source, by):
    """Keep in the history of a copy what it was made from."""
    change = {
        "path": f"{action.key}.",
        "label": f"Action {action.pk}",
        "before": "",
        "after": f"copiée de {source}",
    }
    history.record(action, [change], by=by, door="ecran")


def take_over(session: Session, source: Session, names, *, by):
    """Copy these fields of another session into a session, in one save of the history."""
    programme = session.action.programme
    known = source.action.programme.fields
    fields = [
        f
        for f in programme.fields.level(session.level)
        if f.name in names and not f.need.locked and f.name in known
    ]
    values = {f.name: fiche.value_of(source, known[f.name]) for f in fields}
    with transaction.atomic(), saving(session, programme, by=by, door="ecran"):
        session.refresh_from_db()
        fiche.write(session, fields, values)
        session.version += 1
        session.save()
        fiche.write_rows(session, fields, values)
