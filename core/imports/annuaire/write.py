"""Imports a file of the annuaire: read whole, shown first, then written to drafts. An empty cell changes nothing."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import transaction

from core.dossiers import rows as fiche
from core.dossiers.saving import saving
from core.dossiers.wording import Names, say
from core.fasd.annuaire import ANNUAIRE, NUMBERS
from core.fasd.identifiants import siret_problem
from core.files.spreadsheets import read_rows
from core.imports.annuaire.columns import SIRET, SITE, columns, siret_of, value
from core.imports.refusal import ImportRefused
from core.models import Etablissement, Site, Terme
from core.rules import Level
from core.rules.completeness import misshapen
from core.rules.payload import encode
from core.texts.numbers import number
from core.texts.plain import plural
from workflows.lifecycle import State
from workflows.service import perform

CHANGEABLE = (State.DRAFT, State.VALIDATED)
REASON = "Import d’un fichier de l’annuaire"


@dataclass(slots=True)
class LineFault:
    line: int
    column: str
    message: str


@dataclass(slots=True)
class FicheChange:
    """One fiche that the file changes, or creates (`row` is None): {field: value}, and what it had."""

    line: int
    level: Level
    siret: str
    row: object = None
    values: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)

    @property
    def changes(self):
        return {name: v for name, v in self.values.items() if self.before.get(name) != v}

    @property
    def title(self):
        return str(self.row) if self.row else f"Nouvel établissement {self.siret}"


@dataclass(slots=True)
class AnnuairePlan:
    targets: list[FicheChange] = field(default_factory=list)
    errors: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)
    lines: int = 0

    @property
    def created(self):
        return [t for t in self.targets if t.row is None and t.level is Level.ETABLISSEMENT]

    @property
    def changed(self):
        return [t for t in self.targets if t.row is not None and t.changes]

    @property
    def reopened(self):
        return [t for t in self.changed if t.row.state == State.VALIDATED]

    @property
    def empty(self):
        return not self.created and not self.changed

    @property
    def summary(self):
        read = plural(self.lines, "ligne lue", "lignes lues")
        created = plural(len(self.created), "établissement créé", "établissements créés")
        changed = plural(len(self.changed), "fiche modifiée", "fiches modifiées")
        return f"{read} : {created}, {changed}, dont {plural(len(self.reopened), 'rouverte', 'rouvertes')} à la saisie."

    def fingerprint(self) -> str:
        """Return what identifies what would be done: confirmed, it is done, or nothing is."""
        said = [
            (t.level, t.siret, t.row.pk if t.row else 0, encode(t.changes), encode(t.before))
            for t in self.targets
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

    def differences(self, limit):
        """Return what changes, in words: [(line, fiche, label, before, after)]."""
        table = ANNUAIRE.fields
        rows = [
            (t, table[name], t.before.get(name), v)
            for t in self.targets
            for name, v in t.changes.items()
        ][:limit]
        names = Names((f, v) for _, f, *values in rows for v in values)
        return [
            (t.line, t.title, f.label, say(f, a, names), say(f, b, names)) for t, f, a, b in rows
        ]


def prepare(content: bytes) -> AnnuairePlan:
    """Return what a file would change, without changing anything."""
    plan = AnnuairePlan()
    rows = read_rows(content)
    found, unknown = columns(rows[0].cells)
    for heading in unknown:
        plan.warnings.append(
            LineFault(rows[0].number, heading, "Colonne inconnue : elle est laissée de côté."),
        )
    if SIRET not in found.values():
        plan.errors.append(
            LineFault(
                rows[0].number,
                "SIRET",
                "Il manque la colonne du SIRET : sans elle, rien ne dit de qui on parle.",
            ),
        )
        return plan
    lines = [_line(row, found, plan) for row in rows[1:]]
    lines = [line for line in lines if line]
    plan.lines = len(lines)
    known = _in_base(lines)
    for line in lines:
        _targets(line, known, plan)
    _merge(plan)
    _check_codes(plan)
    _leave_closed(plan)
    return plan


def _line(row, found, plan):
    """Return (number, siret, site number, {field: value}) of a line, or nothing when it is wrong."""
    values, siret, site = {}, "", ""
    for place, what in found.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        if what == SIRET:
            siret = siret_of(cell)
        elif what == SITE:
            site = cell.partition(" ")[0]
        elif cell:
            try:
                values[what.name] = read = value(what, cell)
                sentence = misshapen(what, read) or (
                    NUMBERS[what.name](read) if what.name in NUMBERS else ""
                )
            except ValueError as error:
                sentence = str(error)
            if sentence:
                plan.errors.append(LineFault(row.number, what.label, sentence))
                return None
    if sentence := siret_problem(siret):
        plan.errors.append(
            LineFault(row.number, "SIRET", sentence if siret else "Le SIRET manque.")
        )
        return None
    if site and number(site) is None:
        plan.errors.append(
            LineFault(row.number, "Site", f"« {site} » n’est pas un numéro de site.")
        )
        return None
    return row.number, siret, number(site), values


def _in_base(lines):
    """Return the établissements that the lines name, by SIRET, and their sites by number: two queries a thousand lines."""
    sirets = sorted({siret for _, siret, _, _ in lines})
    etablissements, sites = {}, {}
    for start in range(0, len(sirets), 1000):
        etablissements |= {
            e.siret: e for e in Etablissement.objects.filter(siret__in=sirets[start : start + 1000])
        }
    numbers = sorted(e.pk for e in etablissements.values())
    for start in range(0, len(numbers), 1000):
        some = Site.objects.filter(etablissement__in=numbers[start : start + 1000]).select_related(
            "etablissement",
        )
        sites |= {site.pk: site for site in some}
    principal = {site.etablissement_id: site for site in sites.values() if site.principal}
    return etablissements, sites, principal


def _targets(line, known, plan):
    number, siret, site_number, values = line
    etablissements, sites, principal = known
    table = ANNUAIRE.fields
    owner = etablissements.get(siret)
    of = {
        level: {n: v for n, v in values.items() if table[n].level is level}
        for level in (Level.ETABLISSEMENT, Level.SITE)
    }
    if owner is None:
        if not values.get("raison_sociale"):
            plan.errors.append(
                LineFault(
                    number,
                    "Raison sociale",
                    "Cet établissement est nouveau : sa raison sociale est à donner.",
                ),
            )
            return
        if site_number:
            plan.errors.append(
                LineFault(
                    number,
                    "Site",
                    f"Le site {site_number} n’est pas un site de cet établissement, qui est nouveau.",
                ),
            )
            return
        plan.targets.append(
            FicheChange(number, Level.ETABLISSEMENT, siret, None, of[Level.ETABLISSEMENT]),
        )
        plan.targets.append(FicheChange(number, Level.SITE, siret, None, of[Level.SITE]))
        return
    site = sites.get(site_number) if site_number else principal.get(owner.pk)
    if site_number and (site is None or site.etablissement_id != owner.pk):
        plan.errors.append(
            LineFault(
                number, "Site", f"Le site {site_number} n’est pas un site de cet établissement."
            ),
        )
        return
    for level, row in ((Level.ETABLISSEMENT, owner), (Level.SITE, site)):
        if row is not None and of[level]:
            before = fiche.values_of(row, [table[name] for name in of[level]])
            plan.targets.append(FicheChange(number, level, siret, row, of[level], before))


def _merge(plan):
    """Say once what several lines say of one établissement; refuse that they contradict each other."""
    seen = {}
    for target in list(plan.targets):
        key = (target.level, target.siret, target.row.pk if target.row else 0)
        first = seen.setdefault(key, target)
        if first is target:
            continue
        plan.targets.remove(target)
        for name, v in target.values.items():
            if name in first.values and first.values[name] != v:
                label = ANNUAIRE.fields[name].label
                plan.errors.append(
                    LineFault(target.line, label, f"Cette ligne contredit la ligne {first.line}."),
                )
            first.values.setdefault(name, v)
            first.before.setdefault(name, target.before.get(name))


def _check_codes(plan):
    """Refuse codes that the référentiels do not have: one query for the file."""
    table = ANNUAIRE.fields
    named = [(t, table[n], c) for t in plan.targets for n, v in t.values.items() if table[n].famille
             for c in (v if isinstance(v, list) else [v])]  # fmt: skip
    wanted = {code for _, _, code in named}
    known = (
        set(
            Terme.objects.filter(famille__in=["formacode", "commune"]).values_list(
                "famille",
                "code",
            ),
        )
        if wanted
        else set()
    )
    for target, f, code in named:
        if (f.famille, code) not in known:
            plan.errors.append(
                LineFault(target.line, f.label, f"« {code} » n’est pas un code connu.")
            )


def _leave_closed(plan):
    """Leave what waits, is held or archived as it is, and say so."""
    for target in list(plan.targets):
        if target.row is None or not target.changes:
            continue
        if target.row.state not in CHANGEABLE or target.row.hold_reason:
            plan.targets.remove(target)
            state = "retenue" if target.row.hold_reason else State(target.row.state).label.lower()
            plan.warnings.append(
                LineFault(
                    target.line,
                    target.title,
                    f"La fiche est {state} : elle est laissée comme elle est.",
                ),
            )
        elif (
            target.level is Level.ETABLISSEMENT
            and "raison_sociale" in target.changes
            and target.row.publications().exists()
        ):
            plan.warnings.append(
                LineFault(
                    target.line,
                    target.title,
                    "La raison sociale publiée change : vérifiez-la auprès de l’INSEE.",
                ),
            )


def import_annuaire(content: bytes, *, by, expected: str) -> AnnuairePlan:
    """Write a file to drafts, if it would still do what was shown."""
    with transaction.atomic():
        plan = prepare(content)
        if plan.errors:
            raise ImportRefused("Le fichier a des erreurs : rien n’a été enregistré.")
        if plan.fingerprint() != expected:
            raise ImportRefused(
                "L’annuaire a changé depuis l’aperçu : relisez-le, puis confirmez de nouveau.",
            )
        owners = {}
        for target in plan.targets:
            if target.row is None and target.level is Level.ETABLISSEMENT:
                name = target.values["raison_sociale"]
                owners[target.siret] = target.row = Etablissement.objects.create(
                    siret=target.siret,
                    raison_sociale=name,
                )
            elif target.row is None:
                owner = owners[target.siret]
                target.row = Site.objects.create(
                    etablissement=owner,
                    principal=True,
                    nom_usage=owner.raison_sociale,
                )
            _write(target, by)
    return plan


def _write(target, by):
    if not target.changes:
        return
    row = type(target.row).objects.get(pk=target.row.pk)
    if row.state == State.VALIDATED:
        perform(row, "reopen", by=by, comment=REASON)
        row = type(row).objects.get(pk=row.pk)
    fields = [ANNUAIRE.fields[name] for name in target.changes]
    with saving(row, ANNUAIRE, by=by, door="import"):
        fiche.write(row, fields, target.changes)
        row.version += 1
        row.save()
