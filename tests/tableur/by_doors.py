"""Writes what a file says row by row, by the doors of the pages.

What its writing in bulk must be the same as.
"""

from core.dossiers import rows as fiche
from core.dossiers.difference import differences
from core.dossiers.given import typable, write_given
from core.dossiers.saving import changing, keep
from core.models import Action, Session
from core.offres import creation
from core.rules import Fiche, Level
from core.tableur.analysis import plan_of
from tests import factories as make

DOOR = "import"


def write(content, *, campagne, by):
    """Write the accepted offers of a file."""
    for offre in plan_of(content, campagne=campagne, user=by).accepted:
        if offre.action is None:
            create(offre, by)
        else:
            change(offre, by)


def create(offre, by):
    """Create an offer and fill its fiches; its history is one save."""
    certifinfo = offre.formation_values.get("certifinfo") or ""
    action = creation.create_action(
        by=by, porteur=offre.porteur, attribution=offre.attribution, certifinfo=certifinfo
    )
    before, after = [], []
    fill(action.formation, action, offre.formation_values, before, after)
    fill(action, action, offre.action_values, before, after)
    rows = {}
    for line in offre.lines:
        if line.follows is None:
            session = rows[id(line)] = creation.add_session(action)
            fill(session, action, line.session_values, before, after)
            dispositif = session.dispositifs.get()
        else:
            dispositif = creation.add_dispositif(rows[id(line.follows)])
        fill(dispositif, action, line.dispositif_values, before, after)
    together = (Fiche(Level.FORMATION, "", {}, tuple(found)) for found in (before, after))
    keep(
        [action],
        [d.as_json() for d in differences(*together, action.programme.fields)],
        by=by,
        door=DOOR,
    )


def fill(row, action, values, before, after):
    if not values:
        return
    fields = action.programme.fields.level(row.level)
    before.append(Fiche(row.level, row.key, fiche.values_of(row, fields)))
    typed = typable(row, action)
    fiche.write(row, typed, values)
    write_given(row, action)
    row.version += 1
    row.save()
    fiche.write_rows(row, typed, values)
    after.append(Fiche(row.level, row.key, before[-1].values | values))


def change(offre, by):
    """Save the fiches of an offer that is known, as its pages do."""
    action = Action.objects.get(pk=offre.action.pk)
    save(action.formation, offre.formation_values, by)
    save(action, offre.action_values, by)
    rows = {}
    for line in offre.lines:
        session = rows[id(line)] = rows.get(id(line.follows)) or (
            line.session and Session.objects.get(pk=line.session.pk)
        )
        dispositif = line.dispositif
        if session is None:
            with changing(action, by=by, door=DOOR) as tell:
                session = rows[id(line)] = creation.add_session(Action.objects.get(pk=action.pk))
                tell(session.key, f"Session {session.pk}", "ajoutée")
            dispositif = session.dispositifs.get()
        elif dispositif is None and line.dispositif_row is not None:
            with changing(action, by=by, door=DOOR) as tell:
                dispositif = creation.add_dispositif(Session.objects.get(pk=session.pk))
                tell(dispositif.key, f"Session {session.pk}, dispositif {dispositif.pk}", "ajouté")
        if line.follows is None:
            save(session, line.session_values, by)
        save(dispositif, line.dispositif_values, by)


def save(row, values, by):
    if values:
        make.save(row, by=by, door=DOOR, **values)
