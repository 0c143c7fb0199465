"""The rows of a list in words, read by chunks: neither all at once, nor page by page."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import batched

from django.utils import timezone
from import_export.resources import Resource

from core.dossiers.wording import Names, say
from core.rules import Field, Kind
from core.rules.completeness import empty
from exports.lists.tables import TABLES

CHUNK = 1_000  # rows read, named and written together
NUMBERS_AND_DATES = (  # a spreadsheet writes them itself
    Kind.INTEGER,
    Kind.AMOUNT,
    Kind.COORDINATE,
    Kind.DATE,
)


def nothing_to_add(rows) -> None:
    """Leave the rows as they were read."""


class ListResource(Resource):
    """The rows of a model under the columns of its table; `complete` adds to a chunk its counts."""

    def __init__(self, model, *, staff: bool, complete: Callable = nothing_to_add):
        super().__init__()
        self.table = TABLES[model]
        self.complete = complete
        self.columns = self.table.columns(staff=staff)
        self.fields = {column.column_name: column for column in self.columns}

    def get_export_headers(self, selected_fields=None) -> list[str]:
        return list(self.fields)

    def iter_queryset(self, queryset):
        """Read by chunks, from a cursor of the server where there is one."""
        rows = queryset.select_related(*self.table.related) if self.table.related else queryset
        return rows.prefetch_related(*self.table.prefetch).iterator(chunk_size=CHUNK)

    def rows(self, queryset) -> Iterator[list]:
        """Yield the cells of each row; names of codes and of places are read once a chunk."""
        for chunk in batched(self.iter_queryset(queryset), CHUNK):
            self.complete(chunk)
            lines = [[column.get_value(row) for column in self.columns] for row in chunk]
            names = Names(self._to_name(lines))
            for line in lines:
                yield [
                    cell(column.field, value, names)
                    for column, value in zip(self.columns, line, strict=True)
                ]

    def _to_name(self, lines) -> Iterator[tuple[Field, object]]:
        """Yield each value that a table of fields says in words, with its field."""
        for line in lines:
            for column, value in zip(self.columns, line, strict=True):
                if column.field is not None:
                    yield column.field, value


def cell(field: Field | None, value, names: Names):
    """Return a value as a spreadsheet holds it: text in words, numbers and dates as they are."""
    if empty(value):
        return None
    if field is not None:
        return value if field.kind in NUMBERS_AND_DATES else say(field, value, names)
    match value:
        case bool():
            return "oui" if value else "non"
        case datetime():
            return timezone.localtime(value).date()
        case int() | Decimal() | date():
            return value
    return str(value)
