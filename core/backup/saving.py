"""Making a backup: tables as they are at one moment, then files, then the manifest."""

import json
import logging
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from time import perf_counter

import django
from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.backup import archive, tables

log = logging.getLogger("sofi.backup")


def save(path: Path, connection, root: Path) -> dict:
    """Write an archive of the base, and of the files under `root`; return its manifest, with what it weighs."""
    begun = perf_counter()
    with archive.new_file(path) as file, archive.packing(file) as tar:
        manifest = description(connection)
        with tables.snapshot(connection):
            manifest["migrations"] = migrations(connection)
            for model in tables.saved_models():
                manifest["tables"][model._meta.db_table] = add_table(tar, model, connection, path.parent)
        for name, source in files_under(root):
            with suppress(FileNotFoundError):  # replaced meanwhile
                manifest["files"][name] = add_file(tar, name, source)
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        archive.add(tar, archive.MANIFEST, BytesIO(text), len(text))
    told = {
        "rows": sum(t["rows"] for t in manifest["tables"].values()), "files": len(manifest["files"]),
        "bytes": file.bytes, "sha256": file.sha256, "seconds": round(perf_counter() - begun, 1),
    }  # fmt: skip
    log.info("backup", extra=told)
    return manifest | {"archive": told}


def description(connection) -> dict:
    return {
        "format": archive.FORMAT, "version": product_version(), "django": django.get_version(),
        "engine": connection.vendor, "made_at": timezone.now().isoformat(),
        "left_out": sorted(tables.LEFT_OUT) + tables.unknown(connection), "tables": {}, "files": {},
    }  # fmt: skip


def product_version() -> str:
    try:
        return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "inconnue"


def migrations(connection) -> list[list[str]]:
    """Return the migrations of a base, as [application, name]."""
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))


def add_table(tar, model, connection, folder) -> dict:
    """Copy a table into the archive, by a nameless file: a tar wants the size first."""
    with tempfile.TemporaryFile(dir=folder) as held:
        rows = 0
        for line in tables.lines(model, connection):
            held.write(line)
            rows += 1
        size = held.tell()
        held.seek(0)
        passed = archive.add(tar, f"{archive.TABLES}{model._meta.db_table}.jsonl", held, size)
    found = tables.Content(rows, passed.sha256, tables.last_number(model, connection))
    return asdict(found) | {"bytes": size}


def files_under(root: Path):
    """Yield the name and the path of each file; links are not followed."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root).as_posix(), path


def add_file(tar, name, path) -> dict:
    with path.open("rb") as file:
        status = path.stat()
        passed = archive.add(tar, f"{archive.FILES}{name}", file, status.st_size, status.st_mtime)
    return {"bytes": passed.bytes, "sha256": passed.sha256}
