"""Référentiels are loaded from files whose columns are mapped.

Repeatable, in batches, never deleting.

A term that has left its file ends today (`valide_au`); one that another file gave is left alone.
`donnees.source` says which file gave a term: "extrait" (this repository), a plugin, a file's name.
"""

from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from core import plugins
from core.files.spreadsheets import UnreadableFile
from core.models import Famille, RemplacementCertifinfo, Terme
from core.referentiels.certifinfo import flag_all
from core.referentiels.load.files import Malformed, Term, read_terms, records
from core.referentiels.load.tables import (
    BATCH,
    EXCERPT,
    OURS,
    REPLACEMENT_COLUMNS,
    REPLACEMENTS,
    SOURCES,
    WRONG_STATE,
    Source,
)
from core.texts.plain import plain

EXCERPT_FOLDER = Path(__file__).resolve().parents[1]
PLUGINS = "extension"
WRITTEN = ("libelle", "edition", "recherche", "valide_au", "donnees", "a_confirmer")


@dataclass(slots=True)
class Report:
    """What loading a file changed, or why it was not loaded."""

    file: str
    famille: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    missing: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        return bool(self.added or self.changed or self.ended)


def load(folder: Path | None = None) -> list[Report]:
    """Load the files of a folder, or the excerpt of the repository; then the terms of plugins."""
    reports = []
    for source in SOURCES:
        ours = folder is None or (source.file in OURS and not (folder / source.file).exists())
        path = (EXCERPT_FOLDER if ours else folder) / source.file
        reports.append(_load_file(path, source, EXCERPT if ours else source.file))
    if folder is not None:
        reports.append(_load_replacements(folder / REPLACEMENTS))
    return reports + _load_plugins()


def _load_file(path: Path, source: Source, origin: str) -> Report:
    report = Report(path.name, source.famille.label)
    if not path.exists():
        report.missing = True
        return report
    try:
        terms = read_terms(path.read_bytes(), source)
        with transaction.atomic():
            save_terms(terms, source, origin, report)
    except UnreadableFile as error:
        report.errors.append(str(error))
    except Malformed as error:
        report.errors += error.args[0]
    return report


# Writing ----------------------------------------------------------------------------------


def save_terms(terms: dict[str, Term], source: Source, origin: str, report: Report) -> None:
    """Write what differs in batches, end what has left the file, and count both."""
    known = {row.code: row for row in Terme.objects.famille(source.famille).order_by("pk")}
    numbers = {row.pk: code for code, row in known.items()}
    orphans = [
        t for t in terms.values() if t.parent and t.parent not in terms and t.parent not in known
    ]
    if orphans:
        column = source.parents[0]
        raise Malformed(
            [
                f"ligne {t.line}, {column} : le terme générique « {t.parent} » est inconnu."
                for t in orphans
            ],
        )
    rows, children = [], []
    for term in terms.values():
        old = known.get(term.code)
        if old and (
            source.only_add
            or (origin in (EXCERPT, PLUGINS) and old.donnees.get("source") != origin)
        ):
            report.unchanged += 1
            continue
        new = _terme(term, source, origin)
        same = old is not None and all(getattr(old, name) == getattr(new, name) for name in WRITTEN)
        moved = (numbers.get(old.parent_id, "") if old else "") != term.parent
        if same and not moved:
            report.unchanged += 1
            continue
        rows.append(new)
        children += [new] if moved else []
        report.added += old is None
        report.changed += old is not None
    _upsert(rows, WRITTEN)
    if children:
        codes = dict(Terme.objects.famille(source.famille).values_list("code", "pk"))
        for row in children:
            row.pk, row.parent_id = None, codes.get(terms[row.code].parent)
        _upsert(children, ("parent",))
    if not source.only_add:
        report.ended = _end(
            r for r in known.values() if r.code not in terms and r.donnees.get("source") == origin
        )


def _terme(term: Term, source: Source, origin: str) -> Terme:
    return Terme(
        famille=source.famille,
        code=term.code,
        libelle=term.libelle,
        edition=term.edition,
        recherche=term.recherche,
        donnees={**term.donnees, "source": origin},
        a_confirmer=source.a_confirmer,
    )


def _upsert(rows, fields):
    if rows:
        Terme.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["famille", "code"],
            update_fields=list(fields),
        )


def _end(rows) -> int:
    ending = [row.pk for row in rows if row.valide_au is None]
    for batch in batched(ending, BATCH):
        Terme.objects.filter(pk__in=batch).update(valide_au=timezone.localdate())
    return len(ending)


# What has no shape of a term -----------------------------------------------------------------


def _load_replacements(path: Path) -> Report:
    """Load which Certifinfo code replaces which.

    A pair that has left the file stays true of the past.
    """
    report = Report(path.name, "Remplacements Certifinfo")
    if not path.exists():
        report.missing = True
        return report
    try:
        rows = list(records(path.read_bytes(), REPLACEMENT_COLUMNS, report.errors))
    except UnreadableFile as error:
        report.errors.append(str(error))
    for line, cells in rows if not report.errors else ():
        report.errors += [
            f"ligne {line}, {c} : cette cellule est vide."
            for c in REPLACEMENT_COLUMNS[:2]
            if not cells[c]
        ]
    if report.errors:
        return report
    pairs = {
        (c["code_ancien"], c["code_nouveau"]) for _, c in rows if c["etat_ancien"] != WRONG_STATE
    }
    known = set(RemplacementCertifinfo.objects.values_list("ancien", "nouveau"))
    RemplacementCertifinfo.objects.bulk_create(
        [RemplacementCertifinfo(ancien=a, nouveau=n) for a, n in sorted(pairs - known)],
        batch_size=BATCH,
    )
    report.added, report.unchanged = len(pairs - known), len(pairs & known)
    flag_all()
    return report


def _terms(answer) -> dict[str, dict[str, Term]]:
    """Return the terms that one plugin brings, by family."""
    return {
        Famille(famille): {
            code: Term(code, libelle, recherche=plain(f"{code} {libelle}"))
            for code, libelle in rows
        }
        for famille, rows in answer.items()
    }


def _load_plugins() -> list[Report]:
    """Load the terms that programmes bring; they never replace what a file gave."""
    found: dict[str, dict[str, Term]] = {}
    for families in plugins.ask("register_referentiels", read=_terms):
        for famille, terms in families.items():
            found.setdefault(famille, {}).update(terms)
    reports = []
    for famille, terms in found.items():
        report = Report("programmes installés", famille.label)
        with transaction.atomic():
            save_terms(terms, Source("", famille), PLUGINS, report)
        reports.append(report)
    return reports
