"""Rows become fiches, and back. `restore` alone writes rows from a payload."""

from core.dossiers.contexte import contexte_of
from core.dossiers.lookups import ONE_BY_ONE, Lookups
from core.models import Dispositif, Session
from core.rules import Fiche, Field, Kind, Level
from core.rules.payload import decode, encode, parse, payload
from workflows.lifecycle import State

PENDING = (State.DRAFT, State.SUBMITTED, State.QUESTIONED)


# From rows ------------------------------------------------------------------------


def value_of(row, field: Field):
    """Return one value of a row, in the form that rules read."""
    if field.extra:
        return decode(field, row.extra.get(field.name))
    match field.kind:
        case Kind.ROWS:
            lines = getattr(row, field.name).all() if row.pk else ()
            return [values_of(line, field.columns) for line in lines]
        case Kind.SITE | Kind.CONTACT:
            key = getattr(row, f"{field.name}_id")
            return str(key) if key else None
        case Kind.FILE:
            return getattr(row, field.name).name or ""
        case Kind.ETABLISSEMENT:
            other = getattr(row, field.name)
            return other.siret if other else None
    return getattr(row, field.name)


def values_of(row, fields) -> dict:
    return {field.name: value_of(row, field) for field in fields}


def read(subject) -> Fiche:
    """Return a subject's rows as fiches: a dossier (F, A, S, D) for an action, one fiche otherwise.

    A constant number of queries, whatever the number of sessions.
    """
    if subject.level is not Level.ACTION:
        values = values_of(subject, subject.programme.fields.level(subject.level))
        return Fiche(subject.level, subject.key, values, contexte=contexte_of(None))
    return dossier(subject, kept(subject.sessions))


def kept(sessions):
    """Return sessions in their order as `dossier` reads them.

    Retired ones left out, their own rows read together.
    """
    rows = sessions.filter(retiree_le=None).order_by("pk")
    return rows.select_related("organisme_responsable").prefetch_related(
        "dispositifs",
        "informations_collectives",
        "periodes_inscription",
    )


def dossier(subject, sessions, known: Lookups = ONE_BY_ONE) -> Fiche:
    """Return an action and these sessions of it as fiches."""
    table = subject.programme.fields
    children = tuple(_session(session, table) for session in sessions)
    above, own = text_of(subject, table)
    action = Fiche(Level.ACTION, subject.key, own, children)
    contexte = contexte_of(subject, known)
    return Fiche(Level.FORMATION, subject.formation.key, above, (action,), contexte)


def _session(session, table) -> Fiche:
    """Return a session and its dispositifs as fiches."""
    fields = table.level(Level.DISPOSITIF)
    dispositifs = tuple(
        Fiche(Level.DISPOSITIF, dispositif.key, values_of(dispositif, fields))
        for dispositif in session.dispositifs.all()
    )
    values = values_of(session, table.level(Level.SESSION))
    return Fiche(Level.SESSION, session.key, values, dispositifs)


def text_of(action, table) -> tuple[dict, dict]:
    """Return the values of an action's formation and its own.

    Those published of the public offer that it adds to (D5).
    """
    if action.action_publique_id:
        public = action.action_publique
        publications = public.publications()
        published = publications.filter(online=True).first() or publications.first()
        if published:
            root = parse(published.payload, table)
            return dict(root.values), dict(root.children[0].values)
        action = public
    above = values_of(action.formation, table.level(Level.FORMATION))
    own = values_of(action, table.level(Level.ACTION))
    return above, own


def replace(root: Fiche, key: str, values: dict) -> Fiche:
    """Return the dossier with other values in one fiche: what is typed, not yet saved."""
    if root.key == key:
        return Fiche(root.level, root.key, {**root.values, **values}, root.children, root.contexte)
    children = tuple(replace(child, key, values) for child in root.children)
    return Fiche(root.level, root.key, root.values, children, root.contexte)


# Back to rows -------------------------------------------------------------------------


