"""Import of the Région file: read, check, plan, then write all of it or nothing.

Organisations that the annuaire has are left as they are; nothing is ever deleted.
"""

import logging
from copy import copy
from dataclasses import dataclass, field
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.files.spreadsheets import read_rows
from core.imports.refusal import ImportRefused
from core.imports.region.columns import DEFAULT, Mapping
from core.imports.region.known import check_communes
from core.imports.region.lines import Reading, check_rows
from core.imports.region.plan import LINE_FIELDS, LOT_FIELDS, RegionPlan, make_plan
from core.models import Attribution, Campagne, Etablissement, Lot, Site
from core.referentiels.load.tables import BATCH
from core.texts.plain import plain
from workflows.models import Change

log = logging.getLogger("sofi.imports")
DOOR = "import"


@dataclass(slots=True)
class RegionImport:
    """A Région file, what is wrong with it, and what it would change when nothing is."""

    reading: Reading
    plan: RegionPlan | None = None

    @property
    def errors(self):
        return self.reading.errors

    @property
    def warnings(self):
        return self.reading.warnings


def prepare(content: bytes, *, mapping: Mapping = DEFAULT) -> RegionImport:
    """Return what a file says and would change; writes nothing. Raises `UnreadableFile`."""
    reading = check_rows(read_rows(content), mapping)
    check_communes(reading)
    if reading.errors:
        return RegionImport(reading)
    plan = make_plan(reading)
    return RegionImport(reading, None if reading.errors else plan)


def import_region(
    content: bytes,
    *,
    name: str,
    by=None,
    mapping: Mapping = DEFAULT,
    expected: str = "",
) -> RegionImport:
    """Write a file in one transaction, and return what it changed.

    `expected`: the fingerprint of the plan that a person agreed to; another plan is refused.
    Raises `UnreadableFile`, or `Refused` when the file has errors: nothing is written then.
    """
    try:
        with transaction.atomic():
            found = prepare(content, mapping=mapping)
            if found.errors:
                raise ImportRefused(
                    "Le fichier est refusé : corrigez ces lignes, puis envoyez-le de nouveau.",
                    found.errors,
                )
            if expected and found.plan.fingerprint() != expected:
                raise ImportRefused(
                    "La base a changé depuis l’aperçu : vérifiez le nouvel aperçu avant de "
                    "confirmer.",
                )
            _Writer(found.plan, by).write()
    except ImportRefused as refusal:
        log.warning(
            "region file refused",
            extra={**_about(name, by), "errors": len(refusal.errors)},
        )
        raise
    except IntegrityError as error:
        log.warning("region file refused", extra={**_about(name, by), "reason": "another import"})
        raise ImportRefused(
            "Un autre import a écrit en même temps : rien n’a été enregistré, recommencez.",
        ) from error
    log.info("region file imported", extra={**_about(name, by), **found.plan.counts})
    return found


def _about(name, by):
    return {"file": name, "by": getattr(by, "pk", None)}


