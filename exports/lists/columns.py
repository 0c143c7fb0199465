"""What a column of an export is: a heading, and a function of the row."""

from collections.abc import Callable

from django.utils.text import capfirst
from import_export.fields import Field as ExportField

from core.dossiers.rows import value_of
from core.rules import Field, FieldTable, Level
from workflows.labels import label


class Column(ExportField):
    """A heading, and how a row gives its value; `field` says it in words, when a table has it."""

    def __init__(self, heading: str, read: Callable, field: Field | None = None):
        super().__init__(column_name=str(capfirst(heading)), readonly=True)
        self.read = read
        self.field = field

    def get_value(self, instance):
        return self.read(instance)


def itself(row):
    return row


def of_level(
    table: FieldTable,
    level: Level,
    *names: str,
    of: Callable = itself,
) -> list[Column]:
    """Return a column for each field of a level, or for those `names`; `of` gives its row."""
    return [
        _of_field(field, of) for field in table.level(level) if not names or field.name in names
    ]


def _of_field(field: Field, of: Callable) -> Column:
    """Return the column of a field: its label, with its unit."""
    heading = f"{field.label} ({field.unit})" if field.unit else field.label

    def read(row):
        return value_of(of(row), field)

    return Column(heading, read, field)


def of_model(model, *names: str, of: Callable = itself) -> list[Column]:
    """Return a column for each of these fields of a model; `of` gives its row."""
    return [_of_model_field(model._meta.get_field(name), of) for name in names]


def _of_model_field(field, of: Callable) -> Column:
    """Return the column of a model's field: its `verbose_name`; its label when it has choices."""

    def read(row):
        return getattr(of(row), field.name, None)

    def read_label(row):
        display = getattr(of(row), f"get_{field.name}_display", None)
        return display() if display else None

    return Column(field.verbose_name, read_label if field.choices else read)


def of_state(model, *, staff: bool, of: Callable = itself) -> Column:
    """Return the state of a subject, as this person reads it."""

    def read(row):
        return label(of(row), staff=staff).text

    return Column(model._meta.get_field("state").verbose_name, read)
