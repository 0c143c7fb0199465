"""The index of words is the database's own.

Made and unmade by migrations, true after them, and nobody's data.
"""

import pytest
from django.core.management import call_command
from django.db import connection

from core.exploitation.backup import tables
from core.models import Formation
from core.search.index import index_of
from core.search.matching import matching
from core.search.ways import searched


def titles(text):
    return [row.intitule for row in matching(Formation.objects.order_by("pk"), text)]


@pytest.fixture
def formations(transactional_db):
    Formation.objects.create(intitule="Soudure")
    Formation.objects.create(intitule="Élagage")


@pytest.mark.sqlite3
def test_sqlite_keeps_the_words_when_django_makes_the_table_again(formations):
    """It drops the table, and its triggers with it: the index makes them again with the new one."""
    for _ in range(2):
        with connection.schema_editor() as editor:
            editor._remake_table(Formation)
    assert (titles("soudure"), titles("elagage")) == (["Soudure"], ["Élagage"])
    Formation.objects.filter(intitule="Soudure").update(intitule="Brasure")
    Formation.objects.create(intitule="Brasage")
    Formation.objects.filter(intitule="Élagage").delete()
    assert (titles("soudure"), titles("elagage"), titles("bras")) == (
        [],
        [],
        ["Brasure", "Brasage"],
    )


def test_the_migration_goes_back_and_forth_and_finds_what_was_there(formations):
    call_command("migrate", "core", "0005", verbosity=0)
    assert index_of(Formation).name not in names()
    assert Formation.objects.count() == 2
    Formation.objects.create(intitule="Soudure à l’arc")
    call_command("migrate", verbosity=0)
    assert index_of(Formation).name in names()
    assert (titles("soudure"), titles("elagage")) == (["Soudure", "Soudure à l’arc"], ["Élagage"])


def names():
    """Return the tables, the triggers and the indexes of the base."""
    asked = (
        "SELECT name FROM sqlite_master"
        if connection.vendor == "sqlite"
        else "SELECT indexname FROM pg_indexes"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_a_backup_leaves_nothing_out_that_is_only_words():
    assert tables.unknown(connection) == []


@pytest.mark.sqlite3  # PostgreSQL reads a table of five rows, and is right
@pytest.mark.django_db
def test_a_search_never_reads_a_table():
    """Each way of each list goes by an index, from the words to the rows."""
    for model in searched():
        plan = matching(model._base_manager.order_by("pk"), "soudure laval 12").explain()
        assert [
            line for line in plan.splitlines() if "SCAN" in line and "VIRTUAL TABLE" not in line
        ] == [], (model, plan)
