"""Tables as lines of JSON, one a row, the same on SQLite and PostgreSQL; and back, exactly."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import batched
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import models, transaction

from core.recherche.index import sqlite_tables

LEFT_OUT = {"django_session", "comptes_cache"}  # keys that open the door: everyone logs in again; and counts of failures
MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}  # rows of a base where nothing was entered
OF_DJANGO = {"django_migrations", "sqlite_sequence"}  # compared or counted apart
CHUNK = 500  # rows in memory: publications are long
PLAIN = (  # JSON has them
    models.IntegerField, models.BooleanField, models.CharField, models.TextField, models.FileField, models.FloatField,
    models.JSONField,
)  # fmt: skip


@dataclass(slots=True)
class Content:
    """What a table holds: enough to tell whether two are the same."""

    rows: int
    sha256: str
    last: int | None  # number given last: the next row is after it, even when its own was deleted


def saved_models() -> list[type[models.Model]]:
    """Return the models of every table that is saved, by name of table."""
    every = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy)
    return sorted((m for m in every if m._meta.db_table not in LEFT_OUT), key=lambda m: m._meta.db_table)


def columns(model) -> list[models.Field]:
    return [f for f in model._meta.local_concrete_fields if not f.generated]


def unknown(connection) -> list[str]:
    """Return the tables of the base that are those of no model: they are not saved."""
    known = {m._meta.db_table for m in saved_models()} | LEFT_OUT | OF_DJANGO | sqlite_tables(apps.get_models())
    return sorted(set(connection.introspection.table_names()) - known)


def not_empty(connection) -> list[str]:
    """Return the tables in which something was entered."""
    return [
        m._meta.db_table
        for m in saved_models()
        if m._meta.db_table not in MADE_BY_MIGRATE and models.QuerySet(m, using=connection.alias).exists()
    ]


# From rows to lines ---------------------------------------------------------------------------


@contextmanager
def snapshot(connection):
    """See the base as it is at one moment, without keeping anyone from writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")  # Django's own would wait for those who write, and make them wait
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def lines(model, connection) -> Iterator[bytes]:
    """Yield the rows of a table by primary key, one line each; keys of JSON values in alphabetical order."""
    names = [f.attname for f in columns(model)]
    rows = models.QuerySet(model, using=connection.alias).order_by("pk").values_list(*names)
    encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=written).encode
    for row in rows.iterator(chunk_size=CHUNK):
        yield encode(row).encode() + b"\n"


def written(value):
    """Return what JSON does not know as text, without losing a microsecond or a cent."""
    match value:
        case date() | datetime() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case timedelta():
            return value // timedelta(microseconds=1)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"A backup cannot write a {type(value).__name__}.")


def content(model, connection) -> Content:
    """Return the count and the digest of a table as it stands."""
    digest, rows = hashlib.sha256(), 0
    for line in lines(model, connection):
        digest.update(line)
        rows += 1
    return Content(rows, digest.hexdigest(), last_number(model, connection))


# From lines to rows ---------------------------------------------------------------------------


def empty(connection) -> None:
    """Delete every row of every table, what is left out of backups included."""
    tables = [m._meta.db_table for m in saved_models()] + sorted(LEFT_OUT)
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=False):
            cursor.execute(statement)


def load(model, source: Iterable[bytes], connection) -> None:
    """Write rows as they were: no signal, no date of the day, and constraints that wait for the end of the transaction."""
    readers = [reader(f, connection) for f in columns(model)]
    rows = ([read(v) for read, v in zip(readers, json.loads(line), strict=True)] for line in source)
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(f.column) for f in columns(model))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        insert = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(readers))})"  # noqa: S608  names of models
        for chunk in batched(rows, CHUNK):
            cursor.executemany(insert, chunk)


def reader(field, connection) -> Callable:
    """Return what turns a JSON value into what the engine keeps in this column."""
    if isinstance(field, models.JSONField) and not field.null:  # None there is the `null` of JSON
        return lambda value: field.get_db_prep_value(value, connection)
    kind = field.target_field if field.is_relation else field
    return lambda value: field.get_db_prep_save(None if value is None else decoded(kind, value), connection)


def decoded(field, value):
    """Return a JSON value as this field has it in Python."""
    if isinstance(field, PLAIN):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return timedelta(microseconds=value)
    return field.to_python(value)


# Numbers that are never given again -------------------------------------------------------------


def sequence(model, cursor) -> str:
    """Return the sequence from which PostgreSQL numbers this table."""
    field = model._meta.auto_field
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', field.column])
    return cursor.fetchone()[0]


def last_number(model, connection) -> int | None:
    """Return the number that was given last, 0 if none was; None for a table without numbers."""
    if model._meta.auto_field is None:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM {sequence(model, cursor)}")  # noqa: S608
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        found = cursor.fetchone()
    return found[0] if found else 0


def set_last_number(model, last, connection) -> None:
    """Number the next row after this one; undone with the transaction, on both engines."""
    if last is None:
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER SEQUENCE {sequence(model, cursor)} RESTART WITH {int(last) + 1}")
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
