"""Rows written in bulk: `executemany` on SQLite, `COPY` on PostgreSQL.

Rows are inserted with the columns they are given, past `pre_save`, since the past has its own dates
(`auto_now_add` would say today). `state` is among them as in a constructor: nothing here changes a
row.
"""

import json
from collections import defaultdict
from datetime import UTC

from django.core.management.color import no_style
from django.db import connection, models, transaction


class Table:
    """How the rows of a model are written on the connected database."""

    def __init__(self, model):
        self.model = model
        self.fields = model._meta.concrete_fields
        quote = connection.ops.quote_name
        self.name = quote(model._meta.db_table)
        self.names = ", ".join(quote(f.column) for f in self.fields)
        self.columns = [(f.attname, adapter(f), adapted_default(f)) for f in self.fields]

    def row(self, values):
        """Return the columns of a row, as the database takes them."""
        return tuple([
            default if name not in values else adapt(values[name]) if adapt else values[name]
            for name, adapt, default in self.columns
        ])  # fmt: skip

    def position(self, name):
        return next(rank for rank, f in enumerate(self.fields) if f.attname == name)

    def insert(self, rows):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({self.names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            marks = ", ".join("?" * len(self.columns))
            # Past Django's cursor, which would read each statement again to turn %s into ?.
            cursor.connection.executemany(
                f"INSERT INTO {self.name} ({self.names}) VALUES ({marks})", rows
            )


def adapter(field):
    """Return what turns a value into what the database driver takes.

    Or None when it takes it as it is.
    """
    sqlite = connection.vendor == "sqlite"
    match field:
        case models.JSONField():
            encode = (field.encoder or json.JSONEncoder)().encode
            return lambda value: None if value is None else encode(value)
        case models.DateTimeField() if sqlite:
            return lambda value: value and str(value.astimezone(UTC).replace(tzinfo=None))
        case models.DateField() | models.TimeField() if sqlite:
            return lambda value: None if value is None else str(value)
        case models.DecimalField() if sqlite:
            return lambda value: None if value is None else str(value)
        case models.TextField() | models.CharField():
            return lambda value: (
                None if value is None else str(value)
            )  # a fragment is a subclass of str
    return None


def adapted_default(field):
    default, adapt = field.get_default(), adapter(field)
    return adapt(default) if adapt else default


class Sheet:
    """Rows on their way to the database, by model.

    Those without a number of their own get one in `Writer`.
    """

    def __init__(self, tables):
        self.tables = tables
        self.rows = defaultdict(list)

    def add(self, label, values):
        """Add a row; return its rank among those of this sheet when it has no number yet."""
        rows = self.rows[label]
        if "id" not in values:
            values["id"] = len(rows) + 1
        rows.append(self.tables[label].row(values))
        return len(rows)


class Writer:
    """Writes sheets one after the other, giving their numbers to the rows that had none."""

    def __init__(self, tables, numbered, references):
        """`numbered`: models whose rows come without a number.

        `references`: (model, column): model it numbers.
        """
        self.tables, self.written = tables, defaultdict(int)
        self.shifts = defaultdict(list)
        for label in numbered:
            self.shifts[label].append((tables[label].position("id"), label))
        for (label, column), target in references.items():
            self.shifts[label].append((tables[label].position(column), target))

    @transaction.atomic
    def write(self, rows):
        """Write the rows of a sheet."""
        bases = dict(self.written)
        for label, table in self.tables.items():
            if found := rows.get(label):
                shifts = [
                    (position, bases.get(target, 0)) for position, target in self.shifts[label]
                ]
                table.insert(shifted(found, shifts) if any(base for _, base in shifts) else found)
                self.written[label] += len(found)

    def finish(self):
        """Let the next rows be numbered after these."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [t.model for t in self.tables.values()]
            ):
                cursor.execute(statement)


def shifted(rows, shifts):
    for row in rows:
        changed = list(row)
        for position, base in shifts:
            if changed[position] is not None:
                changed[position] += base
        yield changed
