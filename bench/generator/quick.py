"""Writes a base faster than it is used: without waiting for the disk, indexes made at the end.

A base that was half made is thrown away: nobody reads it meanwhile.
"""

from contextlib import contextmanager

from django.db import connection

# Unique ones stay: they are what refuses a row.
INDEXES = {
    "sqlite": (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND "
        "sql LIKE 'CREATE INDEX%' AND tbl_name = %s"
    ),
    "postgresql": "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
    "WHERE indrelid = %s::regclass AND NOT indisunique",
}


@contextmanager
def quick(models):
    """Write the tables of these models in bulk inside this."""
    with connection.cursor() as cursor:
        journal = settle(cursor)
        dropped = [row for model in models for row in indexes(cursor, model._meta.db_table)]
        for name, _ in dropped:
            cursor.execute(
                "DROP INDEX "
                f"{name if connection.vendor == 'postgresql' else connection.ops.quote_name(name)}"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, statement in dropped:
                cursor.execute(statement)
            if journal:
                cursor.execute(f"PRAGMA journal_mode = {journal}")
                cursor.execute("PRAGMA synchronous = NORMAL")


def settle(cursor):
    """Let SQLite write without a journal; return the one that it had."""
    if connection.vendor != "sqlite":
        return ""
    journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if journal != "wal":
        return ""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -262144"):
        cursor.execute(f"PRAGMA {pragma}")
    return journal


def indexes(cursor, table):
    """Return (name, statement) of the indexes of a table that constrain nothing."""
    cursor.execute(INDEXES[connection.vendor], [table])
    return cursor.fetchall()
