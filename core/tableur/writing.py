"""A plan is written in one transaction: all its accepted offers, or nothing.

Level by level, a few queries each.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from core.dossiers import rows as fiche
from core.dossiers.given import typable, write_given
from core.fasd import FASD
from core.models import Action, Dispositif, Formation, Session
from core.referentiels import certifinfo
from core.rules import Kind
from core.tableur.analysis import Analysis
from core.tableur.history import History
from core.tableur.plan import Offre, SessionLine, WorkbookPlan
from workflows.service import Refused

log = logging.getLogger("sofi.imports")
LEVELS = (Formation, Action, Session, Dispositif)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the plan that was agreed to, and the F-A-S code of each line."""

    plan: WorkbookPlan
    codes: dict[int, str]


def write_plan(content: bytes, *, campagne, by, name: str, expected: str) -> Written:
    """Write a file that somebody agreed to: `expected` is the fingerprint of its preview.

    Raises `Refused` when the base has changed since: nothing is written then.
    """
    with transaction.atomic():
        analysis = Analysis.of(content, campagne, by, lock=True)
        plan = analysis.plan()
        if plan.fingerprint() != expected:
            raise Refused(
                "La base a changé depuis l’aperçu : vérifiez le nouvel aperçu avant de confirmer.",
            )
        codes = Writer(plan.accepted, analysis, by).write()
    counts = {str(outcome): count for outcome, count in plan.counts().items()}
    log.info(
        "spreadsheet imported",
        extra={"file": name, "by": by.pk, "campagne": campagne.pk, **counts},
    )
    return Written(plan, codes)


class Writer:
    """The accepted offers of a file, whose rows are locked.

    What pages write one by one is written together; what it leaves is compared with what the pages
    leave: `tests/tableur/test_sameness.py`.
    """

    def __init__(self, offres: list[Offre], analysis: Analysis, by):
        self.offres = offres
        self.lookups = analysis.lookups
        self.new = {model: [] for model in LEVELS}
        self.changed = {model: {} for model in LEVELS}  # rows, by number
        self.tables = {}  # small tables to write: row, field, lines
        self.emptied = defaultdict(list)  # rows whose lines are replaced, by model and column
        self.filled_formations = []
        self.history = History(analysis.known.siblings, by)

    def write(self) -> dict[int, str]:
        """Write the offers, and return the code of each of their lines."""
        for offre in self.offres:
            self._prepare(offre)
        for model, rows in self.new.items():
            model.objects.bulk_create(rows)
        for model, rows in self.changed.items():
            rewrite(model, list(rows.values()))
        if self.filled_formations:
            formations = [row.pk for row in self.filled_formations]
            certifinfo.flag(Action.objects.filter(formation__in=formations))
        self._write_tables()
        self.history.write()
        codes = {}
        for offre in self.offres:
            for line in offre.lines:
                codes[line.line.number] = line.session_row.code
        return codes

    # In memory ----------------------------------------------------------------------------

    def _prepare(self, offre: Offre):
        """Fill the rows of an offer."""
        action = offre.row
        self.history.begin(offre)
        if offre.action is None:
            self.new[Formation].append(action.formation)
            self.new[Action].append(action)
        self._fill(action.formation, offre, offre.formation_values)
        self._fill(action, offre, offre.action_values)
        for line in offre.lines:
            self._prepare_line(line, offre)

    def _prepare_line(self, line: SessionLine, offre: Offre):
        """Fill the session and the dispositif of a line."""
        is_new_session = line.session is None and line.follows is None
        if is_new_session:
            self.new[Session].append(line.session_row)
            self.history.added(line.session_row)
        if line.follows is None:
            self._fill(line.session_row, offre, line.session_values)
        dispositif = line.dispositif_row
        if dispositif is None:
            return
        if dispositif.pk is None:
            self.new[Dispositif].append(dispositif)
            if not is_new_session:  # the first of a new session comes with it
                self.history.added(dispositif)
        self._fill(dispositif, offre, line.dispositif_values)

    def _fill(self, row, offre: Offre, values: dict):
        """Give a row what was typed for it, as its page does; nothing when nothing was."""
        if not values:
            return
        fields = typable(row, offre.row, self.lookups)
        with self.history.filling(row, values):
            fiche.write(row, fields, values, self.lookups)
            write_given(row, offre.row, known=self.lookups)
        row.version += 1
        if row.pk is not None:
            self.changed[type(row)][row.pk] = row
        if isinstance(row, Formation):
            self.filled_formations.append(row)
        for field in fields:
            if field.kind is Kind.ROWS and field.name in values:
                self._replace_table(row, field, values[field.name])

    def _replace_table(self, row, field, lines):
        """Note the lines of a small table, and those that they replace."""
        self.tables[id(row), field.name] = row, field, lines
        if row.pk is None:
            return
        relation = getattr(type(row), field.name).rel
        place = relation.related_model, relation.field.name
        self.emptied[place].append(row.pk)

    # In the base --------------------------------------------------------------------------

    def _write_tables(self):
        """Write the lines of the small tables; those whose place they take go first."""
        for (model, name), rows in self.emptied.items():
            model._base_manager.filter(**{f"{name}__in": rows}).delete()
        lines = defaultdict(list)
        for row, field, typed in self.tables.values():
            for child in fiche.children(row, field, typed):
                lines[type(child)].append(child)
        for model, rows in lines.items():
            model.objects.bulk_create(rows)


def rewrite(model, rows) -> None:
    """Write known rows again, in one query.

    An insertion that meets its key becomes an update of what a fiche holds.
    """
    columns = [field.name for field in FASD.level(model.level) if field.kind is not Kind.ROWS]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["version", "extra", *columns],
    )
