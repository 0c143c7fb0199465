"""Restoring a backup: all of it, or nothing; verified before the first row is written, and after the last."""

import logging
import os
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from core.backup import archive, tables
from core.backup.archive import Damaged, Problem
from core.backup.saving import migrations

log = logging.getLogger("sofi.backup")
FOLDER = 0o750


def restore(path: Path, connection, root: Path, *, replace: bool) -> dict:
    """Put the base and the files back as an archive has them; return its manifest."""
    begun = perf_counter()
    manifest = archive.verified(path)
    refuse_other_migrations(manifest, connection)
    if not replace:
        refuse_what_is_there(connection, root)
    staging = stage(root)
    swapped = None
    try:
        with transaction.atomic(using=connection.alias):
            tables.empty(connection)
            read(path, manifest, connection, staging)
            verify(manifest, connection)
            swapped = Swap(staging, root)
    except BaseException as error:
        if swapped:
            swapped.undo()
        if isinstance(error, IntegrityError):
            raise Problem(f"La base refuse ces données : {error}") from error
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    swapped.forget()
    ContentType.objects.clear_cache()
    log.info("restored", extra={"made_at": manifest["made_at"], "seconds": round(perf_counter() - begun, 1)})
    return manifest


# Refusals ---------------------------------------------------------------------------------------


def refuse_other_migrations(manifest, connection) -> None:
    """Refuse a base of another shape: rows are written as they are."""
    theirs, ours = ({tuple(m) for m in some} for some in (manifest["migrations"], migrations(connection)))
    if not ours:
        raise Problem("La base est vide de tables : lancez d’abord « manage.py migrate ».")
    if theirs != ours:
        *_, (application, name) = sorted(theirs ^ ours)
        where = "que cette base n’a pas" if (application, name) in theirs else "que l’archive n’a pas"
        raise Problem(
            f"L’archive vient d’une autre version de SOFI ({manifest['version']}) : {len(theirs ^ ours)} migration(s) "
            f"diffèrent, dont {application}.{name}, {where}. Restaurez avec cette version-là, puis mettez à jour."
        )
    if manifest["tables"].keys() != {m._meta.db_table for m in tables.saved_models()}:
        raise Problem(
            "L’archive n’a pas les mêmes tables que cette installation : il y manque un programme, ou il y en a un autre."
        )


def refuse_what_is_there(connection, root) -> None:
    if full := tables.not_empty(connection):
        raise Problem(f"La base n’est pas vide ({full[0]}…). Pour la remplacer par l’archive : --replace.")
    if root.exists() and any(root.iterdir()):
        raise Problem(f"Le dossier des fichiers n’est pas vide ({root}). Pour le remplacer par l’archive : --replace.")


# Writing, then reading again ----------------------------------------------------------------------


@archive.telling_damage()
def read(path, manifest, connection, staging) -> None:
    """Write each table and each file of the archive, and hold what was read against the manifest once more."""
    models = {m._meta.db_table: m for m in tables.saved_models()}
    for name, stream in archive.members(path):
        if name == archive.MANIFEST:
            continue
        if name.startswith(archive.FILES):
            key = name.removeprefix(archive.FILES)
            archive.extract(stream, key, staging, settings.FILE_UPLOAD_PERMISSIONS or 0o600)
            expected = manifest["files"][key]
        else:
            key = name.removeprefix(archive.TABLES).removesuffix(".jsonl")
            expected = manifest["tables"][key]
            tables.load(models[key], stream, connection)
            tables.set_last_number(models[key], expected["last"], connection)
        if stream.drain().sha256 != expected["sha256"]:
            raise Damaged(f"L’archive a changé pendant sa lecture ({name}).")


def verify(manifest, connection) -> None:
    """Read every table back from the base: same rows, same digest, same last number; no row without its parent."""
    connection.check_constraints()
    for model in tables.saved_models():
        said, found = manifest["tables"][model._meta.db_table], tables.content(model, connection)
        if (said["rows"], said["sha256"], said["last"]) != (found.rows, found.sha256, found.last):
            raise Problem(
                f"La table {model._meta.db_table} ne se relit pas comme elle a été sauvegardée "
                f"({found.rows} lignes au lieu de {said['rows']}) : rien n’est restauré."
            )


# Files --------------------------------------------------------------------------------------------


def stage(root: Path) -> Path:
    """Return an empty folder beside the files, on the same disk."""
    root.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{root.name}.restauration-", dir=root.parent))
    staging.chmod(root.stat().st_mode & 0o777 if root.exists() else FOLDER)
    return staging


class Swap:
    """Puts one folder in the place of another, and keeps that one aside until it is forgotten."""

    def __init__(self, new: Path, root: Path):
        self.new, self.root = new, root
        self.aside = root.with_name(f".{root.name}.avant-{os.getpid()}") if root.exists() else None
        if self.aside:
            root.rename(self.aside)
        try:
            new.rename(root)
        except OSError:
            if self.aside:
                self.aside.rename(root)
            raise

    def undo(self):
        self.root.rename(self.new)
        if self.aside:
            self.aside.rename(self.root)

    def forget(self):
        if self.aside:
            shutil.rmtree(self.aside)
