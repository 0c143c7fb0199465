"""The bases that are measured.

Built once by `manage.py generate`, kept in var/bench and in PostgreSQL, reused.
"""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(
    os.environ.get("BENCH_FOLDER") or Path(os.environ.get("SOFI_VAR") or ROOT / "var") / "bench"
)
SERVERS = ("BENCH_DATABASE_URL", "TEST_DATABASE_URL")
LOCAL = (
    "postgres:///postgres",
    "postgres://postgres@127.0.0.1:5432/postgres",
)  # the socket first, as in production
SEED = 1
VERSION = 2  # of what the generator makes: another one, and the bases are made again


@dataclass(frozen=True)
class Base:
    """A base of so many sessions in SQLite or PostgreSQL; `url` is what DATABASE_URL takes."""

    vendor: str
    sessions: int
    url: str

    @property
    def note(self) -> Path:
        return FOLDER / f"{self.vendor}-{self.sessions}.json"


def server():
    """Return the address of a PostgreSQL server that answers, or nothing."""
    asked = next((os.environ[name] for name in SERVERS if os.environ.get(name)), None)
    for url in [asked] if asked else LOCAL:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.Error:
            continue
        return url
    return None


def base(vendor, sessions) -> Base:
    if vendor == "sqlite":
        return Base(vendor, sessions, f"sqlite:///{FOLDER / f'{sessions}.sqlite3'}")
    parts = urlsplit(server())
    return Base(vendor, sessions, f"{parts.scheme}://{parts.netloc}/{name_of(sessions)}")


def name_of(sessions):
    return f"sofi_bench_{sessions}"


def environment(found: Base):
    own = {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SOFI_VAR": str(FOLDER),
        "BENCH_FOLDER": str(FOLDER),
    }
    return os.environ | own | {"DATABASE_URL": found.url}


def manage(found: Base, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(found), check=True, stdout=sys.stderr)


def ready(found: Base, *, again=False):
    """Make a base unless it is there; bring it to the latest migration.

    Return what is known of its making.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    note = json.loads(found.note.read_text()) if found.note.exists() else {}
    if again or note.get("version") != VERSION or not exists(found):
        drop(found)
        create(found)
        manage(found, "migrate", "--verbosity", "0")
        start, cpu = time.monotonic(), children()
        manage(found, "generate", "--sessions", str(found.sessions), "--seed", str(SEED))
        note = {
            "version": VERSION,
            "seconds": time.monotonic() - start,
            "cpu": children() - cpu,
            "bytes": size(found),
        }
        settle(found)
        found.note.write_text(json.dumps(note))
    else:
        manage(found, "migrate", "--verbosity", "0")
    return note


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def administer(*statements):
    with psycopg.connect(server(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def exists(found: Base) -> bool:
    if found.vendor == "sqlite":
        return path(found).exists()
    with psycopg.connect(server()) as connection:
        return (
            connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name_of(found.sessions)]
            ).fetchone()
            is not None
        )


def path(found: Base) -> Path:
    return Path(found.url.removeprefix("sqlite:///"))


def create(found: Base):
    if found.vendor == "postgresql":
        administer(f"CREATE DATABASE {name_of(found.sessions)} ENCODING 'UTF8' TEMPLATE template0")


def drop(found: Base):
    """Remove a base of ours, if it is there."""
    found.note.unlink(missing_ok=True)
    if found.vendor == "postgresql":
        administer(f"DROP DATABASE IF EXISTS {name_of(found.sessions)} WITH (FORCE)")
        return
    for suffix in ("", "-wal", "-shm"):
        path(found).with_name(path(found).name + suffix).unlink(missing_ok=True)


def size(found: Base) -> int:
    if found.vendor == "sqlite":
        return path(found).stat().st_size
    with psycopg.connect(found.url) as connection:
        return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]


def settle(found: Base):
    """Do what autovacuum does on PostgreSQL after a while.

    SQLite is measured as it is left, without statistics.
    """
    if found.vendor == "postgresql":
        with psycopg.connect(found.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
