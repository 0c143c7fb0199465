"""One offer of a file: its typed values, level by level, the dossier that they would make, and its issues."""

from contextlib import suppress

from core import fiche
from core.completeness import empty
from core.contexte import contexte_of
from core.creation import new_action, new_session
from core.forms.rows import REFERENCES
from core.given import write_given
from core.models import Dispositif, Formation
from core.rules import Contexte, Fiche, FieldTable, Issue, Level, Need
from core.tableur import cellules
from core.tableur.cellules import Faute
from core.tableur.colonnes import Colonne
from core.tableur.lecture import Ligne
from core.tableur.plan import Gravite, Offre, SessionLue, Sort
from core.tableur.valeurs import merged, same

F, A, S, D = Level.FORMATION, Level.ACTION, Level.SESSION, Level.DISPOSITIF


class Description:
    """One offer: its typed values, level by level, then its issues."""

    def __init__(self, analyse, offre: Offre):
        self.analyse, self.offre = analyse, offre
        self.first = offre.sessions[0].ligne
        self.lookups = analyse.lookups
        self.action = offre.row = offre.action or self._new()
        self.root = fiche.dossier(self.action, analyse.rows.sessions_of[self.action.pk], self.lookups) if offre.action else None
        self.contexte: Contexte = self.root.contexte if self.root else contexte_of(self.action, self.lookups)
        self.programme = self.action.programme
        self.table: FieldTable = self.programme.fields.within(self.contexte)
        self.current = {x.key: x.values for x in self.root.walk()} if self.root else {}
        self.cells: dict[str, Ligne] = {}  # line that tells each fiche, by its key
        self.refused: set[tuple[int, str]] = set()  # cells, by line and title

    def describe(self):
        offre = self.offre
        self._shared(F, offre.formation)
        self._shared(A, offre.valeurs)
        tree = self._tree()
        self._changed()
        self.refused = {(r.ligne, r.champ) for r in offre.remarques if r.gravite is Gravite.REFUS}
        for issue in self.programme.issues(tree):
            self._note(issue)

    # Values -----------------------------------------------------------------------------

    def _new(self):
        """Return a new action and its formation, with the code of which Certifinfo gives what is not to be typed."""
        offre, formation = self.offre, Formation(etablissement=self.offre.porteur)
        column = self.analyse.columns.get("F.certifinfo")
        ligne = next((s.ligne for s in offre.sessions if column and s.ligne["F.certifinfo"]), None)
        if ligne is not None:
            with suppress(Faute):  # told with the other cells
                formation.certifinfo = cellules.value(column.field, ligne["F.certifinfo"], self.analyse.known) or ""
        if archived := self.analyse.archives.get(formation.certifinfo):
            offre.note(ligne, column, archived.sentence)
        action = new_action(formation=formation, porteur=offre.porteur, attribution=offre.attribution, known=self.lookups)
        for row in (formation, action):
            write_given(row, action, new=True, known=self.lookups)
        return action

    def values(self, ligne: Ligne, level: Level, current: dict) -> dict:
        """Return the values typed in a line for one level, and note the cells that cannot be kept."""
        found, lines = {}, {}
        for one in self.analyse.typed[level]:
            text = ligne[one.cle]
            if not text or one.cle in ligne.formules:
                continue
            field = self.table[(one.table or one.field).name]
            if field.need is Need.UNUSED:
                continue
            if field.need.locked:
                self._locked(ligne, one, field, text, current)
                continue
            try:
                value = cellules.value(one.field if one.table else field, text, self.analyse.known)
            except Faute as faute:
                self._kept_or_refused(ligne, one, text, current, str(faute))
                continue
            if one.table:
                lines.setdefault(one.table.name, {}).setdefault(one.rang, {})[one.field.name] = value
            else:
                found[one.field.name] = value
        for name, typed in lines.items():
            found[name] = merged(self.table[name], current.get(name) or (), typed)
        return {name: value for name, value in found.items() if not same(value, current.get(name))}

    def _kept_or_refused(self, ligne, one, text, current, sentence):
        """Refuse a cell, unless it names the row that stands there already, whoever chose it."""
        if one.field.kind in REFERENCES and not one.table and cellules.key_of(one.field, text) == current.get(one.field.name):
            return
        self.offre.note(ligne, one, sentence)

    def _locked(self, ligne, one, field, text, current):
        """Tell that what is typed in a locked cell is not read, unless it is what stands there."""
        given = field.given(self.contexte)
        given = current.get(field.name) if empty(given) else given
        if field.kind in REFERENCES:
            agrees = cellules.key_of(field, text) == given
        else:
            try:
                agrees = same(cellules.value(field, text, self.analyse.known), given)
            except Faute:
                agrees = False
        if not agrees:
            who = "fixé par le programme" if field.need is Need.FIXED else "reçu de la Région ou de Certifinfo"
            self.offre.note(ligne, one, f"« {one.titre} » est {who} : cette cellule est ignorée.", Gravite.INFO)

    def _shared(self, level: Level, into: dict):
        """Read a level that all the lines of the offer share: those that tell it must tell the same."""
        row = self.action.formation if level is F else self.action
        current = self.current.get(row.key, {})
        said: dict[str, int] = {}
        for s in self.offre.sessions:
            for name, value in self.values(s.ligne, level, current).items():
                if name in said and not same(into[name], value):
                    one = self.analyse.columns.get(f"{level}.{name}")
                    noun = "l’action" if level is A else "la formation"
                    self.offre.note(
                        s.ligne, one, f"Les lignes d’une même offre décrivent {noun} de même : la ligne {said[name]} dit autre "
                        "chose. Reprenez sa valeur, ou donnez un autre repère dans « Offre »."
                    )  # fmt: skip
                elif name not in said:
                    into[name], said[name] = value, s.ligne.numero
        self.cells[self._key(level)] = self.first
        if level is F and into and self.offre.action and row.pk not in self.analyse.rows.open_formations:
            for name in into:
                line = next(s.ligne for s in self.offre.sessions if s.ligne.numero == said[name])
                self.offre.note(
                    line, self.analyse.columns.get(f"F.{name}"),
                    "Le texte de cette formation est commun à d’autres actions, envoyées, validées ou saisies par d’autres : il "
                    "ne peut pas être modifié ici.",
                )  # fmt: skip

    def _key(self, level: Level) -> str:
        if self.root is not None:
            return self.action.formation.key if level is F else self.action.key
        return f"{level}{self.first.numero}"

    # The dossier as it would be -----------------------------------------------------------

    def _tree(self) -> Fiche:
        """Return the fiches as they would be once the lines are written."""
        offre = self.offre
        left = self._places_left()
        sessions = {}
        for s in offre.sessions:
            key, dkey = f"S{s.ligne.numero}", f"D{s.ligne.numero}"
            if s.session is not None:
                key = s.session.key
                s.dispositif = next(iter(s.session.dispositifs.all()), None)
                dkey = s.dispositif.key if s.dispositif else dkey
            self.cells[key] = self.cells[dkey] = s.ligne
            s.valeurs = self.values(s.ligne, S, self.current.get(key, {}))
            s.du_dispositif = self.values(s.ligne, D, self.current.get(dkey, {}))
            if s.session is not None:
                self._one_dispositif(s)
                s.row, s.funded = s.session, s.dispositif
                if left is not None and "places" in s.du_dispositif:
                    left += (self.current.get(dkey, {}).get("places") or 0) - (s.du_dispositif["places"] or 0)
                continue
            s.row = new_session(self.action)
            s.funded = Dispositif(session=s.row, places=left if left and left > 0 else None)
            for row in (s.row, s.funded):
                write_given(row, self.action, new=True, known=self.lookups)
            values, funded = self._start(s.row) | s.valeurs, self._start(s.funded) | s.du_dispositif
            left = left - (funded.get("places") or 0) if left is not None else None
            sessions[key] = Fiche(S, key, values, (Fiche(D, dkey, funded),))
        if self.root is None:
            formation = self._start(self.action.formation) | offre.formation
            action = self._start(self.action) | offre.valeurs
            child = Fiche(A, self._key(A), action, tuple(sessions.values()))
            return Fiche(F, self._key(F), formation, (child,), self.contexte)
        return self._replaced(sessions)

    def _start(self, row) -> dict:
        """Return the values of a new fiche before anything is typed."""
        return fiche.values_of(row, self.programme.fields.level(row.level))

    def _places_left(self):
        if self.contexte.places_attribuees is None:
            return None
        here = sum(x["places"] or 0 for x in self.root.each(D)) if self.root else 0
        return self.contexte.places_attribuees - self.contexte.places_engagees - here

    def _replaced(self, added: dict) -> Fiche:
        offre, typed = self.offre, {self._key(F): self.offre.formation, self._key(A): self.offre.valeurs}
        for s in offre.sessions:
            if s.session is not None:
                typed[s.session.key] = s.valeurs
                if s.dispositif is not None:
                    typed[s.dispositif.key] = s.du_dispositif
        root = self.root
        for key, values in typed.items():
            root = fiche.replace(root, key, values)
        action = root.children[0]
        action = Fiche(A, action.key, action.values, (*action.children, *added.values()))
        return Fiche(F, root.key, root.values, (action,), self.contexte)

    def _one_dispositif(self, s: SessionLue):
        """A line tells one dispositif: a session that has several is changed on its page."""
        several = len(s.session.dispositifs.all()) != 1
        if s.du_dispositif and several:
            one = self.analyse.columns[f"D.{next(iter(s.du_dispositif))}"]
            self.offre.note(s.ligne, one, "Cette session n’a pas un seul dispositif : modifiez ses dispositifs dans SOFI.")

    def _changed(self):
        """Tell the lines that change something from those that do not, and which rows they would change."""
        offre = self.offre
        offre.change_formation, offre.change_action = bool(offre.formation), bool(offre.valeurs)
        if offre.action is None:
            return
        for number, s in enumerate(offre.sessions):
            above = number == 0 and (offre.formation or offre.valeurs)
            if s.session is not None and not (s.valeurs or s.du_dispositif or above):
                s.sort = Sort.INCHANGEE
        rows = [self.action.formation, self.action, *(r for s in offre.sessions for r in (s.session, s.dispositif) if r)]
        offre.versions = tuple((row.key, row.version) for row in rows)

    # Issues -------------------------------------------------------------------------------

    def _note(self, issue: Issue):
        ligne = self.cells.get(issue.key)
        if ligne is None:
            return  # of a session that the file does not tell
        one = self._column(issue)
        if one and (ligne.numero, one.titre) in self.refused:
            return  # the cell is to be corrected first
        self.offre.note(ligne, one, issue.message, Gravite.MANQUE if issue.blocking else Gravite.CONSEIL)

    def _column(self, issue: Issue) -> Colonne | None:
        level, (name, *path) = issue.key[0], (issue.field or "").split(".")
        columns = self.analyse.columns
        if path:
            return columns.get(f"{level}.{name}.{int(path[0]) + 1}.{path[1] if len(path) > 1 else ''}")
        first = next((one for one in columns.values() if one.table and one.table.name == name and one.level == level), None)
        return columns.get(f"{level}.{name}") or first
