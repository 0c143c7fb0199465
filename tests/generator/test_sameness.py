"""The generator leaves what real moves leave.

Every column of every row, but the numbers that nothing shows.
"""

import logging
from datetime import date

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from bench.generator.run import LABELS, NUMBERED, generate
from tests.generator import by_moves

SESSIONS, SEED, TODAY = 110, 3, date(2026, 11, 20)


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_same_rows_as_real_moves():
    logging.getLogger("sofi").setLevel(logging.WARNING)
    by_moves.build(SESSIONS, seed=SEED, today=TODAY, every_life=True)
    moved = picture()
    call_command("flush", interactive=False, verbosity=0)
    generate(SESSIONS, seed=SEED, today=TODAY, every_life=True)
    made = picture()
    for label, rows in moved.items():
        assert rows, f"{label} is never written: it is not compared"
        assert [row for row in made[label] if row not in rows] == [
            row for row in rows if row not in made[label]
        ], label
        assert made[label] == rows, label


def picture():
    """Return the rows of each table by column, those without a lasting number by what they hold."""
    return {
        label: sorted(map(repr, rows(label)))
        for label in (*LABELS, "core.Campagne", "core.Lot", "core.Attribution")
    }


def rows(label):
    for row in apps.get_model(label).objects.order_by("pk"):
        yield {
            f.attname: told(row, f)
            for f in row._meta.concrete_fields
            if not (f.primary_key and label in NUMBERED)
        }


def told(row, field):
    """Return a column; what it names is told by its content when its number may differ."""
    value = getattr(row, field.attname)
    if value is None or not field.is_relation:
        return value
    if field.related_model is ContentType:  # numbered again when a base is flushed
        return ContentType.objects.get_for_id(value).model
    if field.related_model._meta.label not in NUMBERED:
        return value
    other = getattr(row, field.name)
    return getattr(other, "numero", None) or (
        other.content_type.model,
        other.object_id,
        other.number,
    )
