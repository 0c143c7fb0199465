"""One offer of a file: the dossier that its lines would make, the rows that would be written, and its issues."""

from contextlib import suppress

from core.dossiers import rows as fiche
from core.dossiers.contexte import contexte_of
from core.dossiers.given import write_given
from core.models import Dispositif, Formation
from core.offres.creation import new_action, new_session
from core.rules import Contexte, Fiche, FieldTable, Issue, Level
from core.tableur import cells
from core.tableur.cells import Faute
from core.tableur.columns import FAS, Colonne
from core.tableur.line_reader import Lecteur
from core.tableur.plan import Gravite, Offre, SessionLue, Sort
from core.tableur.reading import Ligne
from core.texts.plain import plural

F, A, S, D = Level.FORMATION, Level.ACTION, Level.SESSION, Level.DISPOSITIF


class Description:
    """One offer: its typed values, level by level, then its issues."""

    def __init__(self, analyse, offre: Offre):
        self.analyse, self.offre = analyse, offre
        self.first = offre.sessions[0].ligne
        self.lookups = analyse.lookups
        self.action = offre.row = offre.action or self._new()
        self.root = (
            fiche.dossier(self.action, analyse.rows.sessions_of[self.action.pk], self.lookups)
            if offre.action
            else None
        )
        self.contexte: Contexte = (
            self.root.contexte if self.root else contexte_of(self.action, self.lookups)
        )
        self.programme = self.action.programme
        self.table: FieldTable = self.programme.fields.within(self.contexte)
        self.current = {x.key: x.values for x in self.root.walk()} if self.root else {}
        self.cells: dict[str, Ligne] = {}  # line that tells each fiche, by its key
        self.refused: set[tuple[int, str]] = set()  # cells, by line and title
        self.lecteur = Lecteur(analyse, offre, self.table, self.contexte)
        self.left = self._places_left()  # of the attribution

    def describe(self):
        offre = self.offre
        offre.formation, offre.valeurs = self._shared(F), self._shared(A)
        tree = self._tree()
        self._changed()
        self.refused = {(r.ligne, r.champ) for r in offre.remarques if r.gravite is Gravite.REFUS}
        for issue in self.programme.issues(tree):
            self._note(issue)

    # Rows -------------------------------------------------------------------------------

    def _new(self):
        """Return a new action and its formation, with the code of which Certifinfo gives what is not to be typed."""
        offre, formation = self.offre, Formation(etablissement=self.offre.porteur)
        column = self.analyse.columns.get("F.certifinfo")
        ligne = next((s.ligne for s in offre.sessions if column and s.ligne["F.certifinfo"]), None)
        if ligne is not None:
            with suppress(Faute):  # told with the other cells
                formation.certifinfo = (
                    cells.value(column.field, ligne["F.certifinfo"], self.analyse.known) or ""
                )
        if archived := self.analyse.archives.get(formation.certifinfo):
            offre.note(ligne, column, archived.sentence)
        action = new_action(
            formation=formation,
            porteur=offre.porteur,
            attribution=offre.attribution,
            known=self.lookups,
        )
        for row in (formation, action):
            write_given(row, action, new=True, known=self.lookups)
        return action

    def _shared(self, level: Level) -> dict:
        """Return the values of the formation or of the action: all the lines of the offer tell them."""
        row = self.action.formation if level is F else self.action
        found = self.lecteur.shared(
            [s.ligne for s in self.offre.sessions],
            level,
            self.current.get(row.key, {}),
        )
        self.cells[self._key(level)] = self.first
        if level is F and self.offre.action and row.pk not in self.analyse.rows.open_formations:
            for name, (_, ligne) in found.items():
                self.offre.note(
                    ligne, self.analyse.columns.get(f"F.{name}"),
                    "Le texte de cette formation est commun à d’autres actions, envoyées, validées ou saisies par d’autres : il "
                    "ne peut pas être modifié ici.",
                )  # fmt: skip
        return {name: value for name, (value, _) in found.items()}

    def _key(self, level: Level) -> str:
        if self.root is not None:
            return self.action.formation.key if level is F else self.action.key
        return f"{level}-{self.first.numero}"

    # The dossier as it would be -----------------------------------------------------------

    def _tree(self) -> Fiche:
        """Return the fiches as they would be once the lines are written."""
        offre, more = self.offre, {}
        groups = self._groups()
        for first, *others in groups:
            key = key_of(first)
            self.cells[key] = first.ligne
            found = self.lecteur.shared(
                [s.ligne for s in (first, *others)],
                S,
                self.current.get(key, {}),
            )
            first.valeurs = {name: value for name, (value, _) in found.items()}
            first.row = first.session or self._given(new_session(self.action))
        for s in offre.sessions:
            first = s.de or s
            more.setdefault(key_of(first), []).extend(self._dispositif(s, first))
        added = [first for first, *_ in groups if first.session is None]
        added = [
            Fiche(S, key_of(s), self._start(s.row) | s.valeurs, tuple(more[key_of(s)]))
            for s in added
        ]
        if self.root is None:
            formation = self._start(self.action.formation) | offre.formation
            action = self._start(self.action) | offre.valeurs
            return Fiche(
                F,
                self._key(F),
                formation,
                (Fiche(A, self._key(A), action, tuple(added)),),
                self.contexte,
            )
        return self._replaced(added, more)

    def _groups(self) -> list[list[SessionLue]]:
        """Return the lines of each session together, in the order of the file."""
        found: dict[int, list] = {}
        for s in self.offre.sessions:
            found.setdefault(id(s.de or s), []).append(s)
        return list(found.values())

    def _dispositif(self, s: SessionLue, first: SessionLue) -> list[Fiche]:
        """Read the dispositif of a line; return the fiche of a new one."""
        s.row = first.row
        key = s.dispositif.key if s.dispositif else f"D-{s.ligne.numero}"
        self.cells[key] = s.ligne
        s.du_dispositif = self.lecteur.values(s.ligne, D, self.current.get(key, {}))
        if s.dispositif is not None:
            s.funded = s.dispositif
            if "places" in s.du_dispositif:
                self._take(
                    (s.du_dispositif["places"] or 0) - (self.current[key].get("places") or 0),
                )
            return []
        if s.session is not None and not self._may_add(s, first):
            return []
        left = self.left if self.left and self.left > 0 else None
        s.funded = self._given(Dispositif(session=s.row, places=left))
        values = self._start(s.funded) | s.du_dispositif
        self._take(values.get("places") or 0)
        return [Fiche(D, key, values)]

    def _may_add(self, s: SessionLue, first: SessionLue) -> bool:
        """Whether a line that names no dispositif adds one to a session that is known; say why not."""
        there = len(s.session.dispositifs.all())
        if s is not first and not s.du_dispositif:
            self.offre.note(
                s.ligne, self.analyse.columns[FAS],
                f"Cette session figure déjà à la ligne {first.ligne.numero} : pour lui ajouter un dispositif, remplissez ses "
                "colonnes ; pour en modifier un, ajoutez son numéro au code.",
            )  # fmt: skip
        elif s is first and there and s.du_dispositif:
            self.offre.note(
                s.ligne, self.analyse.columns[FAS],
                f"La session {s.session.code} a {there} dispositifs : donnez le code de celui que vous modifiez, comme "
                f"{s.session.code}-{s.session.dispositifs.all()[0].pk}.",
            )  # fmt: skip
        elif s is not first:
            said = f"La session {s.session.code} a déjà {plural(there, 'dispositif')} : cette ligne lui en ajoutera un."
            self.offre.note(s.ligne, self.analyse.columns[FAS], said, Gravite.CONSEIL)
        return bool(s.du_dispositif)

    def _take(self, places: int):
        """Count places of the attribution as taken."""
        if self.left is not None:
            self.left -= places

    def _given(self, row):
        """Return a new row with what its programme gives it."""
        write_given(row, self.action, new=True, known=self.lookups)
        return row

    def _start(self, row) -> dict:
        """Return the values of a new fiche before anything is typed."""
        return fiche.values_of(row, self.programme.fields.level(row.level))

    def _places_left(self):
        if self.contexte.places_attribuees is None:
            return None
        here = sum(x["places"] or 0 for x in self.root.each(D)) if self.root else 0
        return self.contexte.places_attribuees - self.contexte.places_engagees - here

    def _replaced(self, added: list, more: dict) -> Fiche:
        """Return a known dossier with what is typed: `added` sessions, and `more` dispositifs of those that are there."""
        root, typed = (
            self.root,
            {self._key(F): self.offre.formation, self._key(A): self.offre.valeurs},
        )
        for s in self.offre.sessions:
            if s.session is not None and s.de is None:
                typed[s.session.key] = s.valeurs
            if s.dispositif is not None:
                typed[s.dispositif.key] = s.du_dispositif
        for key, values in typed.items():
            root = fiche.replace(root, key, values)
        action = root.children[0]
        known = (
            Fiche(S, x.key, x.values, (*x.children, *more.get(x.key, ()))) for x in action.children
        )
        action = Fiche(A, action.key, action.values, (*known, *added))
        return Fiche(F, root.key, root.values, (action,), self.contexte)

    def _changed(self):
        """Tell the lines that change something from those that do not, and which rows they would change."""
        offre = self.offre
        offre.change_formation, offre.change_action = bool(offre.formation), bool(offre.valeurs)
        for number, s in enumerate(offre.sessions):
            above = number == 0 and (offre.formation or offre.valeurs)
            new = s.funded is not None and s.funded.pk is None
            if s.de is not None and new:
                s.sort = Sort.DISPOSITIF
            elif s.session is not None and not (s.valeurs or s.du_dispositif or above):
                s.sort = Sort.INCHANGEE
        if offre.action is None:
            return
        rows = [
            self.action.formation,
            self.action,
            *(r for s in offre.sessions for r in (s.session, s.dispositif) if r),
        ]
        offre.versions = tuple((row.key, row.version) for row in rows)

    # Issues -------------------------------------------------------------------------------

    def _note(self, issue: Issue):
        ligne = self.cells.get(issue.key)
        if ligne is None:
            return  # of a session that the file does not tell
        one = self._column(issue)
        if one and (ligne.numero, one.titre) in self.refused:
            return  # the cell is to be corrected first
        self.offre.note(
            ligne,
            one,
            issue.message,
            Gravite.MANQUE if issue.blocking else Gravite.CONSEIL,
        )

    def _column(self, issue: Issue) -> Colonne | None:
        level, (name, *path) = issue.key[0], (issue.field or "").split(".")
        columns = self.analyse.columns
        if path:
            return columns.get(
                f"{level}.{name}.{int(path[0]) + 1}.{path[1] if len(path) > 1 else ''}",
            )
        first = next(
            (
                one
                for one in columns.values()
                if one.table and one.table.name == name and one.level == level
            ),
            None,
        )
        return columns.get(f"{level}.{name}") or first


def key_of(first: SessionLue) -> str:
    """Return the key of the session that a line tells first."""
    return first.session.key if first.session else f"S-{first.ligne.numero}"
