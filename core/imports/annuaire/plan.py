"""What a file of the annuaire would change, and what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass, field
from itertools import islice

from core.dossiers.wording import Names, say
from core.fasd.annuaire import ANNUAIRE
from core.rules import Level
from core.rules.payload import encode
from core.texts.plain import plural
from workflows.lifecycle import State


@dataclass(slots=True)
class LineFault:
    line: int
    column: str
    message: str


@dataclass(slots=True)
class FicheChange:
    """A fiche that the file changes, or creates (`row` is None): {field: value}, what it had."""

    line: int
    level: Level
    siret: str
    row: object = None
    values: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)

    @property
    def key(self):
        """Return what tells this fiche from another."""
        return self.level, self.siret, self.row.pk if self.row else 0

    @property
    def changes(self):
        return {
            name: value for name, value in self.values.items() if self.before.get(name) != value
        }

    @property
    def title(self):
        return str(self.row) if self.row else f"Nouvel établissement {self.siret}"


@dataclass(slots=True)
class AnnuairePlan:
    targets: list[FicheChange] = field(default_factory=list)
    errors: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)
    lines: int = 0

    def refuse(self, line: int, column: str, message: str):
        self.errors.append(LineFault(line, column, message))

    def warn(self, line: int, column: str, message: str):
        self.warnings.append(LineFault(line, column, message))

    @property
    def created(self):
        return [
            target
            for target in self.targets
            if target.row is None and target.level is Level.ETABLISSEMENT
        ]

    @property
    def changed(self):
        return [target for target in self.targets if target.row is not None and target.changes]

    @property
    def reopened(self):
        return [target for target in self.changed if target.row.state == State.VALIDATED]

    @property
    def empty(self):
        return not self.created and not self.changed

    @property
    def summary(self):
        read = plural(self.lines, "ligne lue", "lignes lues")
        created = plural(len(self.created), "établissement créé", "établissements créés")
        changed = plural(len(self.changed), "fiche modifiée", "fiches modifiées")
        reopened = plural(len(self.reopened), "rouverte", "rouvertes")
        return f"{read} : {created}, {changed}, dont {reopened} à la saisie."

    def fingerprint(self) -> str:
        """Return what identifies what would be done: confirmed, it is done, or nothing is."""
        parts = [
            (*target.key, encode(target.changes), encode(target.before)) for target in self.targets
        ]
        text = json.dumps(parts, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def differences(self, limit):
        """Return what changes, in words: [(line, fiche, label, before, after)]."""
        rows = list(islice(self._differences(), limit))
        names = Names(
            (definition, value)
            for _, definition, before, after in rows
            for value in (before, after)
        )
        return [
            (
                target.line,
                target.title,
                definition.label,
                say(definition, before, names),
                say(definition, after, names),
            )
            for target, definition, before, after in rows
        ]

    def _differences(self):
        for target in self.targets:
            for name, value in target.changes.items():
                yield target, ANNUAIRE.fields[name], target.before.get(name), value
