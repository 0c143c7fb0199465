"""Model columns made from a field table, so that a label or a length is written once."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.files.received import stored_name
from core.rules import Field, FieldTable, Kind, Level

NULLABLE = {
    Kind.DATE: models.DateField,
    Kind.TIME: models.TimeField,
    Kind.BOOLEAN: models.BooleanField,
}
CODE_LENGTH = 20  # longest code of our tables and référentiels


def column(field: Field) -> models.Field:
    """Return the column that keeps this field: its type, and nothing about completeness."""
    name = field.label
    match field.kind:
        case Kind.TEXT | Kind.PHONE:
            return models.CharField(name, max_length=field.max_length, blank=True, default="")
        case Kind.LONG:
            return models.TextField(name, blank=True, default="")
        case Kind.CODE | Kind.CHOICE:
            return models.CharField(name, max_length=CODE_LENGTH, blank=True, default="")
        case Kind.CODES | Kind.CHOICES:
            return models.JSONField(name, blank=True, default=list)
        case Kind.INTEGER:
            return models.PositiveIntegerField(name, null=True, blank=True)
        case Kind.AMOUNT:
            return models.DecimalField(name, max_digits=9, decimal_places=2, null=True, blank=True)
        case Kind.COORDINATE:
            return models.DecimalField(name, max_digits=9, decimal_places=6, null=True, blank=True)
        case Kind.DATE | Kind.TIME | Kind.BOOLEAN:
            return NULLABLE[field.kind](name, null=True, blank=True)
        case Kind.URL:
            return models.URLField(name, max_length=field.max_length, blank=True, default="")
        case Kind.EMAIL:
            return models.EmailField(name, max_length=field.max_length, blank=True, default="")
        case Kind.FILE:
            return models.FileField(
                name,
                upload_to=stored_name,
                max_length=200,
                blank=True,
                default="",
            )
        case Kind.SITE:
            return reference(name, "core.Site", models.PROTECT)
        case Kind.ETABLISSEMENT:
            return reference(name, "core.Etablissement", models.PROTECT)
        case Kind.CONTACT:
            return reference(name, "core.Contact", models.SET_NULL)
    raise TypeError(f"{field.name}: a column cannot keep {field.kind}.")


def reference(name, model, on_delete):
    return models.ForeignKey(
        model,
        on_delete,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )


def columns(fields) -> dict[str, models.Field]:
    """Return the columns of several fields, by name; sub-tables have a model of their own."""
    return {
        field.name: column(field)
        for field in fields
        if field.kind is not Kind.ROWS and not field.extra
    }


def level_columns(table: FieldTable, level: Level) -> dict[str, models.Field]:
    return columns(table.level(level))


def extra_column() -> models.JSONField:
    """Return the column of the fields that only one programme has."""
    return models.JSONField(
        "champs propres au programme",
        default=dict,
        blank=True,
        encoder=DjangoJSONEncoder,
    )
