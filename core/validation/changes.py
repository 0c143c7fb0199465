"""What changed since the version online, in a few words for each line of the queue: « 2 sessions ajoutées, 3 champs modifiés ».

Read in the history and on the rows of sessions, never by comparing dossiers: a constant number of queries for a page.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q

from core.models import Action, Dispositif, Session
from core.rules import Level
from core.texts.plain import plural
from workflows.models import Change, TransitionLog

NEW = {Action: "Nouvelle offre"}
NOTHING = "Rien n’a changé"


@dataclass(slots=True)
class Since:
    """What was added, taken away and typed in a subject since its version online."""

    added: set = field(default_factory=set)  # numbers of sessions
    removed: set = field(default_factory=set)
    paths: dict = field(
        default_factory=lambda: defaultdict(list),
    )  # path: (before, after) of each save

    def sentence(self, known: set, theirs: set) -> str:
        """`known`: dispositifs that are still there; `theirs`: those of the sessions that were added."""
        keys = {path.partition(".")[0] for path in self.paths}
        gone = {
            key for key in keys if key.startswith(Level.DISPOSITIF) and int(key[1:]) not in known
        }
        told = {path[:-1]: len(saves) for path, saves in self.paths.items() if path.endswith(".")}
        alone = [
            key for key, times in told.items() if key.startswith(Level.DISPOSITIF) and times == 1
        ]  # twice is nothing
        added = [key for key in alone if key not in gone and int(key[1:]) not in theirs]
        deleted = [key for key in alone if key in gone]
        whole = {
            *told,
            *gone,
            *(f"S{pk}" for pk in self.added | self.removed),
            *(f"D{pk}" for pk in theirs),
        }
        typed = sum(
            saves[0][0] != saves[-1][1]
            for path, saves in self.paths.items()
            if path.partition(".")[0] not in whole
        )
        said = (
            plural(len(self.added), "session ajoutée", "sessions ajoutées"),
            plural(len(self.removed), "session retirée", "sessions retirées"),
            plural(len(added), "dispositif ajouté", "dispositifs ajoutés"),
            plural(len(deleted), "dispositif supprimé", "dispositifs supprimés"),
            plural(typed, "champ modifié", "champs modifiés"),
        )
        return ", ".join(text for text in said if not text.startswith("0 ")) or NOTHING


def summaries(rows) -> dict:
    """Return what changed in each of these subjects, by subject."""
    found = {}
    by_model = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, subjects in by_model.items():
        online = {row.pk: row for row in subjects if row.is_online}
        found |= {row: NEW.get(model, "Nouvelle fiche") for row in subjects if row.pk not in online}
        since = {pk: Since() for pk in online}
        _typed(model, since)
        known = _sessions(since) if model is Action else (set(), {})
        found |= {
            row: since[pk].sentence(known[0], known[1].get(pk, set())) for pk, row in online.items()
        }
    return found


def _typed(model, since):
    """Read what was saved since each subject was opened again; what went online at once is not to be validated."""
    about = {"content_type": ContentType.objects.get_for_model(model), "object_id__in": list(since)}
    opened = (
        TransitionLog.objects.filter(**about, name="reopen")
        .order_by()
        .values_list("object_id")
        .annotate(Max("at"))
    )
    opened = dict(opened)
    changes = Change.objects.filter(**about).exclude(door="en ligne").order_by("at", "pk")
    if opened:
        changes = changes.filter(at__gte=min(opened.values()))
    for pk, at, fields in changes.values_list("object_id", "at", "fields"):
        if pk not in opened or at >= opened[pk]:
            for one in fields:
                since[pk].paths[one["path"]].append((one["before"], one["after"]))


def _sessions(since) -> tuple[set, dict]:
    """Read which sessions are not online yet, or no longer asked for.

    Return the dispositifs still there, among those that changed; and those of the sessions that moved, by action.
    """
    moved = Q(retiree_le=None, en_ligne=False) | Q(retiree_le__isnull=False, en_ligne=True)
    owner = {}
    for pk, action, gone in (
        Session.objects.filter(moved, action__in=since)
        .order_by("pk")
        .values_list("pk", "action", "retiree_le")
    ):
        (since[action].removed if gone else since[action].added).add(pk)
        owner[pk] = action
    told = {
        int(path[1:].partition(".")[0])
        for one in since.values()
        for path in one.paths
        if path[0] == Level.DISPOSITIF
    }
    rows = (
        Dispositif.objects.filter(Q(pk__in=told) | Q(session__in=owner))
        .order_by("pk")
        .values_list("pk", "session")
    )
    theirs = defaultdict(set)
    for pk, session in rows:
        if session in owner:
            theirs[owner[session]].add(pk)
    return {pk for pk, _ in rows}, theirs
