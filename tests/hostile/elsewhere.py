"""What has no meaning here is left out of the collection: a skipped test is then always one that should have run.

`make test` runs the suite on SQLite and on PostgreSQL; the CI has no file beside the repository.
"""

import pytest
from django.conf import settings


def means_nothing_here(item) -> bool:
    """Whether a test needs another base, or files that are not here."""
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    needs = [name for name in ("postgresql", "sqlite3") if item.get_closest_marker(name)]
    beside = [path for mark in item.iter_markers("beside") for path in mark.args]
    return bool(needs and vendor not in needs) or not all(path.exists() for path in beside)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    left_out = [item for item in items if means_nothing_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
