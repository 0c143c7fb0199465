"""The dossier of an offer as it would be once its lines are written."""

from dataclasses import replace

from core.dossiers import rows as fiche
from core.rules import Fiche, Level
from core.tableur.plan import Offre
from core.tableur.session_reader import SessionReader
from core.tableur.standing import Standing


def dossier_tree(standing: Standing, offre: Offre, sessions: SessionReader) -> Fiche:
    """Return the fiches of an offer, in which its issues are looked for."""
    if standing.root is None:
        return new_dossier(standing, offre, sessions)
    return changed_dossier(standing, offre, sessions)


def new_dossier(standing: Standing, offre: Offre, sessions: SessionReader) -> Fiche:
    """Return a dossier of which the file tells all."""
    action = Fiche(
        level=Level.ACTION,
        key=standing.key(Level.ACTION),
        values=standing.start(standing.action) | offre.action_values,
        children=sessions.new_sessions(),
    )
    formation = standing.action.formation
    return Fiche(
        level=Level.FORMATION,
        key=standing.key(Level.FORMATION),
        values=standing.start(formation) | offre.formation_values,
        children=(action,),
        contexte=standing.contexte,
    )


def changed_dossier(standing: Standing, offre: Offre, sessions: SessionReader) -> Fiche:
    """Return a known dossier with what is typed, its new sessions, and its new dispositifs."""
    root = standing.root
    for key, values in typed_values(standing, offre).items():
        root = fiche.replace(root, key, values)
    [action] = root.children
    children = []
    for session in action.children:
        added = sessions.new_dispositifs.get(session.key, ())
        children.append(with_children(session, (*session.children, *added)))
    children += sessions.new_sessions()
    action = with_children(action, tuple(children))
    return with_children(root, (action,))


def with_children(parent: Fiche, children: tuple[Fiche, ...]) -> Fiche:
    """Return a fiche with other fiches below it."""
    return replace(parent, children=children)


def typed_values(standing: Standing, offre: Offre) -> dict[str, dict]:
    """Return what is typed in each known fiche, by its key."""
    typed = {
        standing.key(Level.FORMATION): offre.formation_values,
        standing.key(Level.ACTION): offre.action_values,
    }
    for line in offre.lines:
        if line.session is not None and line.follows is None:
            typed[line.session.key] = line.session_values
        if line.dispositif is not None:
            typed[line.dispositif.key] = line.dispositif_values
    return typed
