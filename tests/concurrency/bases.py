"""The base that several processes share during a test.

And how to hold it until they all stand at its door.
"""

import sqlite3
import time
from contextlib import closing, contextmanager

from django.db import connection, connections, transaction

from core.models import Action, Attribution, Etablissement, Site

PATIENCE = 30  # seconds


class Postgresql:
    """The base of the tests itself: what they wrote is committed."""

    def __init__(self, folder):
        self.name = connection.settings_dict["NAME"]

    def gather(self):
        """Nothing to do: there is one base."""

    @contextmanager
    def held(self):
        """Lock every subject; `waiting(n)` returns once n other connections wait for them."""
        with transaction.atomic():
            for model in (Action, Etablissement, Site, Attribution):
                list(model._base_manager.select_for_update().order_by("pk").values_list("pk"))
            yield self._waiting

    def _waiting(self, count):
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = "
            "current_database() AND wait_event_type = 'Lock'"
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(query)
                if cursor.fetchone()[0] >= count:
                    return
            time.sleep(0.01)
        raise AssertionError(f"{count} processes should wait for a lock")


class Sqlite:
    """A copy in a file, for the base of the tests lives in the memory of one process."""

    def __init__(self, folder):
        self.name = str(folder / "ensemble.sqlite3")
        with closing(sqlite3.connect(self.name)) as file:
            self._memory().backup(file)

    def gather(self):
        """Bring back what the others wrote."""
        with closing(sqlite3.connect(self.name)) as file:
            file.backup(self._memory())

    @contextmanager
    def held(self):
        """Begin to write; SQLite does not say who waits.

        So `waiting` leaves them the time to come.
        """
        with closing(sqlite3.connect(self.name, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield lambda count: time.sleep(0.15)
            file.execute("ROLLBACK")

    @staticmethod
    def _memory():
        connection.ensure_connection()
        return connections["default"].connection


def shared(folder):
    return (Postgresql if connection.vendor == "postgresql" else Sqlite)(folder)
