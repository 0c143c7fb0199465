"""Other bases, migrated and empty, beside that of the tests; and what a base holds."""

import json
import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from core.exploitation.backup import tables
from core.exploitation.backup.archive import MANIFEST

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def other_base(vendor, folder):
    """Make an empty migrated base of this engine; yield its address."""
    if vendor == "sqlite":
        url = f"sqlite:///{folder / 'copie.sqlite3'}"
        manage("migrate", "--verbosity", "0", url=url, var=folder / vendor)
        yield url
        return
    own = connection.settings_dict
    name = f"{own['NAME']}_copie"
    account = f"{own['USER']}:{own['PASSWORD']}" if own["PASSWORD"] else own["USER"]
    url = f"postgres://{account}@{own['HOST'].replace('/', '%2F')}:{own['PORT']}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    try:
        manage("migrate", "--verbosity", "0", url=url, var=folder / vendor)
        yield url
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def contents():
    """Return the digest of every table that is saved, in the base of the tests."""
    return {m._meta.db_table: tables.content(m, connection) for m in tables.saved_models()}


def told(archive):
    """Return what the manifest of an archive says of each table."""
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile(MANIFEST))
    return {
        name: tables.Content(t["rows"], t["sha256"], t["last"])
        for name, t in manifest["tables"].items()
    }


def files(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def manage(*command, url, var):
    """Run a command of the product on another base, as one does."""
    environment = os.environ | {
        "DATABASE_URL": url, "SOFI_VAR": str(var), "SOFI_ENV": "demo", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    command = [sys.executable, "manage.py", *command]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done
