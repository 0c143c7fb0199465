"""The rows that the F-A-S codes of a file name, read together for one person."""

import re
from collections import defaultdict

from django.db.models import prefetch_related_objects

from core.dossiers import rows as fiche
from core.models import Action, Formation, Session
from core.tableur.columns import FAS
from core.tableur.reading import SheetLine

CODE = re.compile(r"(\d{1,18})\s*-\s*(\d{1,18})(?:\s*-\s*(\d{1,18})(?:\s*-\s*(\d{1,18}))?)?")
OF_ACTION = (
    "formation",
    "porteur",
    "attribution__lot__campagne",
    "attribution__lot__mandataire",
    "attribution__formateur",
)
OF_SESSION = tuple(f"action__{name}" for name in OF_ACTION)


def fas_of(line: SheetLine) -> re.Match | None:
    """Return the numbers of the code of a line: formation, action, session, dispositif."""
    return CODE.fullmatch(line[FAS].strip())


def sessions_named(codes) -> set[int]:
    """Return the sessions of the codes that name one."""
    return {int(code[3]) for code in codes if code and code[3]}


def actions_named(codes) -> set[int]:
    """Return the actions of the codes that name no session."""
    return {int(code[2]) for code in codes if code and not code[3]}


def allowed_among(model, user, action, numbers) -> set[int]:
    """Return the numbers of the rows that this person may do something with."""
    if not numbers:
        return set()
    rows = model.objects.allowed(user, action).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


class KnownRows:
    """The actions and the sessions that the codes name, and all the sessions of those actions.

    `lock`: they are held until the file is written.
    """

    def __init__(self, lines: list[SheetLine], user, campagne, *, lock=False):
        self.user = user
        self.campagne = campagne
        codes = [fas_of(line) for line in lines]
        self.all_named = all(codes)
        actions_of = self._actions_of(sessions_named(codes))
        numbers = actions_named(codes) | set(actions_of.values())
        self.siblings = self._held(numbers) if lock and numbers else {}
        self.actions = self._actions(numbers)
        self.open_actions = allowed_among(Action, user, "change", self.actions)
        formations = {action.formation_id for action in self.actions.values()}
        self.open_formations = allowed_among(Formation, user, "change", formations)
        self.sessions_of = self._sessions_of()
        self.sessions: dict[int, Session] = {}  # those that are named
        for sessions in self.sessions_of.values():
            for session in sessions:
                if session.pk in actions_of:
                    self.sessions[session.pk] = session

    def _viewed(self, model, numbers):
        return model.objects.allowed(self.user, "view").filter(pk__in=numbers)

    def _actions_of(self, sessions) -> dict[int, int]:
        """Return the number of the action of each session."""
        if not sessions:
            return {}
        rows = self._viewed(Session, sessions).filter(retiree_le=None)
        return dict(rows.values_list("pk", "action"))

    def _held(self, numbers) -> dict[int, list[Action]]:
        """Return the actions that a change of each formation concerns, and hold them."""
        formations = self._viewed(Action, numbers).order_by().values("formation")
        rows = Action._base_manager.select_for_update().filter(
            formation__in=formations,
            action_publique=None,
        )
        siblings = defaultdict(list)
        for action in rows.order_by("pk"):
            siblings[action.formation_id].append(action)
        return dict(siblings)

    def _actions(self, numbers) -> dict[int, Action]:
        if not numbers:
            return {}
        actions = list(self._viewed(Action, numbers).select_related(*OF_ACTION))
        prefetch_related_objects(actions, "equipements", "formation__blocs")
        formations = {action.formation_id: action.formation for action in actions}
        for action in actions:
            # one object for a formation, whose changes are written once
            action.formation = formations[action.formation_id]
            self._share_campagne(action)
        return {action.pk: action for action in actions}

    def _share_campagne(self, action):
        """Give the rows of one campaign the same object, on which its rules are kept."""
        if not action.attribution_id:
            return
        lot = action.attribution.lot
        if lot.campagne_id == self.campagne.pk:
            lot.campagne = self.campagne

    def _sessions_of(self) -> dict[int, list[Session]]:
        """Return the sessions of each action, as `fiche.dossier` reads them."""
        sessions_of = {pk: [] for pk in self.actions}
        if not sessions_of:
            return {}
        for session in fiche.kept(Session.objects.filter(action__in=sessions_of)):
            session.action = self.actions[session.action_id]
            sessions_of[session.action_id].append(session)
        return sessions_of
