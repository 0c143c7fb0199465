"""Import of the Région file: read, check, plan, then write all of it or nothing.

Organisations that the annuaire has are left as they are; nothing is ever deleted.
"""

import logging
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from core.files.spreadsheets import read_rows
from core.imports.refusal import ImportRefused
from core.imports.region.columns import DEFAULT, Mapping
from core.imports.region.known import check_communes
from core.imports.region.lines import Reading, check_rows, has_headings
from core.imports.region.plan import RegionPlan, make_plan
from core.imports.region.plan_writer import PlanWriter

log = logging.getLogger("sofi.imports")


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
    reading = check_rows(read_rows(content, headed=lambda row: has_headings(row, mapping)), mapping)
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
    Raises `UnreadableFile`, or `ImportRefused` when the file has errors: nothing is written then.
    """
    try:
        with transaction.atomic():
            prepared = prepare(content, mapping=mapping)
            if prepared.errors:
                raise ImportRefused(
                    "Le fichier est refusé : corrigez ces lignes, puis envoyez-le de nouveau.",
                    prepared.errors,
                )
            if expected and prepared.plan.fingerprint() != expected:
                raise ImportRefused(
                    "La base a changé depuis l’aperçu : vérifiez le nouvel aperçu avant de "
                    "confirmer.",
                )
            PlanWriter(prepared.plan, by).write()
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
    log.info("region file imported", extra={**_about(name, by), **prepared.plan.counts})
    return prepared


def _about(name, by):
    return {"file": name, "by": getattr(by, "pk", None)}
