"""The hooks of a plugin and the plugin manager. Plain Python, no Django.

`docs/write-a-programme.md` documents each hook; a test holds the two together.
"""

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pluggy

from core.rules import Fiche, FieldTable, Issue, Programme

PROJECT = "sofi"
ENTRY_POINTS = "sofi.programmes"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin may answer."""

    @hookspec
    def register_programmes(self) -> list[Programme]:
        """Return the programmes that this plugin brings."""

    @hookspec
    def register_referentiels(self) -> Mapping[str, list[tuple[str, str]]]:
        """Return rows (code, label) to add to référentiels, by family."""

    @hookspec
    def lheo_extras(self, payload: Mapping[str, Any], key: str) -> Mapping[str, str]:
        """Return extras (name, value) to write in LHÉO for the session `key` of a payload."""

    @hookspec
    def after_transition(self, subject: Any, name: str, by: Any) -> None:
        """Hear of a move once it is committed; what this hook raises is logged, and stops nothing."""


_started: dict[str, pluggy.PluginManager] = {}


def start(modules: Iterable[str], *, entry_points: bool = True) -> pluggy.PluginManager:
    """Load the named modules, then outside plugins; refuse a misspelt hook or a code given twice."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    for name in modules:
        manager.register(importlib.import_module(name), name)
    if entry_points:
        manager.load_setuptools_entrypoints(ENTRY_POINTS)
    manager.check_pending()
    _started["manager"] = manager
    _registry.cache_clear()
    _registry()
    return manager


def hooks() -> pluggy.HookRelay:
    """Return the relay that calls each hook in every plugin."""
    if "manager" not in _started:
        raise RuntimeError("core.plugins.start() has not been called.")
    return _started["manager"].hook


@cache
def _registry() -> Mapping[str, Programme]:
    found: dict[str, Programme] = {}
    for programmes in hooks().register_programmes():
        for programme in programmes:
            if programme.code in found:
                raise ValueError(f"Two plugins register the programme {programme.code!r}.")
            found[programme.code] = programme
    return dict(sorted(found.items(), key=lambda item: item[1].label))


def programmes() -> list[Programme]:
    """Return every registered programme, by label."""
    return list(_registry().values())


def programme(code: str) -> Programme:
    """Return a programme by its code; one that blocks everything when its plugin is not installed."""
    return _registry().get(code) or absent(code)


def by_region_code(region_code: str) -> Programme | None:
    """Return the programme that the Région file calls `region_code`."""
    return next((p for p in programmes() if p.region_code == region_code), None)


def absent(code: str) -> Programme:
    """Return the stand-in of a programme whose plugin is missing: its offers stay readable, none goes out."""
    from core.fasd import FASD

    def missing(fiche: Fiche):
        yield Issue(
            "programme.absent",
            fiche.path(""),
            f"Le programme « {code} » n’est pas installé : ses offres peuvent être lues, pas envoyées. "
            "Prévenez l’administrateur de SOFI.",
        )

    return Programme(code, f"Programme « {code} » (non installé)", FieldTable(tuple(FASD)), (missing,))
