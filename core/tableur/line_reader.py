"""The cells of the lines of an offer become typed values, fiche by fiche; what cannot be kept is noted beside its cell."""

from core.fiches.forms.rows import REFERENCES
from core.rules import Contexte, FieldTable, Level, Need
from core.rules.completeness import empty
from core.tableur import cells
from core.tableur.cells import Faute
from core.tableur.plan import Gravite, Offre
from core.tableur.reading import Ligne
from core.tableur.values import merged, same

OF_ONE = "Les lignes d’une même offre décrivent {} de même : la ligne {{}} dit autre chose. Reprenez sa valeur, ou donnez un autre "
OF_ONE += "repère dans « Offre »."
DISAGREE = {  # what is said of a line that tells otherwise what another told
    Level.FORMATION: OF_ONE.format("la formation"),
    Level.ACTION: OF_ONE.format("l’action"),
    Level.SESSION: "Les lignes d’une même session la décrivent de même : la ligne {} dit autre chose. Reprenez sa valeur, ou "
    "videz cette cellule.",
}


class Lecteur:
    """Reads the lines of one offer under the rules that it meets."""

    def __init__(self, analyse, offre: Offre, table: FieldTable, contexte: Contexte):
        self.analyse, self.offre, self.table, self.contexte = analyse, offre, table, contexte

    def shared(self, lignes: list[Ligne], level: Level, current: dict) -> dict[str, tuple]:
        """Return the values of a fiche that several lines tell, with who tells each: they must tell the same."""
        found: dict[str, tuple] = {}
        for ligne in lignes:
            for name, value in self.values(ligne, level, current).items():
                said, by = found.setdefault(name, (value, ligne))
                if not same(said, value):
                    self.offre.note(
                        ligne,
                        self.analyse.columns.get(f"{level}.{name}"),
                        DISAGREE[level].format(by.numero),
                    )
        return found

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
                value = cells.value(one.field if one.table else field, text, self.analyse.known)
            except Faute as faute:
                self._kept_or_refused(ligne, one, text, current, str(faute))
                continue
            if one.table:
                lines.setdefault(one.table.name, {}).setdefault(one.rang, {})[one.field.name] = (
                    value
                )
            else:
                found[one.field.name] = value
        for name, typed in lines.items():
            found[name] = merged(self.table[name], current.get(name) or (), typed)
        return {name: value for name, value in found.items() if not same(value, current.get(name))}

    def _kept_or_refused(self, ligne, one, text, current, sentence):
        """Refuse a cell, unless it names the row that stands there already, whoever chose it."""
        if (
            one.field.kind in REFERENCES
            and not one.table
            and cells.key_of(one.field, text) == current.get(one.field.name)
        ):
            return
        self.offre.note(ligne, one, sentence)

    def _locked(self, ligne, one, field, text, current):
        """Tell that what is typed in a locked cell is not read, unless it is what stands there."""
        given = field.given(self.contexte)
        given = current.get(field.name) if empty(given) else given
        if field.kind in REFERENCES:
            agrees = cells.key_of(field, text) == given
        else:
            try:
                agrees = same(cells.value(field, text, self.analyse.known), given)
            except Faute:
                agrees = False
        if not agrees:
            who = (
                "fixé par le programme"
                if field.need is Need.FIXED
                else "reçu de la Région ou de Certifinfo"
            )
            self.offre.note(
                ligne,
                one,
                f"« {one.titre} » est {who} : cette cellule est ignorée.",
                Gravite.INFO,
            )
