"""What a file changed, kept in the history as the saves of pages keep it, and worded together."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

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

    @property
    def fields(self):
        return self.action.programme.fields


class History:
    """The saves of a file, in their order.

    An offer that is new makes one of all its rows: nobody else knew them.
    """

    def __init__(self, siblings: dict[int, list], by):
        """`siblings`: the actions that a change of each formation concerns."""
        self.siblings = siblings
        self.by = by
        self.entries: list[Entry] = []
        # values of a row after its last filling, by its place in memory
        self.latest: dict[int, dict] = {}

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
        after = fiche.values_of(row, fields)
        for name in tables_of(fields):  # written later
            after[name] = typed.get(name, before[name])
        self.latest[id(row)] = after
        subjects = self.siblings[row.pk] if isinstance(row, Formation) else [action]
        self.entries.append(Entry(action, subjects, [Saved(row, before, after)]))

    def write(self):
        """Keep the saves, once the rows are written and numbered."""
        self._as_kept()
        changed = [changes_of(entry) for entry in self.entries]
        names = Names(chain.from_iterable(map(values_of, changed)))
        saves = []
        for entry, changes_of_entry in zip(self.entries, changed, strict=True):
            lines = as_json(entry, changes_of_entry, names)
            saves.append((entry.subjects, lines))
        keep_many(saves, by=self.by, door=DOOR)

    def _as_kept(self):
        """Tell the values of known offers as the base keeps them: sorted, rounded, as lists."""
        rows = self._read_again()
        for entry, saved in self._of_known_offers():
            fields = entry.fields.level(saved.row.level)
            kept = fiche.values_of(rows[saved.row.key], fields)
            latest = self.latest[id(saved.row)]
            saved.before = with_kept(saved.before, latest, kept)
            saved.after = with_kept(saved.after, latest, kept)

    def _of_known_offers(self) -> Iterator[tuple[Entry, Saved]]:
        """Yield the fillings of rows that were there before the file, each with its save."""
        for entry in self.entries:
            for saved in entry.filled:
                if id(saved.row) in self.latest:
                    yield entry, saved

    def _read_again(self) -> dict[str, object]:
        """Return the rows of known offers as they are in the base, by key."""
        numbers: dict[type, set[int]] = defaultdict(set)
        for _, saved in self._of_known_offers():
            numbers[type(saved.row)].add(saved.row.pk)
        rows = {}
        for model, pks in numbers.items():
            for row in rows_of(model, pks):
                rows[row.key] = row
        return rows


def tables_of(fields) -> list[str]:
    """Return the names of the small tables among fields."""
    return [one.name for one in fields if one.kind is Kind.ROWS]


def rows_of(model, pks):
    """Return rows with all that their values are read from."""
    fields = FASD.level(model.level)
    named = [one.name for one in fields if one.kind is Kind.ETABLISSEMENT]
    rows = model._base_manager.filter(pk__in=pks).order_by("pk")
    if named:
        rows = rows.select_related(*named)
    return rows.prefetch_related(*tables_of(fields))


def with_kept(values: dict, latest: dict, kept: dict) -> dict:
    """Return values, those of the last filling told as the base keeps them."""
    told_as_kept = dict(values)
    for name, value in values.items():
        if value == latest[name]:
            told_as_kept[name] = kept[name]
    return told_as_kept


def changes_of(entry: Entry) -> list[tuple]:
    """Return what a save changed, before it is worded."""
    before = [fiche_of(saved.row, saved.before) for saved in entry.filled]
    after = [fiche_of(saved.row, saved.after) for saved in entry.filled]
    return changes(together(before), together(after), entry.fields)


def fiche_of(row, values: dict) -> Fiche:
    return Fiche(row.level, row.key, values)


def together(fiches) -> Fiche:
    """Return fiches under one root, as changes are told."""
    return Fiche(Level.FORMATION, "", {}, tuple(fiches))


def as_json(entry: Entry, changed, names) -> list[dict]:
    """Return what the history says of a save."""
    row = entry.added
    if row is None:
        return [difference.as_json() for difference in told(changed, names)]
    label = f"Session {row.pk}"
    after = "ajoutée"
    if isinstance(row, Dispositif):
        label = f"Session {row.session_id}, dispositif {row.pk}"
        after = "ajouté"
    return [{"path": f"{row.key}.", "label": label, "before": "", "after": after}]
