"""Holds a file of the annuaire against the base: what it would change, nothing written."""

from dataclasses import dataclass, field
from itertools import batched

from core.dossiers.rows import values_of
from core.fasd.annuaire import ANNUAIRE
from core.files.spreadsheets import read_rows
from core.imports.annuaire.columns import SIRET, columns, names_siret
from core.imports.annuaire.lines import AnnuaireLine, read_line
from core.imports.annuaire.plan import AnnuairePlan, FicheChange
from core.models import Etablissement, Site, Terme
from core.referentiels.anciennes import former_commune, successor_of
from core.rules import Level
from workflows.lifecycle import State

CHANGEABLE = (State.DRAFT, State.VALIDATED)
BATCH = 1000  # rows a query
LEVELS = (Level.ETABLISSEMENT, Level.SITE)


def prepare(content: bytes) -> AnnuairePlan:
    """Return what a file would change, without changing anything."""
    plan = AnnuairePlan()
    first, *rows = read_rows(content, headed=names_siret)
    headings, unknown = columns(first.cells)
    for heading in unknown:
        plan.warn(first.number, heading, "Colonne inconnue : elle est laissée de côté.")
    if SIRET not in headings.values():
        plan.refuse(
            first.number,
            "SIRET",
            "Il manque la colonne du SIRET : sans elle, rien ne dit de qui on parle.",
        )
        return plan
    lines = []
    for row in rows:
        line = read_line(row, headings, plan)
        if line:
            lines.append(line)
    plan.lines = len(lines)
    base = Base.of(lines)
    for line in lines:
        _add_targets(plan, line, base)
    _merge(plan)
    _use_successors(plan)
    _check_codes(plan)
    _leave_closed(plan)
    return plan


@dataclass(slots=True)
class Base:
    """The établissements that the lines name, by SIRET, and their sites by number."""

    etablissements: dict[str, Etablissement] = field(default_factory=dict)
    sites: dict[int, Site] = field(default_factory=dict)
    principal: dict[int, Site] = field(default_factory=dict)  # by number of the établissement

    @classmethod
    def of(cls, lines):
        """Read them in two queries a thousand lines."""
        base = cls()
        sirets = sorted({line.siret for line in lines})
        for batch in batched(sirets, BATCH):
            for row in Etablissement.objects.filter(siret__in=batch):
                base.etablissements[row.siret] = row
        numbers = sorted(row.pk for row in base.etablissements.values())
        for batch in batched(numbers, BATCH):
            sites = Site.objects.filter(etablissement__in=batch)
            for site in sites.select_related("etablissement"):
                base.sites[site.pk] = site
                if site.principal:
                    base.principal[site.etablissement_id] = site
        return base


def _add_targets(plan, line: AnnuaireLine, base: Base):
    values = {level: _of_level(line.values, level) for level in LEVELS}
    owner = base.etablissements.get(line.siret)
    if owner is None:
        _add_new(plan, line, values)
        return
    site = base.sites.get(line.site) if line.site else base.principal.get(owner.pk)
    if line.site and (site is None or site.etablissement_id != owner.pk):
        message = f"Le site {line.site} n’est pas un site de cet établissement."
        plan.refuse(line.number, "Site", message)
        return
    for level, row in zip(LEVELS, (owner, site), strict=True):
        if row is not None and values[level]:
            fields = [ANNUAIRE.fields[name] for name in values[level]]
            before = values_of(row, fields)
            target = FicheChange(line.number, level, line.siret, row, values[level], before)
            plan.targets.append(target)


def _of_level(values, level):
    return {name: value for name, value in values.items() if ANNUAIRE.fields[name].level is level}


def _add_new(plan, line, values):
    """Create the établissement and its main site, unless the line lacks a name or names a site."""
    if not line.values.get("raison_sociale"):
        plan.refuse(
            line.number,
            "Raison sociale",
            "Cet établissement est nouveau : sa raison sociale est à donner.",
        )
        return
    if line.site:
        plan.refuse(
            line.number,
            "Site",
            f"Le site {line.site} n’est pas un site de cet établissement, qui est nouveau.",
        )
        return
    for level in LEVELS:
        plan.targets.append(FicheChange(line.number, level, line.siret, None, values[level]))


def _merge(plan):
    """Say once what several lines say of a fiche; refuse that they contradict each other."""
    firsts = {}
    for target in plan.targets:
        first = firsts.setdefault(target.key, target)
        if first is not target:
            _merge_into(first, target, plan)
    plan.targets = list(firsts.values())


def _merge_into(first, target, plan):
    for name, value in target.values.items():
        if first.values.get(name, value) != value:
            label = ANNUAIRE.fields[name].label
            plan.refuse(target.line, label, f"Cette ligne contredit la ligne {first.line}.")
        first.values.setdefault(name, value)
        first.before.setdefault(name, target.before.get(name))


def _check_codes(plan):
    """Refuse codes that the référentiels do not have: one query for a thousand codes."""
    uses = list(_codes(plan))
    terms = Terme.objects.filter(famille__in=["formacode", "commune"]).order_by("pk")
    known_codes = set()
    for batch in batched(sorted({code for *_, code in uses}), BATCH):
        known_codes.update(terms.filter(code__in=batch).values_list("famille", "code"))
    for target, definition, code in uses:
        if (definition.famille, code) not in known_codes:
            plan.refuse(target.line, definition.label, f"« {code} » n’est pas un code connu.")


def _use_successors(plan):
    """Use the commune that took the place of a former one, and say so."""
    for target in plan.targets:
        code = target.values.get("commune") or ""
        successor = successor_of(code)
        if successor:
            target.values["commune"] = successor
            message = former_commune(code, successor)
            plan.warn(target.line, ANNUAIRE.fields["commune"].label, message)


def _codes(plan):
    """Yield (fiche, field, code) for each code of a référentiel."""
    for target in plan.targets:
        for name, value in target.values.items():
            definition = ANNUAIRE.fields[name]
            if not definition.famille:
                continue
            for code in value if isinstance(value, list) else [value]:
                yield target, definition, code


def _leave_closed(plan):
    """Leave what waits, is held or archived as it is, and say so."""
    for target in list(plan.targets):
        row = target.row
        if row is None or not target.changes:
            continue
        if row.hold_reason or row.state not in CHANGEABLE:
            plan.targets.remove(target)
            state = "retenue" if row.hold_reason else State(row.state).label.lower()
            message = f"La fiche est {state} : elle est laissée comme elle est."
            plan.warn(target.line, target.title, message)
        elif _changes_a_published_name(target):
            message = "La raison sociale publiée change : vérifiez-la auprès de l’INSEE."
            plan.warn(target.line, target.title, message)


def _changes_a_published_name(target) -> bool:
    if target.level is not Level.ETABLISSEMENT or "raison_sociale" not in target.changes:
        return False
    return target.row.publications().exists()
