"""Writes the plan of a Région file in bulk, and its history as a save on a screen does."""

from copy import copy
from dataclasses import dataclass, field
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.imports.region.plan import LINE_FIELDS, LOT_FIELDS, RegionPlan
from core.models import Attribution, Campagne, Etablissement, Lot, Site
from core.referentiels.load.tables import BATCH
from core.texts.shapes import same_name
from workflows.models import Change

DOOR = "import"
NAMES_OF_ETABLISSEMENT = ("siret", "raison_sociale")
NAMES_OF_SITE = (
    "nom_usage",
    "ligne1",
    "ligne2",
    "ligne3",
    "code_postal",
    "bureau_distributeur",
    "commune",
)


@dataclass(slots=True)
class PlanWriter:
    """Writes a plan, in the order in which rows need each other."""

    plan: RegionPlan
    by: object
    changes: list = field(default_factory=list)

    def write(self):
        self._campagnes()
        self._etablissements()
        self._sites()
        self._new_lots()
        self._changed_lots()
        self._new_attributions()
        self._changed_attributions()
        self._gone_attributions()
        Change.objects.bulk_create(self.changes, batch_size=BATCH)

    # The annuaire ---------------------------------------------------------------------

    def _etablissements(self):
        rows = [
            Etablissement(siret=new.siret, raison_sociale=new.raison_sociale)
            for new in self.plan.organisations
        ]
        for etablissement in create(rows):
            self.plan.known.etablissements[etablissement.siret] = etablissement
        self._received(rows, NAMES_OF_ETABLISSEMENT, "E")

    def _sites(self):
        rows = create([self._site(new) for new in self.plan.sites])
        for new, site in zip(self.plan.sites, rows, strict=True):
            self.plan.known.sites[new.siret, same_name(new.nom)] = site
        self._received(rows, NAMES_OF_SITE, "L")

    def _site(self, new):
        line = new.line
        lines = [*line["adresse_site"], "", "", ""]
        commune = self.plan.known.communes.get(line["code_insee_site"])
        return Site(
            etablissement=self.plan.known.etablissements[new.siret],
            nom_usage=new.nom,
            principal=new.principal,
            ligne1=lines[0],
            ligne2=lines[1],
            ligne3=lines[2],
            code_postal=line["code_postal_site"],
            commune=line["code_insee_site"],
            bureau_distributeur=commune.libelle[:50] if commune else "",
        )

    # Campaigns and lots ---------------------------------------------------------------

    def _campagnes(self):
        rows = [
            Campagne(programme=programme, annee=annee) for programme, annee in self.plan.campagnes
        ]
        for campagne in create(rows):
            self.plan.known.campagnes[campagne.programme, campagne.annee] = campagne

    def _new_lots(self):
        known = self.plan.known
        rows = [
            Lot(
                campagne=known.campagnes[line["code_programme"], line["annee"]],
                numero=line["numero_lot"],
                **self._lot_values(line),
            )
            for line in self.plan.new_lots
        ]
        for lot in create(rows):
            known.lot_of[lot.campagne.annee, lot.numero] = lot

    def _changed_lots(self):
        for lot, line in self.plan.lots:
            before = {name: getattr(lot, name) for name in LOT_FIELDS}
            before["mandataire"] = lot.mandataire.siret
            for name, value in self._lot_values(line).items():
                setattr(lot, name, value)
            after = {name: line[column] for name, column in LOT_FIELDS.items()}
            after["mandataire"] = line["siret_mandataire"]
            self._changed(lot, before, after)
        lots = [lot for lot, _ in self.plan.lots]
        update(lots, ("campagne", "numero"), (*LOT_FIELDS, "mandataire"))

    def _lot_values(self, line):
        values = {name: line[column] for name, column in LOT_FIELDS.items()}
        values["mandataire"] = self.plan.known.etablissements[line["siret_mandataire"]]
        return values

    # Attributions ---------------------------------------------------------------------

    def _new_attributions(self):
        create([self._attribution(line) for line in self.plan.created])

    def _attribution(self, line):
        known = self.plan.known
        siret = line["siret_formateur"]
        nom_site = line["nom_site_realisation"]
        return Attribution(
            lot=known.lot_of[line["annee"], line["numero_lot"]],
            formateur=known.etablissements[siret],
            nom_site=nom_site,
            site=known.sites[siret, same_name(nom_site)],
            **{name: line[name] for name in LINE_FIELDS},
        )

    def _changed_attributions(self):
        """Write again those that differ or are back in the file."""
        touched = {row.pk: (row, line) for row, line in self.plan.changed + self.plan.returned}
        watched = (*LINE_FIELDS, "retiree_le")
        for row, line in touched.values():
            before = {name: getattr(row, name) for name in watched}
            after = {name: line[name] for name in LINE_FIELDS}
            after["retiree_le"] = None
            for name, value in after.items():
                setattr(row, name, value)
            self._changed(row, before, after)
        rows = [row for row, _ in touched.values()]
        update(rows, ("lot", "formateur", "nom_site"), watched)

    def _gone_attributions(self):
        today = timezone.localdate()
        for batch in batched(self.plan.gone, BATCH):
            keys = [row.pk for row in batch]
            Attribution.objects.filter(pk__in=keys).update(retiree_le=today)
            for row in batch:
                self._changed(row, {"retiree_le": None}, {"retiree_le": today})

    # The history of rows --------------------------------------------------------------

    def _received(self, rows, names, level):
        for row in rows:
            before = dict.fromkeys(names, "")
            after = {name: getattr(row, name) for name in names}
            self._changed(row, before, after, prefix=f"{level}{row.pk}.")

    def _changed(self, row, before, after, prefix=""):
        """Keep in the history what differs, as a save on a screen does."""
        fields = [
            {
                "path": prefix + name,
                "label": row._meta.get_field(name).verbose_name,
                "before": before[name],
                "after": value,
            }
            for name, value in after.items()
            if before[name] != value
        ]
        self.changes.append(
            Change(
                content_type=ContentType.objects.get_for_model(row),
                object_id=row.pk,
                by=self.by,
                by_label=str(self.by or "SOFI"),
                door=DOOR,
                fields=fields,
            ),
        )


def create(rows) -> list:
    if not rows:
        return []
    return type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)


def update(rows, key, fields):
    """Write known rows again, in batches: an insertion that meets its key becomes an update."""
    copies = [copy(row) for row in rows]
    if not copies:
        return
    for row in copies:
        row.pk = None  # only the natural key may meet
    type(copies[0]).objects.bulk_create(
        copies,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=list(fields),
    )