def write(row, fields, values, known: Lookups = ONE_BY_ONE) -> None:
    """Set a row's columns from fiche values, without saving; small tables apart (`write_rows`)."""
    for field in fields:
        if field.name not in values or field.kind is Kind.ROWS:
            continue
        value = values[field.name]
        if field.extra:
            row.extra[field.name] = encode(value)
        elif field.kind in (Kind.SITE, Kind.CONTACT):
            setattr(row, f"{field.name}_id", int(value) if value else None)
        elif field.kind is Kind.ETABLISSEMENT:
            setattr(row, field.name, known.etablissement(value) if value else None)
        else:
            column = row._meta.get_field(field.name)
            if value is None and not column.null:
                value = column.get_default()
            setattr(row, field.name, value)


def write_rows(row, fields, values) -> None:
    """Write a saved row's small tables again, where they differ."""
    for field in fields:
        if field.kind is not Kind.ROWS or field.name not in values:
            continue
        if values[field.name] == value_of(row, field):
            continue
        getattr(row, field.name).all().delete()
        for child in children(row, field, values[field.name]):
            child.save()


def in_order(model, field, lines) -> list:
    """Return the lines of a small table as the base will give them back.

    What is only in another order is no change.
    """
    child = model._meta.get_field(field.name).related_model
    names = [name for name in child._meta.ordering if name != "pk"]

    def place(line):
        return [(line.get(name) is None, line.get(name)) for name in names]

    return sorted(lines or (), key=place)


def children(row, field, lines) -> list:
    """Return the rows of a small table, not saved."""
    related = getattr(type(row), field.name).rel
    rows = []
    for line in lines or ():
        child = related.related_model(**{related.field.name: row})
        write(child, field.columns, line)
        rows.append(child)
    return rows


def restore(subject, content: dict) -> None:
    """Write a subject's rows again from its online payload (D4): what was typed since is lost."""
    table = subject.programme.fields
    root = parse(content, table)
    if subject.level is not Level.ACTION:
        write(subject, table.level(root.level), root.values)
        return
    action = root.children[0]
    if subject.action_publique_id:  # its text is another's (D5)
        _sessions(subject, table, action)
        return
    if formation_is_free(subject, content):
        _write_saved(subject.formation, table, root)
    write(subject, table.level(Level.ACTION), action.values)
    write_rows(subject, table.level(Level.ACTION), action.values)
    _sessions(subject, table, action)


def pending_siblings(action):
    """Return the other actions of the formation whose next version is being written (D4)."""
    siblings = action.formation.actions.filter(action_publique=None).exclude(pk=action.pk)
    return siblings.filter(state__in=PENDING, online_number__isnull=False)


def formation_is_free(action, content) -> bool:
    """Whether giving up may restore the text of the formation: no sibling uses another one (D4)."""
    text = content["fiche"]["values"]
    siblings = action.formation.actions.filter(action_publique=None).exclude(pk=action.pk)
    for sibling in siblings.exclude(state=State.ARCHIVED):
        if sibling.state != State.VALIDATED:
            return False
        online = sibling.publications().filter(online=True).first()
        if online and online.payload["fiche"]["values"] != text:
            return False
    return True


def _write_saved(row, table, fiche):
    write(row, table.level(fiche.level), fiche.values)
    row.version += 1
    row.save()
    write_rows(row, table.level(fiche.level), fiche.values)


def _sessions(action, table, fiche):
    keys = {int(child.key[1:]) for child in fiche.children}
    action.sessions.exclude(pk__in=keys).filter(retiree_le=None).delete()
    rows = action.sessions.in_bulk()
    for child in fiche.children:
        number = int(child.key[1:])
        session = rows.get(number) or Session(pk=number, action=action)
        session.retiree_le = None
        _write_saved(session, table, child)
        _dispositifs(session, table, child)


def _dispositifs(session, table, fiche):
    online = {int(child.key[1:]): child for child in fiche.children}
    session.dispositifs.exclude(pk__in=online).delete()
    rows = session.dispositifs.in_bulk()
    for number, child in online.items():
        dispositif = rows.get(number) or Dispositif(pk=number, session=session)
        _write_saved(dispositif, table, child)


__all__ = [
    "decode",
    "encode",
    "parse",
    "payload",
    "pending_siblings",
    "read",
    "replace",
    "restore",
    "value_of",
    "values_of",
    "write",
    "write_rows",
]
