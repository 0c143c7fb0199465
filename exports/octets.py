"""Texts read as the bytes that the base stores, past the ORM: what only goes through need not be decoded and encoded."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import BinaryField, F, Func, Value
from django.db.models.functions import Cast

ROWS = 500  # fetched at once
SMALL = -2000  # KiB of SQLite's own cache: what is read once is not worth keeping


def octets(column: str):
    """Return the expression of a text column as UTF-8 bytes."""
    if connection.vendor == "postgresql":
        return Func(F(column), Value("UTF8"), function="convert_to", output_field=BinaryField())
    return Cast(F(column), BinaryField())


def rows(values) -> Iterator[tuple]:
    """Yield the rows of a `values_list` as the driver gives them, in the order asked, in flat memory."""
    sql, params = values.query.sql_with_params()
    read = _postgresql if connection.vendor == "postgresql" else _sqlite
    yield from read(sql, params)


def _postgresql(sql, params):
    """A server-side cursor in binary: it lives in a transaction."""
    with transaction.atomic(), connection.connection.cursor("sofi_octets", binary=True) as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(ROWS):
            yield from found


def _sqlite(sql, params):
    """No transaction: it would lock writers out."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size={SMALL}")
        try:
            cursor.execute(sql, params)
            while found := cursor.fetchmany(ROWS):
                yield from found
        finally:
            cursor.execute(f"PRAGMA cache_size={usual:d}")
