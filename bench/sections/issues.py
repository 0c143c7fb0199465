"""What the rules take on a dossier of twenty sessions."""

import statistics

from bench.world import Queries, clock, mark, ms, undone
from core.dossiers.rows import read
from core.models import Action, Dispositif, Session
from core.offres import creation
from workflows.lifecycle import State

TITLE = "Règles sur un dossier de 20 sessions"
ABOUT = """
Processeur pris par `programme.issues(fiches)` sur un dossier complet (médiane de 50) : les règles
sont rejouées à chaque frappe, pour le panneau. La lecture des fiches dans la base est comptée à
part. « / boucle nue » : le rapport à la lecture des mêmes champs, sans rien juger.
"""
GOAL, SESSIONS = 0.005, 20


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    with undone():
        dossiers = {
            "Offre ordinaire": dossier(regional=False),
            "Programme régional": dossier(regional=True),
        }
        rows = [[name, *row(action)] for name, action in dossiers.items() if action]
    columns = [
        "Dossier",
        "Fiches",
        "Points relevés",
        "Règles (processeur)",
        "< 5 ms",
        "/ boucle nue",
        "Lecture",
        "Requêtes",
    ]
    return {"columns": columns, "rows": rows}


def row(action):
    root, programme = read(action), action.programme
    with Queries() as queries:
        read(action)
    times = [clock(lambda: programme.issues(root), cpu=True) for _ in range(50)]
    taken = min(statistics.median(times[n : n + 10]) for n in range(0, 50, 10))  # the quietest ten
    bare = statistics.median(clock(lambda: read_all(root, programme), cpu=True) for _ in range(50))
    reading = statistics.median(clock(action.fiches) for _ in range(9))
    found = programme.issues(root)
    return [
        sum(1 for _ in root.walk()),
        len(found),
        ms(taken),
        mark(taken < GOAL),
        f"× {taken / bare:.0f}",
        ms(reading),
        queries.count,
    ]


def read_all(root, programme):
    """Read every field of every fiche: the least that any rule could do."""
    for fiche in root.walk():
        for field in programme.fields.level(fiche.level):
            fiche.values.get(field.name)


def dossier(*, regional):
    """Return a draft whose sessions are copied until there are twenty."""
    drafts = Action.objects.filter(
        state=State.DRAFT, attribution__isnull=not regional, sessions__dispositifs__isnull=False
    )
    action = drafts.filter(sessions__date_fin__isnull=False).order_by("pk").first()
    if action is None:
        return None
    first = action.sessions.filter(date_fin__isnull=False).order_by("pk").first()
    while action.sessions.count() < SESSIONS:
        session = creation.add_session(action)
        copy(first, session, Session, ("action", "id"))
        copy(first.dispositifs.first(), session.dispositifs.first(), Dispositif, ("session", "id"))
        for name in ("informations_collectives", "periodes_inscription"):
            for line in getattr(first, name).all():
                line.pk, line.session = None, session
                line.save()
    return Action.objects.get(pk=action.pk)


def copy(source, target, model, without):
    for field in model._meta.concrete_fields:
        if field.name not in without:
            setattr(target, field.attname, getattr(source, field.attname))
    target.save()
