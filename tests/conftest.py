"""What every test gets.

Files apart, no network mail, watchers, and a browser when one is asked for.
"""

import os
import shutil

import hypothesis
import pytest
from django.db import connection
from django.test import override_settings

from tests.factories.referentiels import keep_loaded

pytest_plugins = [
    f"tests.hostile.{name}"
    for name in ("faults", "order", "templates", "lists", "dates", "elsewhere")
]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

LONG = (  # whole bases, all pages, processes: minutes among seconds
    "tests/contracts/test_every_url.py",
    "tests/contracts/test_pages.py",
    "tests/contracts/test_queries.py",
    "tests/contracts/test_recipes.py",
    "tests/generator/",
    "tests/exploitation/",
    "tests/concurrency/",
    "tests/journeys/",
    "tests/tableur/test_sameness.py",
)

hypothesis.settings.register_profile("sofi", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("sofi")

keep_loaded()


def turn(item) -> int:
    """Return when a test begins: the longest first, so that the workers end together."""
    if item.get_closest_marker("browser"):
        return 0
    path = item.nodeid.partition("::")[0]
    return 1 if path.startswith(LONG) else 2


def pytest_collection_modifyitems(config, items):
    """Mark what needs a browser, so that `-m browser` finds it.

    SOFI_BROWSER_ON names the only base on which it runs.
    """
    needing = [item for item in items if "requires_browser" in getattr(item, "fixturenames", ())]
    for item in needing:
        item.add_marker("browser")
    items.sort(key=turn)
    if os.environ.get("SOFI_BROWSER_ON", connection.vendor) != connection.vendor:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


@pytest.fixture(autouse=True, scope="session")
def _files_apart(tmp_path_factory):
    """Keep uploads of the tests out of the installation's folder."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("fichiers")):
        yield


@pytest.fixture(scope="session")
def requires_browser():
    """Return the path of Chromium. Without one: skip, or fail when SOFI_REQUIRE_BROWSER=1."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path:
        return path
    missing = (
        "No Chromium here: install it (on Debian: apt install "
        "chromium) or give its path in CHROMIUM."
    )
    if os.environ.get("SOFI_REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def browser(requires_browser):
    """Return Chromium, driven by Playwright's synchronous API."""
    from playwright.sync_api import sync_playwright

    # That API runs an event loop in this thread, where Django would then refuse to reach the
    # database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=requires_browser,
            args=CHROMIUM_OPTIONS,
            env=os.environ | {"LANGUAGE": "fr"},
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """Return an empty page in French, with no cookie."""
    with browser.new_context(locale="fr-FR", timezone_id="Europe/Paris") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page
