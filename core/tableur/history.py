"""What a file changed, kept in the history as the saves of pages keep it, and put in words together."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from core.dossiers import rows as fiche
from core.dossiers.difference import changes, told, values_of
from core.dossiers.saving import keep_many
from core.dossiers.wording import Names
from core.fasd import FASD
from core.models import Dispositif, Formation
from core.rules import Fiche, Kind, Level
from core.tableur.plan import Offre

DOOR = "import"


@dataclass(slots=True)
class Saved:
    """A row that was filled: its values before and after."""

    row: object
    before: dict
    after: dict


@dataclass(slots=True)
class Entry:
    """One save: filled rows, or a row that was added."""

    action: object
    subjects: list
    filled: list[Saved] = field(default_factory=list)
    added: object = None


class History:
    """The saves of a file, in their order. An offer that is new makes one of all its rows: nobody else knew them."""

    def __init__(self, siblings: dict[int, list], by):
        """`siblings`: the actions that a change of each formation concerns."""
        self.siblings, self.by = siblings, by
        self.entries: list[Entry] = []
        self.latest: dict[
            int,
            dict,
        ] = {}  # values of a row after its last filling, by its place in memory

    def begin(self, offre: Offre):
        self.offre = offre
        if offre.action is None:
            self.entries.append(Entry(offre.row, [offre.row]))

    def added(self, row):
        """Tell that a row was added to an action that is known."""
        if self.offre.action is not None:
            self.entries.append(Entry(self.offre.row, [self.offre.row], added=row))

    @contextmanager
    def filling(self, row, typed: dict):
        """Note what a row holds before and after it is given these values."""
        action = self.offre.row
        fields = action.programme.fields.level(row.level)
        before = self.latest.get(id(row)) or fiche.values_of(row, fields)
        yield
        if self.offre.action is None:
            self.entries[-1].filled.append(Saved(row, before, before | typed))
            return
        tables = {f.name: typed.get(f.name, before[f.name]) for f in fields if f.kind is Kind.ROWS}
        after = self.latest[id(row)] = fiche.values_of(row, fields) | tables
        subjects = self.siblings[row.pk] if isinstance(row, Formation) else [action]
        self.entries.append(Entry(action, subjects, [Saved(row, before, after)]))

    def write(self):
        """Keep the saves, once the rows are written and numbered."""
        self._as_kept()
        found = [(entry, self._changes(entry)) for entry in self.entries]
        names = Names(pair for _, changed in found for pair in values_of(changed))
        keep_many(
            [(entry.subjects, self._told(entry, changed, names)) for entry, changed in found],
            by=self.by,
            door=DOOR,
        )

    def _as_kept(self):
        """Read again the rows of known offers, and tell their values as the base keeps them: sorted, rounded, as lists."""
        saves = [
            (entry, one)
            for entry in self.entries
            for one in entry.filled
            if id(one.row) in self.latest
        ]
        kept = {}
        for model in dict.fromkeys(type(one.row) for _, one in saves):
            tables = [f.name for f in FASD.level(model.level) if f.kind is Kind.ROWS]
            named = [f.name for f in FASD.level(model.level) if f.kind is Kind.ETABLISSEMENT]
            rows = model._base_manager.filter(
                pk__in={one.row.pk for _, one in saves if type(one.row) is model},
            ).order_by("pk")
            rows = rows.select_related(*named) if named else rows
            kept |= {row.key: row for row in rows.prefetch_related(*tables)}
        for entry, one in saves:
            fields = entry.action.programme.fields.level(one.row.level)
            now, latest = fiche.values_of(kept[one.row.key], fields), self.latest[id(one.row)]
            one.before, one.after = (
                {
                    name: now[name] if value == latest[name] else value
                    for name, value in values.items()
                }
                for values in (one.before, one.after)
            )

    def _changes(self, entry: Entry) -> list[tuple]:
        before = tuple(Fiche(one.row.level, one.row.key, one.before) for one in entry.filled)
        after = tuple(Fiche(one.row.level, one.row.key, one.after) for one in entry.filled)
        return changes(together(before), together(after), entry.action.programme.fields)

    @staticmethod
    def _told(entry: Entry, changed, names) -> list[dict]:
        if entry.added is not None:
            row = entry.added
            label, after = f"Session {row.pk}", "ajoutée"
            if isinstance(row, Dispositif):
                label, after = f"Session {row.session_id}, dispositif {row.pk}", "ajouté"
            return [{"path": f"{row.key}.", "label": label, "before": "", "after": after}]
        return [one.as_json() for one in told(changed, names)]


def together(fiches) -> Fiche:
    """Return fiches under one root, as changes are told."""
    return Fiche(Level.FORMATION, "", {}, fiches)
