"""What an offer of a file stands on before its lines are read: its rows, known or new."""

from contextlib import suppress

from core.dossiers import rows as fiche
from core.dossiers.contexte import contexte_of
from core.dossiers.given import write_given
from core.models import Action, Formation
from core.offres.creation import new_action
from core.rules import Contexte, Fiche, FieldTable, Level
from core.tableur.cells import Unkeepable, value_of
from core.tableur.plan import Offre

CERTIFINFO = "F.certifinfo"  # key of the column


class Standing:
    """The rows of an offer, and the values that stand in them; `root` is None for a new one."""

    def __init__(self, analysis, offre: Offre):
        self.offre = offre
        self.lookups = analysis.lookups
        self.action: Action = offre.action or new_row(analysis, offre)
        self.programme = self.action.programme
        self.root: Fiche | None = None
        self.current: dict[str, dict] = {}  # values of each known fiche, by its key
        if offre.action is None:
            self.contexte: Contexte = contexte_of(self.action, self.lookups)
        else:
            sessions = analysis.known.sessions_of[self.action.pk]
            self.root = fiche.dossier(self.action, sessions, self.lookups)
            self.contexte = self.root.contexte
            self.current = {known.key: known.values for known in self.root.walk()}
        self.table: FieldTable = self.programme.fields.within(self.contexte)

    def row(self, level: Level):
        """Return the formation, or the action."""
        return self.action.formation if level is Level.FORMATION else self.action

    def key(self, level: Level) -> str:
        """Return the key of the fiche of the formation, or of the action."""
        if self.root is not None:
            return self.row(level).key
        return f"{level}-{self.offre.lines[0].line.number}"

    def values(self, key: str) -> dict:
        """Return what stands in a fiche; nothing in a new one."""
        return self.current.get(key, {})

    def given(self, row):
        """Return a new row with what its programme gives it."""
        write_given(row, self.action, new=True, known=self.lookups)
        return row

    def start(self, row) -> dict:
        """Return the values of a new fiche before anything is typed."""
        return fiche.values_of(row, self.programme.fields.level(row.level))

    def places_left(self) -> int | None:
        """Return the places of the attribution that nobody took; None when it gives none."""
        if self.contexte.places_attribuees is None:
            return None
        left = self.contexte.places_attribuees - self.contexte.places_engagees
        if self.root is not None:
            left -= sum(known["places"] or 0 for known in self.root.each(Level.DISPOSITIF))
        return left


def new_row(analysis, offre: Offre) -> Action:
    """Return a new action and its formation, not saved.

    With the code of which Certifinfo gives what is not to be typed.
    """
    formation = Formation(etablissement=offre.porteur)
    name_certification(formation, analysis, offre)
    action = new_action(
        formation=formation,
        porteur=offre.porteur,
        attribution=offre.attribution,
        known=analysis.lookups,
    )
    for row in (formation, action):
        write_given(row, action, new=True, known=analysis.lookups)
    return action


def name_certification(formation: Formation, analysis, offre: Offre):
    """Give a new formation the code that the first line with one gives; tell an archived one."""
    column = analysis.columns.get(CERTIFINFO)
    if column is None:
        return
    lines = [told.line for told in offre.lines if told.line[CERTIFINFO]]
    if not lines:
        return
    line = lines[0]
    with suppress(Unkeepable):  # told with the other cells
        code = value_of(column.field, line[CERTIFINFO], analysis.lexicon)
        formation.certifinfo = code or ""
    archived = analysis.archives.get(formation.certifinfo)
    if archived:
        offre.note(line, column, archived.sentence)
