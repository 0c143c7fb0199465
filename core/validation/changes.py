"""What changed since the version online, in a few words for each line of the queue.

As « 2 sessions ajoutées, 3 champs modifiés ». Read in the history and on the rows of sessions,
never by comparing dossiers: a constant number of queries for a page.
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
NEW_FICHE = "Nouvelle fiche"
NOTHING = "Rien n’a changé"


@dataclass(slots=True)
class Dispositifs:
    """Numbers of dispositifs, to tell those that were added from those that are gone."""

    living: set = field(default_factory=set)  # still there, among those that changed
    by_action: dict = field(default_factory=lambda: defaultdict(set))  # of sessions that moved


@dataclass(slots=True)
class Since:
    """What was added, taken away and typed in a subject since its version online."""

    added: set = field(default_factory=set)  # numbers of sessions
    removed: set = field(default_factory=set)
    saves: dict = field(default_factory=lambda: defaultdict(list))  # path: (before, after) of each

    def sentence(self, living: set, of_moved_sessions: set) -> str:
        """Say it in words.

        `living`: dispositifs that are still there; `of_moved_sessions`: those of the sessions
        that were added or removed. Numbers both.
        """
        told = self._told()
        gone = {key for key in self.dispositifs() if int(key[1:]) not in living}
        # A dispositif told twice was added, then taken away: nothing.
        told_once = [key for key, times in told.items() if is_dispositif(key) and times == 1]
        deleted = [key for key in told_once if key in gone]
        added = [
            key for key in told_once if key not in gone and int(key[1:]) not in of_moved_sessions
        ]
        sessions = {f"S{pk}" for pk in self.added | self.removed}
        dispositifs = {f"D{pk}" for pk in of_moved_sessions}
        whole = {*told, *gone, *sessions, *dispositifs}
        parts = (
            plural(len(self.added), "session ajoutée", "sessions ajoutées"),
            plural(len(self.removed), "session retirée", "sessions retirées"),
            plural(len(added), "dispositif ajouté", "dispositifs ajoutés"),
            plural(len(deleted), "dispositif supprimé", "dispositifs supprimés"),
            plural(self._typed(apart=whole), "champ modifié", "champs modifiés"),
        )
        return ", ".join(part for part in parts if not part.startswith("0 ")) or NOTHING

    def _told(self) -> dict:
        """Return how often each fiche was told whole, added or taken away.

        Its path then names no field.
        """
        told = {}
        for path, saves in self.saves.items():
            if path.endswith("."):
                told[path[:-1]] = len(saves)
        return told

    def dispositifs(self) -> set:
        """Return the keys of the dispositifs of which something was saved."""
        keys = {key_of(path) for path in self.saves}
        return {key for key in keys if is_dispositif(key)}

    def _typed(self, *, apart) -> int:
        """Count the fields that do not hold what they held; those of some fiches apart."""
        count = 0
        for path, saves in self.saves.items():
            if key_of(path) in apart:
                continue
            first_value = saves[0][0]
            last_value = saves[-1][1]
            count += first_value != last_value
        return count


def key_of(path: str) -> str:
    return path.partition(".")[0]


def is_dispositif(key: str) -> bool:
    return key.startswith(Level.DISPOSITIF)


def summaries(rows) -> dict:
    """Return what changed in each of these subjects, by subject."""
    by_model = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    found = {}
    for model, subjects in by_model.items():
        found |= _summaries_of(model, subjects)
    return found


def _summaries_of(model, subjects) -> dict:
    since = {subject.pk: Since() for subject in subjects if subject.is_online}
    _read_what_was_typed(model, since)
    dispositifs = _read_sessions(since) if model is Action else Dispositifs()
    sentences = {}
    for subject in subjects:
        if subject.is_online:
            of_moved_sessions = dispositifs.by_action.get(subject.pk, set())
            change = since[subject.pk]
            sentences[subject] = change.sentence(dispositifs.living, of_moved_sessions)
        else:
            sentences[subject] = NEW.get(model, NEW_FICHE)
    return sentences


def _read_what_was_typed(model, since):
    """Read what was saved since each subject was opened again.

    What went online at once is not to be validated.
    """
    about = {"content_type": ContentType.objects.get_for_model(model), "object_id__in": list(since)}
    reopened = TransitionLog.objects.filter(**about, name="reopen").order_by()
    opened = dict(reopened.values_list("object_id").annotate(Max("at")))
    changes = Change.objects.filter(**about).exclude(door="en ligne").order_by("at", "pk")
    if opened:
        changes = changes.filter(at__gte=min(opened.values()))
    for pk, at, fields in changes.values_list("object_id", "at", "fields"):
        if pk in opened and at < opened[pk]:
            continue
        saves = since[pk].saves
        for change in fields:
            saves[change["path"]].append((change["before"], change["after"]))


def _read_sessions(since) -> Dispositifs:
    """Read which sessions are not online yet, or no longer asked for; return dispositifs."""
    action_of = _read_moved_sessions(since)
    changed = set()
    for change in since.values():
        changed |= {int(key[1:]) for key in change.dispositifs()}
    rows = Dispositif.objects.filter(Q(pk__in=changed) | Q(session__in=action_of))
    dispositifs = Dispositifs()
    for pk, session in rows.order_by("pk").values_list("pk", "session"):
        dispositifs.living.add(pk)
        if session in action_of:
            dispositifs.by_action[action_of[session]].add(pk)
    return dispositifs


def _read_moved_sessions(since) -> dict:
    """Note the sessions added and removed; return the action of each."""
    to_come = Q(retiree_le=None, en_ligne=False)
    to_go = Q(retiree_le__isnull=False, en_ligne=True)
    rows = Session.objects.filter(to_come | to_go, action__in=since).order_by("pk")
    action_of = {}
    for pk, action, removed_on in rows.values_list("pk", "action", "retiree_le"):
        change = since[action]
        sessions = change.removed if removed_on else change.added
        sessions.add(pk)
        action_of[pk] = action
    return action_of
