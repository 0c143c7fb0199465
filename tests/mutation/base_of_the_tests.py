"""Becomes `conftest.py` at the root of a private copy of the tree: the base comes from a file.

The first run makes it by the migrations and keeps it; the others read it back into memory.
"""

import os
import sqlite3
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """In place of pytest-django's: nothing is migrated when the base was kept."""
    kept = Path(os.environ["SOFI_MUTATION_BASE"])
    with django_db_blocker.unblock():
        if kept.exists():
            connection.close()
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            connection.ensure_connection()
            source = sqlite3.connect(kept)
            source.backup(connection.connection)
            source.close()
        else:
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
            partial = kept.with_suffix(".partial")
            copy = sqlite3.connect(partial)
            connection.connection.backup(copy)
            copy.close()
            partial.rename(kept)
