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
from core.referentiels.anciennes import NATIONAL_FILE, national_table
from core.referentiels.certifinfo import flag_all
from core.referentiels.load.files import Malformed, Term, read_terms, records
from core.referentiels.load.tables import (
    BATCH,
    COMMUNES,
    EXCERPT,
    NATIONAL,
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


def load(folder: Path | None = None, *, national: bool = False) -> list[Report]:
    """Load the files of a folder, or the excerpt of the repository; then the terms of plugins.

    `national`: all the communes of France too.
    """
    reports = []
    for source in SOURCES:
        if folder is None or (source.file in OURS and not (folder / source.file).exists()):
            reports.append(_load_file(EXCERPT_FOLDER / source.file, source, EXCERPT))
        else:
            reports.append(_load_file(folder / source.file, source, source.file))
    if national:
        reports.append(_load(NATIONAL_FILE.name, national_table, COMMUNES, NATIONAL))
    if folder is not None:
        reports.append(_load_replacements(folder / REPLACEMENTS))
    return reports + _load_plugins()


def _load_file(path: Path, source: Source, origin: str) -> Report:
    if not path.exists():
        return Report(path.name, source.famille.label, missing=True)
    return _load(path.name, path.read_bytes, source, origin)


def _load(name: str, content, source: Source, origin: str) -> Report:
    """Load what `content()` gives."""
    report = Report(name, source.famille.label)
    try:
        terms = read_terms(content(), source)
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
    _check_parents(terms, source, known)
    rows = []
    children = []
    for term in terms.values():
        old = known.get(term.code)
        if old and _is_left_alone(old, source, origin):
            report.unchanged += 1
            continue
        new = _terme(term, source, origin)
        parent_before = numbers.get(old.parent_id, "") if old else ""
        moved = parent_before != term.parent
        if old and _says_the_same(old, new) and not moved:
            report.unchanged += 1
            continue
        rows.append(new)
        if moved:
            children.append(new)
        if old:
            report.changed += 1
        else:
            report.added += 1
    _upsert(rows, WRITTEN)
    if children:
        _write_parents(children, terms, source.famille)
    if not source.only_add:
        report.ended = _end(
            row
            for row in known.values()
            if row.code not in terms and row.donnees.get("source") == origin
        )


def _check_parents(terms, source, known):
    """Refuse the file when a term stands under one that neither it nor the base has."""
    errors = []
    for term in terms.values():
        if term.parent and term.parent not in terms and term.parent not in known:
            errors.append(
                f"ligne {term.line}, {source.parents[0]} : le terme générique « {term.parent} » "
                "est inconnu."
            )
    if errors:
        raise Malformed(errors)


def _is_left_alone(old: Terme, source: Source, origin: str) -> bool:
    """Whether a known term stays: our excerpt and plugins never replace what a file gave."""
    if source.only_add:
        return True
    given_by = old.donnees.get("source")
    if origin == NATIONAL:
        return given_by not in (EXCERPT, NATIONAL)
    return origin in (EXCERPT, PLUGINS) and given_by != origin


def _says_the_same(old: Terme, new: Terme) -> bool:
    return all(getattr(old, name) == getattr(new, name) for name in WRITTEN)


def _write_parents(children, terms, famille):
    """Put each of these terms under its own, once all of them have a key."""
    keys = dict(Terme.objects.famille(famille).values_list("code", "pk"))
    for row in children:
        row.pk = None
        row.parent_id = keys.get(terms[row.code].parent)
    _upsert(children, ("parent",))


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
    if not rows:
        return
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
    if report.errors:
        return report
    pairs = _replacement_pairs(rows, report)
    if report.errors:
        return report
    known = set(RemplacementCertifinfo.objects.values_list("ancien", "nouveau"))
    new = [
        RemplacementCertifinfo(ancien=ancien, nouveau=nouveau)
        for ancien, nouveau in sorted(pairs - known)
    ]
    RemplacementCertifinfo.objects.bulk_create(new, batch_size=BATCH)
    report.added = len(new)
    report.unchanged = len(pairs & known)
    flag_all()
    return report


def _replacement_pairs(rows, report) -> set[tuple[str, str]]:
    """Return the (old code, new code) of a file; note its empty cells."""
    pairs = set()
    for line, cells in rows:
        for column in REPLACEMENT_COLUMNS[:2]:
            if not cells[column]:
                report.errors.append(f"ligne {line}, {column} : cette cellule est vide.")
        if cells["etat_ancien"] != WRONG_STATE:
            pairs.add((cells["code_ancien"], cells["code_nouveau"]))
    return pairs


def _terms(answer) -> dict[str, dict[str, Term]]:
    """Return the terms that one plugin brings, by family."""
    families = {}
    for famille, rows in answer.items():
        terms = families[Famille(famille)] = {}
        for code, libelle in rows:
            terms[code] = Term(code, libelle, recherche=plain(f"{code} {libelle}"))
    return families


def _load_plugins() -> list[Report]:
    """Load the terms that programmes bring; they never replace what a file gave."""
    by_family: dict[str, dict[str, Term]] = {}
    for families in plugins.ask("register_referentiels", read=_terms):
        for famille, terms in families.items():
            by_family.setdefault(famille, {}).update(terms)
    reports = []
    for famille, terms in by_family.items():
        report = Report("programmes installés", famille.label)
        with transaction.atomic():
            save_terms(terms, Source("", famille), PLUGINS, report)
        reports.append(report)
    return reports
