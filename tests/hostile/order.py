"""Rows without an order come in a random one; a slice of them is a fault.

The seed is in the header of the report: `SOFI_SEED=… pytest …` plays the same orders again.
"""

import os
import random

import pytest
from django.db.models.query import MAX_GET_RESULTS, QuerySet

from tests.hostile import faults

SEED = "SOFI_SEED"
chance = random.Random()


def pytest_configure():
    os.environ.setdefault(SEED, str(random.randrange(10**6)))  # the processes of xdist inherit it


def pytest_report_header():
    return f"unordered querysets are shuffled: {SEED}={os.environ[SEED]}"


@pytest.fixture(autouse=True)
def _same_orders_when_run_alone(request):
    chance.seed(f"{os.environ[SEED]} {request.node.nodeid}")


@pytest.fixture(autouse=True, scope="session")
def _unordered_querysets_are_shuffled():
    fetch_all, iterator = QuerySet._fetch_all, QuerySet.iterator

    def shuffled(rows):
        rows = list(rows)
        chance.shuffle(rows)
        return rows

    def hostile_fetch_all(self):
        if self._result_cache is None and not self.ordered:
            if (
                self.query.is_sliced and self.query.high_mark != MAX_GET_RESULTS
            ):  # that is how `get` asks
                faults.tell(
                    f"A slice of rows of {self.model.__name__} that have no order: {self.query}"
                )
            self._result_cache = shuffled(self._iterable_class(self))
        fetch_all(self)

    def hostile_iterator(self, chunk_size=None):
        rows = iterator(self, chunk_size)
        return rows if self.ordered else iter(shuffled(rows))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", hostile_fetch_all)
        patch.setattr(QuerySet, "iterator", hostile_iterator)
        yield
