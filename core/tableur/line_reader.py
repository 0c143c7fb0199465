"""The cells of the lines of an offer become typed values, fiche by fiche.

What cannot be kept is noted beside its cell.
"""

from core.fiches.forms.rows import REFERENCES
from core.rules import Contexte, Field, FieldTable, Level, Need
from core.rules.completeness import empty
from core.tableur.cells import Unkeepable, value_of
from core.tableur.columns import Column
from core.tableur.lexicon import key_of
from core.tableur.plan import Gravity, Offre
from core.tableur.reading import SheetLine
from core.tableur.values import merged, same

OF_ONE_OFFRE = (
    "Les lignes d’une même offre décrivent {} de même : la ligne {{}} dit autre chose. "
    "Reprenez sa valeur, ou donnez un autre repère dans « Offre »."
)
DISAGREE = {  # what is said of a line that tells otherwise what another told
    Level.FORMATION: OF_ONE_OFFRE.format("la formation"),
    Level.ACTION: OF_ONE_OFFRE.format("l’action"),
    Level.SESSION: (
        "Les lignes d’une même session la décrivent de même : la ligne {} dit autre chose. "
        "Reprenez sa valeur, ou videz cette cellule."
    ),
}


def values_of(told: dict[str, tuple]) -> dict:
    """Return what several lines tell, without who tells it."""
    return {name: value for name, (value, _) in told.items()}


class LineReader:
    """Reads the lines of one offer under the rules that it meets."""

    def __init__(self, analysis, offre: Offre, table: FieldTable, contexte: Contexte):
        self.analysis = analysis
        self.offre = offre
        self.table = table
        self.contexte = contexte

    def shared(self, lines: list[SheetLine], level: Level, current: dict) -> dict[str, tuple]:
        """Return the values of a fiche that several lines tell, with who tells each.

        They must tell the same.
        """
        told: dict[str, tuple] = {}
        for line in lines:
            for name, value in self.values(line, level, current).items():
                before, teller = told.setdefault(name, (value, line))
                if not same(before, value):
                    self.offre.note(
                        line,
                        self.analysis.columns.get(f"{level}.{name}"),
                        DISAGREE[level].format(teller.number),
                    )
        return told

    def values(self, line: SheetLine, level: Level, current: dict) -> dict:
        """Return the values typed in a line for one level, without those that stand there already.

        The cells that cannot be kept are noted. `current`: what stands there.
        """
        values = {}
        tables: dict[str, dict[int, dict]] = {}  # what is typed in each row of a small table
        for column in self.analysis.typed_columns[level]:
            if not self._is_read(line, column):
                continue
            field = self.table[column.subject.name]
            if field.need.locked:
                self._note_ignored(line, column, field, current)
                continue
            try:
                value = self._value(line, column, field)
            except Unkeepable as refusal:
                self._note_unless_there(line, column, current, str(refusal))
                continue
            if column.table:
                rows = tables.setdefault(column.table.name, {})
                rows.setdefault(column.rank, {})[column.field.name] = value
            else:
                values[column.field.name] = value
        for name, typed in tables.items():
            values[name] = merged(self.table[name], current.get(name) or (), typed)
        return {name: value for name, value in values.items() if not same(value, current.get(name))}

    def _is_read(self, line: SheetLine, column: Column) -> bool:
        """Whether a cell says something that this offer may take."""
        if not line[column.key] or column.key in line.formulas:
            return False
        return self.table[column.subject.name].need is not Need.UNUSED

    def _value(self, line: SheetLine, column: Column, field: Field):
        typed_field = column.field if column.table else field
        return value_of(typed_field, line[column.key], self.analysis.lexicon)

    def _note_unless_there(self, line, column: Column, current, sentence):
        """Refuse a cell, unless it names the row that stands there already, whoever chose it."""
        field = column.field
        if field.kind in REFERENCES and not column.table:
            named = key_of(field, line[column.key])
            if named == current.get(field.name):
                return
        self.offre.note(line, column, sentence)

    def _note_ignored(self, line, column: Column, field: Field, current):
        """Tell that what is typed in a locked cell is not read, unless it is what stands there."""
        given = field.given(self.contexte)
        if empty(given):
            given = current.get(field.name)
        if self._agrees(field, line[column.key], given):
            return
        source = "reçu de la Région ou de Certifinfo"
        if field.need is Need.FIXED:
            source = "fixé par le programme"
        self.offre.note(
            line,
            column,
            f"« {column.title} » est {source} : cette cellule est ignorée.",
            Gravity.INFO,
        )

    def _agrees(self, field: Field, text: str, given) -> bool:
        """Whether a cell says what a field is given."""
        if field.kind in REFERENCES:
            return key_of(field, text) == given
        try:
            return same(value_of(field, text, self.analysis.lexicon), given)
        except Unkeepable:
            return False
