"""Which row of the base each line of a file is about: a session, an action, or a new offer."""

from core import policy
from core.tableur.columns import FAS
from core.tableur.known_rows import KnownRows, fas_of
from core.tableur.line_row import LineRow, group_of
from core.tableur.reading import SheetLine
from workflows.labels import label


class Attaching:
    """Attaches the lines of a file to rows, for one person and one purpose.

    What new offers are attached to is said by each kind of workbook.
    """

    def __init__(self, lines: list[SheetLine], user, campagne, *, lock=False):
        self.user = user
        self.campagne = campagne
        self.lock = lock
        self.staff = policy.is_staff(user)
        self.porteurs: dict[str, object] = {}  # in whose name offers may be entered, by SIRET
        self.attributions: list = []
        self.known = KnownRows(lines, user, campagne, lock=lock)
        self.seen: dict[str, int] = {}  # first line of each session and dispositif, by its key
        if not self.known.all_named:
            self.read_for_new(lines)

    def read_for_new(self, lines: list[SheetLine]):
        """Read what new offers may be attached to."""
        raise NotImplementedError

    def elsewhere(self, action, name: str) -> str:
        """Return that an action does not belong to this workbook, or nothing."""
        raise NotImplementedError

    def new(self, line: SheetLine) -> LineRow:
        """Return what a line without a code is about."""
        raise NotImplementedError

    def of(self, line: SheetLine) -> LineRow:
        """Return what a line is about."""
        typed = line[FAS].strip()
        if not typed:
            return self.new(line)
        code = fas_of(line)
        if code is None:
            return LineRow.refused(
                f"« {typed[:40]} » n’est pas un code FAS, comme 19482-89393-143842. "
                "Laissez vide pour une nouvelle offre.",
                FAS,
            )
        return self._session(line, code) if code[3] else self._action(line, code)

    # Known rows -------------------------------------------------------------------------

    def _session(self, line, code) -> LineRow:
        session = self.known.sessions.get(int(code[3]))
        typed = "-".join(code.groups()[:3])
        if session is None or session.code != typed:
            return LineRow.refused(
                f"Aucune session {typed} parmi vos offres : vérifiez le code.",
                FAS,
            )
        closed = self._closed(session.action, f"La session {typed}")
        if closed:
            return LineRow.refused(closed, FAS)
        dispositif, fault = self._dispositif(line, session, code[4])
        if fault:
            return LineRow.refused(fault, FAS)
        self.seen.setdefault(session.key, line.number)
        return LineRow(
            key=("action", session.action_id),
            group=(session.key,),
            session=session,
            dispositif=dispositif,
            action=session.action,
            attribution=session.action.attribution,
        )

    def _dispositif(self, line, session, number: str | None):
        """Return the dispositif that a line is about, and what is wrong with it.

        None: the line may add one.
        """
        dispositifs = session.dispositifs.all()
        if not number:
            alone = len(dispositifs) == 1 and session.key not in self.seen
            return (dispositifs[0] if alone else None), ""
        named = [row for row in dispositifs if row.pk == int(number)]
        if not named:
            return None, (
                f"La session {session.code} n’a pas de dispositif {int(number)} : vérifiez le code."
            )
        [dispositif] = named
        if dispositif.key in self.seen:
            code = f"{session.code}-{dispositif.pk}"
            before = self.seen[dispositif.key]
            return None, f"Le dispositif {code} figure déjà à la ligne {before}."
        self.seen[dispositif.key] = line.number
        return dispositif, ""

    def _action(self, line, code) -> LineRow:
        action = self.known.actions.get(int(code[2]))
        typed = f"{code[1]}-{code[2]}"
        if action is None or action.code != typed:
            return LineRow.refused(
                f"Aucune action {typed} parmi vos offres : vérifiez le code.",
                FAS,
            )
        closed = self._closed(action, f"L’action {typed}")
        if closed:
            return LineRow.refused(closed, FAS)
        return LineRow(
            key=("action", action.pk),
            group=group_of(line),
            action=action,
            attribution=action.attribution,
        )

    def _closed(self, action, name: str) -> str:
        """Return why an action may not be changed by this file, or nothing."""
        elsewhere = self.elsewhere(action, name)
        if elsewhere:
            return elsewhere
        if action.pk in self.known.open_actions:
            return ""
        state = label(action, staff=self.staff).text
        return f"{name} ne peut pas être modifiée : elle est « {state} »."