@dataclass(slots=True)
class _Writer:
    """Writes a plan, in the order in which rows need each other."""

    plan: RegionPlan
    by: object
    changes: list = field(default_factory=list)

    def write(self):
        plan, known = self.plan, self.plan.known
        campagnes = [
            Campagne(programme=programme, annee=annee) for programme, annee in plan.campagnes
        ]
        known.campagnes.update({(c.programme, c.annee): c for c in self._create(campagnes)})
        etablissements = [
            Etablissement(siret=o.siret, raison_sociale=o.raison_sociale)
            for o in plan.organisations
        ]
        known.etablissements.update({e.siret: e for e in self._create(etablissements)})
        sites = self._create([self._site(new) for new in plan.sites])
        known.sites.update(
            {
                (new.siret, plain(new.nom)): site
                for new, site in zip(plan.sites, sites, strict=True)
            },
        )
        self._received(etablissements, ("siret", "raison_sociale"), "E")
        self._received(
            sites,
            (
                "nom_usage",
                "ligne1",
                "ligne2",
                "ligne3",
                "code_postal",
                "bureau_distributeur",
                "commune",
            ),
            "L",
        )
        self._lots()
        self._attributions()
        Change.objects.bulk_create(self.changes, batch_size=BATCH)

    def _site(self, new):
        line, lines = new.line, [*new.line["adresse_site"], "", "", ""]
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

    def _lots(self):
        known = self.plan.known
        new = [
            Lot(
                campagne=known.campagnes[line["code_programme"], line["annee"]],
                numero=line["numero_lot"],
                **self._lot_values(line),
            )
            for line in self.plan.new_lots
        ]
        known.lot_of.update({(lot.campagne.annee, lot.numero): lot for lot in self._create(new)})
        for lot, line in self.plan.lots:
            before = {
                **{name: getattr(lot, name) for name in LOT_FIELDS},
                "mandataire": lot.mandataire.siret,
            }
            for name, value in self._lot_values(line).items():
                setattr(lot, name, value)
            self._changed(
                lot,
                before,
                {
                    **{n: line[c] for n, c in LOT_FIELDS.items()},
                    "mandataire": line["siret_mandataire"],
                },
            )
        self._update(
            [lot for lot, _ in self.plan.lots],
            ("campagne", "numero"),
            (*LOT_FIELDS, "mandataire"),
        )

    def _lot_values(self, line):
        mandataire = self.plan.known.etablissements[line["siret_mandataire"]]
        return {
            **{name: line[column] for name, column in LOT_FIELDS.items()},
            "mandataire": mandataire,
        }

    def _attributions(self):
        plan, known, today = self.plan, self.plan.known, timezone.localdate()
        self._create(
            [
                Attribution(
                    lot=known.lot_of[line["annee"], line["numero_lot"]],
                    formateur=known.etablissements[line["siret_formateur"]],
                    nom_site=line["nom_site_realisation"],
                    site=known.sites[line["siret_formateur"], plain(line["nom_site_realisation"])],
                    **{name: line[name] for name in LINE_FIELDS},
                )
                for line in plan.created
            ]
        )
        touched = {row.pk: (row, line) for row, line in plan.changed + plan.returned}
        watched = (*LINE_FIELDS, "retiree_le")
        for row, line in touched.values():
            before = {name: getattr(row, name) for name in watched}
            after = {**{name: line[name] for name in LINE_FIELDS}, "retiree_le": None}
            for name, value in after.items():
                setattr(row, name, value)
            self._changed(row, before, after)
        self._update(
            [row for row, _ in touched.values()],
            ("lot", "formateur", "nom_site"),
            watched,
        )
        for batch in batched(plan.gone, BATCH):
            Attribution.objects.filter(pk__in=[row.pk for row in batch]).update(retiree_le=today)
            for row in batch:
                self._changed(row, {"retiree_le": None}, {"retiree_le": today})

    # Rows, and the history of rows ----------------------------------------------------

    def _create(self, rows):
        return rows and type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)

    def _update(self, rows, key, fields):
        """Write known rows again, in batches: an insertion that meets its key becomes an update."""
        copies = [copy(row) for row in rows]
        for row in copies:
            row.pk = None  # only the natural key may meet
        if copies:
            type(copies[0]).objects.bulk_create(
                copies,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=list(key),
                update_fields=list(fields),
            )

    def _received(self, rows, names, level):
        for row in rows:
            self._changed(
                row,
                dict.fromkeys(names, ""),
                {n: getattr(row, n) for n in names},
                prefix=f"{level}{row.pk}.",
            )

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
        about = {"content_type": ContentType.objects.get_for_model(row), "object_id": row.pk}
        self.changes.append(
            Change(**about, by=self.by, by_label=str(self.by or "SOFI"), door=DOOR, fields=fields),
        )
