"""One offer of a file: its typed values level by level, the rows that would change, its issues."""

from core.rules import Issue, Level
from core.tableur.dossier_tree import dossier_tree
from core.tableur.issue_columns import column_of
from core.tableur.line_reader import LineReader, values_of
from core.tableur.plan import Gravity, Offre, Outcome, SessionLine
from core.tableur.reading import SheetLine
from core.tableur.session_reader import SessionReader
from core.tableur.standing import Standing


class Description:
    """Fills one offer of a plan from its lines."""

    def __init__(self, analysis, offre: Offre):
        self.analysis = analysis
        self.offre = offre
        self.standing = Standing(analysis, offre)
        offre.row = self.standing.action
        self.reader = LineReader(analysis, offre, self.standing.table, self.standing.contexte)
        self.sessions = SessionReader(self.standing, offre, self.reader)

    def describe(self):
        """Give the offer its values, its versions, the outcome of its lines, and its remarks."""
        offre = self.offre
        offre.formation_values = self._formation_values()
        offre.action_values = values_of(self._told(Level.ACTION))
        self.sessions.read()
        tree = dossier_tree(self.standing, offre, self.sessions)
        self._tell_unchanged_lines()
        if offre.action is not None:
            offre.versions = self._versions()
        self._note_issues(self.standing.programme.issues(tree))

    # Formation and action -----------------------------------------------------------------

    def _told(self, level: Level) -> dict[str, tuple]:
        """Return what the lines tell of the formation or of the action: all of them may."""
        lines = [told.line for told in self.offre.lines]
        current = self.standing.values(self.standing.row(level).key)
        return self.reader.shared(lines, level, current)

    def _formation_values(self) -> dict:
        """Return what is typed of the formation; refused where others share it."""
        told = self._told(Level.FORMATION)
        if not self._formation_is_open():
            for name, (_, line) in told.items():
                self.offre.note(
                    line,
                    self.analysis.columns.get(f"F.{name}"),
                    "Le texte de cette formation est commun à d’autres actions, envoyées, "
                    "validées ou saisies par d’autres : il ne peut pas être modifié ici.",
                )
        return values_of(told)

    def _formation_is_open(self) -> bool:
        if self.offre.action is None:
            return True
        return self.standing.action.formation.pk in self.analysis.known.open_formations

    # What changes -------------------------------------------------------------------------

    def _tell_unchanged_lines(self):
        """Tell the lines that change something from those that do not."""
        above = bool(self.offre.formation_values or self.offre.action_values)
        for rank, line in enumerate(self.offre.lines):
            first_tells_above = rank == 0 and above
            if adds_dispositif(line):
                line.outcome = Outcome.DISPOSITIF
            elif line.session is not None and not changes(line) and not first_tells_above:
                line.outcome = Outcome.UNCHANGED

    def _versions(self) -> tuple:
        """Return the key and the version of each row that the lines may change."""
        rows = [self.standing.action.formation, self.standing.action]
        for line in self.offre.lines:
            if line.session:
                rows.append(line.session)
            if line.dispositif:
                rows.append(line.dispositif)
        return tuple((row.key, row.version) for row in rows)

    # Issues -------------------------------------------------------------------------------

    def _note_issues(self, issues):
        """Say each issue beside its cell, unless that cell is refused already."""
        refused = {
            (remark.line, remark.title)
            for remark in self.offre.remarks
            if remark.gravity is Gravity.REFUSED
        }
        for issue in issues:
            line = self._teller(issue.key)
            if line is None:
                continue  # of a session that the file does not tell
            column = column_of(issue, self.analysis.columns)
            if column and (line.number, column.title) in refused:
                continue  # the cell is to be corrected first
            self.offre.note(line, column, issue.message, gravity_of(issue))

    def _teller(self, key: str) -> SheetLine | None:
        """Return the line that tells a fiche."""
        if key in (self.standing.key(Level.FORMATION), self.standing.key(Level.ACTION)):
            return self.offre.lines[0].line
        return self.sessions.tellers.get(key)


def adds_dispositif(line: SessionLine) -> bool:
    """Whether a line adds a dispositif to the session of another line."""
    row = line.dispositif_row
    return line.follows is not None and row is not None and row.pk is None


def changes(line: SessionLine) -> bool:
    """Whether a line says something new of its session or of its dispositif."""
    return bool(line.session_values or line.dispositif_values)


def gravity_of(issue: Issue) -> Gravity:
    """Return how much an issue weighs: a draft may lack what is asked."""
    return Gravity.MISSING if issue.blocking else Gravity.ADVICE
