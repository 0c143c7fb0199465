"""What has no meaning here is left out of the collection.

A skipped test is then always one that should have run. `make test` runs the suite on SQLite and on
PostgreSQL; the CI has no file beside the repository.
"""

import os

import pytest
from django.conf import settings

BASE = {
    "django_db_setup",
    "live_server",
    "requires_browser",
}  # fixtures: the base, or a server on it

SAME_ON_BOTH = (  # they ask of a base, which changes nothing to what they say
    "tests/attacks/test_redirects.py",
    "tests/contracts/programmes/",
    "tests/contracts/test_pages.py",
    "tests/generator/test_bench.py",
    "tests/plugins/",
    "tests/procedure/",
)


def means_nothing_here(item) -> bool:
    """Whether a test needs another base, or files that are not here."""
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    needs = [name for name in ("postgresql", "sqlite3") if item.get_closest_marker(name)]
    if needs and vendor not in needs:
        return True
    if was_run_on_sqlite(item, vendor):
        return True
    beside = [path for mark in item.iter_markers("beside") for path in mark.args]
    return not all(path.exists() for path in beside)


def was_run_on_sqlite(item, vendor) -> bool:
    """Whether a test that asks nothing of a base was run on SQLite just before.

    See scripts/test.
    """
    if os.environ.get("SOFI_ONCE") != "1" or vendor == "sqlite3":
        return False
    return item.nodeid.startswith(SAME_ON_BOTH) or not needs_base(item)


def needs_base(item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgresql"):
        return True
    return not BASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    left_out = [item for item in items if means_nothing_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
