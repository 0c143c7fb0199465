"""What importing a Région file would change: the file held against the base, nothing written."""

import hashlib
from dataclasses import dataclass, field

from core.fasd.identifiants import grouped
from core.imports.region.known import Known
from core.imports.region.lines import Line, Reading
from core.models import Attribution, Lot
from core.texts.shapes import same_name

ROLES = ("mandataire", "formateur")
LOT_FIELDS = {
    "intitule": "intitule_lot",
    "forfait_recrutement": "forfait_recrutement",
    "statut": "statut_lot",
}
LINE_FIELDS = (
    "places",
    "id_action_cr",
    "of_mandataire_cr",
    "bon_de_commande",
    "date_debut_prevue",
    "date_fin_prevue",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a lot or of a line that the file changes."""

    line: int
    subject: str
    field: str
    label: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site that the annuaire lacks; `principal` when its établissement has none."""

    siret: str
    line: Line
    principal: bool

    @property
    def nom(self):
        return self.line["nom_site_realisation"]


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    siret: str
    raison_sociale: str


@dataclass(slots=True)
class RegionPlan:
    """What would be written, in the order in which it would be."""

    lines: int = 0
    campagnes: list[tuple[str, int]] = field(default_factory=list)  # (programme, annee)
    organisations: list[NewOrganisation] = field(default_factory=list)
    sites: list[NewSite] = field(default_factory=list)
    new_lots: list[Line] = field(default_factory=list)
    lots: list[tuple[Lot, Line]] = field(default_factory=list)  # known, and changed
    created: list[Line] = field(default_factory=list)
    changed: list[tuple[Attribution, Line]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    returned: list[tuple[Attribution, Line]] = field(default_factory=list)
    gone: list[Attribution] = field(default_factory=list)
    unchanged: int = 0
    known: Known | None = field(default=None, repr=False)

    @property
    def empty(self) -> bool:
        return self.unchanged == self.lines and not (self.lots or self.gone)

    @property
    def stopped(self) -> list[Difference]:
        """Return the lots that this file stops."""
        return [
            difference
            for difference in self.differences
            if difference.field == "statut" and difference.after == Lot.Statut.ARRETE
        ]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "lines": self.lines,
            "lines_new": len(self.created),
            "lines_changed": len(self.changed),
            "lines_unchanged": self.unchanged,
            "lines_gone": len(self.gone),
            "lines_returned": len(self.returned),
            "lots_new": len(self.new_lots),
            "lots_changed": len(self.lots),
            "lots_stopped": len(self.stopped),
            "campagnes_new": len(self.campagnes),
            "organisations_new": len(self.organisations),
            "sites_new": len(self.sites),
        }

    def fingerprint(self) -> str:
        """Return what identifies this plan: the same file on the same base, the same value."""
        parts = [
            self.counts,
            self.campagnes,
            self.organisations,
            [(site.siret, site.nom) for site in self.sites],
            self.differences,
            [line.key for line in self.new_lots + self.created],
            [attribution.pk for attribution, _ in self.returned],
            [attribution.pk for attribution in self.gone],
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


# The plan -----------------------------------------------------------------------------------


def make_plan(reading: Reading) -> RegionPlan:
    """Hold the good lines of a file against the base.

    A lot known elsewhere is an error of the reading.
    """
    known = Known(reading.lines)
    plan = RegionPlan(lines=len(reading.lines), known=known)
    first_of_lot: dict[tuple, Line] = {}
    for line in reading.lines:
        first_of_lot.setdefault((line["annee"], line["numero_lot"]), line)
    for (annee, numero), line in first_of_lot.items():
        _plan_lot(plan, known.lot_of.get((annee, numero)), line, reading)
    _plan_campagnes(plan, first_of_lot.values())
    for line in reading.lines:
        _plan_line(plan, known.attributions.get(line.key), line)
    _plan_organisations(plan, reading.lines)
    _doubt_names(known, reading)
    _plan_sites(plan)
    _plan_gone(plan, reading.lines)
    reading.sort()
    return plan


def _plan_lot(plan, lot, line, reading):
    if lot is None:
        plan.new_lots.append(line)
    elif lot.campagne.programme != line["code_programme"]:
        message = (
            f"Le lot {lot.numero} de {lot.campagne.annee} est connu de SOFI sous « "
            f"{lot.campagne.libelle_programme} »."
        )
        reading.refuse(line.number, "code_programme", message)
    else:
        values = [(name, getattr(lot, name), line[column]) for name, column in LOT_FIELDS.items()]
        values.append(("mandataire", lot.mandataire.siret, line["siret_mandataire"]))
        if _differ(plan, line, f"Lot {lot.numero} ({lot.campagne.annee})", Lot, values):
            plan.lots.append((lot, line))


def _plan_campagnes(plan, lines):
    wanted = {(line["code_programme"], line["annee"]): None for line in lines}
    plan.campagnes = [key for key in wanted if key not in plan.known.campagnes]


def _plan_line(plan, row, line):
    if row is None:
        plan.created.append(line)
        return
    if row.retiree_le:
        plan.returned.append((row, line))
    subject = f"Lot {row.lot.numero} ({row.lot.campagne.annee}) — {row.nom_site}"
    values = [(name, getattr(row, name), line[name]) for name in LINE_FIELDS]
    if _differ(plan, line, subject, Attribution, values):
        plan.changed.append((row, line))
    elif not row.retiree_le:
        plan.unchanged += 1


def _differ(plan, line, subject, model, values) -> bool:
    """Add to the plan the fields that differ, and say whether there are any."""
    differs = False
    for name, before, after in values:
        if before == after:
            continue
        label = model._meta.get_field(name).verbose_name
        plan.differences.append(Difference(line.number, subject, name, label, before, after))
        differs = True
    return differs


def _plan_organisations(plan, lines):
    names: dict[str, str] = {}
    for line in lines:
        for role in ROLES:
            names.setdefault(line[f"siret_{role}"], line[f"raison_sociale_{role}"])
    for siret, raison_sociale in names.items():
        if siret not in plan.known.etablissements:
            plan.organisations.append(NewOrganisation(siret, raison_sociale))


def _doubt_names(known, reading):
    """Name both organisations when a SIRET bears another name than in the annuaire; once each."""
    names = {siret: row.raison_sociale for siret, row in known.etablissements.items()}
    doubted = set()
    for line in reading.lines:
        for role in ROLES:
            siret = line[f"siret_{role}"]
            in_file = line[f"raison_sociale_{role}"]
            in_base = names.setdefault(siret, in_file)
            doubt = (siret, same_name(in_file))
            if same_name(in_base) == doubt[1] or doubt in doubted:
                continue
            doubted.add(doubt)
            message = (
                f"Le SIRET {grouped(siret)} est celui de « {in_base} », le fichier le donne à "
                f"« {in_file} » : vérifiez-le, la ligne ira à « {in_base} »."
            )
            reading.warn(line.number, f"raison_sociale_{role}", message)


def _plan_sites(plan):
    sites = set(plan.known.sites)
    with_principal = set(plan.known.with_principal)
    for line in plan.created:
        siret = line["siret_formateur"]
        site = (siret, same_name(line["nom_site_realisation"]))
        if site not in sites:
            sites.add(site)
            plan.sites.append(NewSite(siret, line, principal=siret not in with_principal))
            with_principal.add(siret)


def _plan_gone(plan, lines):
    """A line has left when its campaign is in the file and it is not.

    Another campaign says nothing of it.
    """
    campagnes = {(line["code_programme"], line["annee"]) for line in lines}
    keys = {line.key for line in lines}
    known = plan.known
    candidates = [row for key, row in known.attributions.items() if key not in keys]
    for row in [*candidates, *known.twins]:
        campagne = row.lot.campagne
        of_the_file = (campagne.programme, campagne.annee) in campagnes
        if of_the_file and row.retiree_le is None:
            plan.gone.append(row)
