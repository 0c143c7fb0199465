"""The sessions and the dispositifs that the lines of an offer tell."""

from collections import defaultdict

from core.models import Dispositif
from core.offres.creation import new_session
from core.rules import Fiche, Level
from core.tableur.columns import FAS_CODE
from core.tableur.line_reader import LineReader, values_of
from core.tableur.plan import Gravity, Offre, SessionLine
from core.tableur.reading import SheetLine
from core.tableur.standing import Standing
from core.texts.plain import plural


class SessionReader:
    """Reads the sessions of an offer, then the dispositif of each of their lines."""

    def __init__(self, standing: Standing, offre: Offre, reader: LineReader):
        self.standing = standing
        self.offre = offre
        self.reader = reader
        self.left = standing.places_left()  # of the attribution
        self.tellers: dict[str, SheetLine] = {}  # line that tells each fiche, by its key
        self.new_dispositifs: dict[str, list[Fiche]] = {}  # by key of their session

    def read(self):
        """Give each line its rows and its values."""
        for head, *others in self._by_session():
            self._read_session(head, others)
        for line in self.offre.lines:
            self._read_dispositif(line)

    def new_sessions(self) -> tuple[Fiche, ...]:
        """Return the fiches of the sessions that are new, with their dispositifs."""
        fiches = []
        for line in self.offre.lines:
            if line.follows is not None or line.session is not None:
                continue
            key = key_of(line)
            session = Fiche(
                level=Level.SESSION,
                key=key,
                values=self.standing.start(line.session_row) | line.session_values,
                children=tuple(self.new_dispositifs[key]),
            )
            fiches.append(session)
        return tuple(fiches)

    def _by_session(self) -> list[list[SessionLine]]:
        """Return the lines of each session together, in the order of the file."""
        groups: dict[int, list[SessionLine]] = defaultdict(list)
        for line in self.offre.lines:
            groups[id(line.head)].append(line)
        return list(groups.values())

    def _read_session(self, head: SessionLine, others: list[SessionLine]):
        """Read what the lines of a session tell of it; they must tell the same."""
        key = key_of(head)
        self.tellers[key] = head.line
        self.new_dispositifs[key] = []
        told = self.reader.shared(
            [line.line for line in (head, *others)],
            Level.SESSION,
            self.standing.values(key),
        )
        head.session_values = values_of(told)
        head.session_row = head.session
        if head.session is None:
            head.session_row = self.standing.given(new_session(self.standing.action))

    # Dispositifs --------------------------------------------------------------------------

    def _read_dispositif(self, line: SessionLine):
        """Read the dispositif that a line tells, if it changes one or may add one."""
        line.session_row = line.head.session_row
        key = line.dispositif.key if line.dispositif else f"D-{line.line.number}"
        current = self.standing.values(key)
        self.tellers[key] = line.line
        line.dispositif_values = self.reader.values(line.line, Level.DISPOSITIF, current)
        if line.dispositif is not None:
            self._change_dispositif(line, current)
        elif line.session is None or self._may_add(line):
            self._add_dispositif(line, key)

    def _change_dispositif(self, line: SessionLine, current: dict):
        line.dispositif_row = line.dispositif
        if "places" in line.dispositif_values:
            before = current.get("places") or 0
            after = line.dispositif_values["places"] or 0
            self._take(after - before)

    def _add_dispositif(self, line: SessionLine, key: str):
        """Add a dispositif to a session, with the places that are left unless others are typed."""
        left = max(self.left or 0, 0) or None
        row = Dispositif(session=line.session_row, places=left)
        line.dispositif_row = self.standing.given(row)
        values = self.standing.start(row) | line.dispositif_values
        self._take(values.get("places") or 0)
        added = Fiche(Level.DISPOSITIF, key, values)
        self.new_dispositifs[key_of(line.head)].append(added)

    def _may_add(self, line: SessionLine) -> bool:
        """Whether a line that names no dispositif adds one to a known session; say why not."""
        dispositifs = line.session.dispositifs.all()
        code = line.session.code
        adds = bool(line.dispositif_values)
        if line.follows is None and adds and dispositifs:
            self.offre.note(
                line.line,
                FAS_CODE,
                f"La session {code} a {len(dispositifs)} dispositifs : donnez le code de celui "
                f"que vous modifiez, comme {code}-{dispositifs[0].pk}.",
            )
        if line.follows is not None and adds:
            self.offre.note(
                line.line,
                FAS_CODE,
                f"La session {code} a déjà {plural(len(dispositifs), 'dispositif')} : "
                "cette ligne lui en ajoutera un.",
                Gravity.ADVICE,
            )
        if line.follows is not None and not adds:
            self.offre.note(
                line.line,
                FAS_CODE,
                f"Cette session figure déjà à la ligne {line.follows.line.number} : "
                "pour lui ajouter un dispositif, remplissez ses colonnes ; "
                "pour en modifier un, ajoutez son numéro au code.",
            )
        return adds

    def _take(self, places: int):
        """Count places of the attribution as taken."""
        if self.left is not None:
            self.left -= places


def key_of(head: SessionLine) -> str:
    """Return the key of the session that a line tells first."""
    return head.session.key if head.session else f"S-{head.line.number}"
