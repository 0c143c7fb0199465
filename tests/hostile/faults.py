"""What the watchers found during a test.

It fails, whichever thread served the page and whoever looked at it.
"""

import pytest

_found: dict[str, None] = {}  # in order, each once


def tell(sentence: str) -> None:
    _found[sentence] = None


def take() -> list[str]:
    """Return what was found, and forget it."""
    found = list(_found)
    _found.clear()
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    take()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if found := take():
        pytest.fail("\n".join(found), pytrace=False)
    return result


@pytest.fixture
def faults():
    """Return what takes the faults found so far: a test that causes one on purpose."""
    return take
