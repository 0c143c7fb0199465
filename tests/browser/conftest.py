"""A server, browsers that watch for faults, and pictures of what they saw."""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser.served import quiet, serving
from tests.browser.watch import Watch

PATIENCE = 20_000  # milliseconds: a machine may do something else
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def server(browser, transactional_db):
    """Serve the product on the base of this test."""
    with serving() as server:
        yield server


@pytest.fixture
def people(browser, server):
    """Return a function that opens a browser for somebody: people(user) or people(), nobody yet.

    `size`: of the screen.

    Any fault that one of the pages shows makes the test fail.
    """
    opened, watches = [], []
    expect.set_options(timeout=PATIENCE)

    def arrive(user=None, size=DESKTOP, **options):
        context = browser.new_context(
            base_url=server.url, locale="fr-FR", timezone_id="Europe/Paris", viewport=size,
            reduced_motion="reduce", **options,
        )  # fmt: skip
        opened.append(context)
        watches.append(Watch(context, server.url))
        context.set_default_timeout(PATIENCE)
        if user:
            client = Client()
            with quiet():
                client.force_login(user)
            context.add_cookies(
                [
                    {
                        "name": "sessionid",
                        "value": client.cookies["sessionid"].value,
                        "url": server.url,
                    }
                ]
            )
        return context.new_page()

    yield arrive
    for context in opened:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture(scope="session")
def picture():
    """Return a function that keeps a picture of a page, when SOFI_SCREENSHOTS names a folder."""
    folder = os.environ.get("SOFI_SCREENSHOTS")

    def take(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)

    return take
