"""A place to install plugins in, and the registry put back afterwards."""

import importlib
import sys

import pytest

from core import plugins
from core.fasd import FASD
from tests import factories as make
from tests.plugins import installing


@pytest.fixture
def site(tmp_path, monkeypatch, settings):
    """Return a folder of installed packages.

    What is imported from it is forgotten, and ours alone are started, at the end.
    """
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    plugins.start(settings.PROGRAMMES, common=FASD, entry_points=False)


@pytest.fixture
def start(site, settings):
    """Return a function that starts SOFI with what is installed."""

    def begin():
        importlib.invalidate_caches()
        return plugins.start(settings.PROGRAMMES, common=FASD, entry_points=True)

    return begin


@pytest.fixture
def passerelle(site, start):
    """Return the programme of the Passerelle distribution, installed."""
    installing.install(installing.DISTRIBUTIONS / "sofi-passerelle", site)
    start()
    return plugins.programme("passerelle")


@pytest.fixture
def outside(site, start):
    """Return a function that installs a distribution of one module, starts SOFI.

    And returns its `Plugin`.
    """

    def installed(text, name="sofi_essai", **about):
        installing.module(site, name, text, **about)
        start()
        return next(p for p in plugins.plugins() if p.name.endswith(f":{name}"))

    return installed


@pytest.fixture
def owner(db):
    return make.etablissement("Alpha")
