"""The hooks of a plugin and the plugin manager. Plain Python, no Django.

`docs/write-a-programme.md` documents each hook; a test holds the two together. A plugin of the
repository that fails stops the start; one of another package is put aside, and named to staff
(`core/plugins/faults.py`).
"""

import importlib
import importlib.metadata
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pluggy

from core.plugins import faults
from core.plugins import trial as outside
from core.plugins.hooks import CONTRACT, PROJECT, Hooks
from core.plugins.target import Target, ordered
from core.rules import Fiche, FieldTable, Issue, Programme

log = logging.getLogger("sofi.plugins")
ENTRY_POINTS = "sofi.programmes"
OURS = ("core.fasd.ordinaire", "core.fasd.cibles")  # features of ours that are plugins too


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that was found, let in or not."""

    name: str  # in the plugin manager
    label: str  # as people know it: its distribution and version, or its module
    programmes: tuple[Programme, ...] = ()
    targets: tuple[Target, ...] = ()
    is_outside: bool = False

    @property
    def fault(self) -> faults.PluginFault | None:
        return faults.of(self.name)


_started: dict[str, pluggy.PluginManager] = {}
_plugins: dict[str, Plugin] = {}
_common: dict[str, FieldTable] = {}  # what programmes refine, given at start


# Starting -----------------------------------------------------------------------------------


def start(
    modules: Iterable[str],
    *,
    common: FieldTable,
    entry_points: bool = True,
) -> pluggy.PluginManager:
    """Load our plugins and the named modules, then outside plugins.

    `common` is the table that programmes refine. A misspelt hook, or a code given twice, is
    refused.
    """
    _common["table"] = common
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    faults.forget()
    _plugins.clear()
    for name in dict.fromkeys((*OURS, *modules)):
        module = importlib.import_module(name)
        manager.register(module, name)
        manager.check_pending()
        _plugins[name] = Plugin(
            name,
            name,
            tuple(_answer(module, "register_programmes")),
            tuple(_answer(module, "register_targets")),
        )
    _started["manager"] = manager
    _forget()
    _registry()
    targets()
    if entry_points:
        for point in _found():
            _let_in(manager, point)
        _forget()
    return manager


def _forget():
    for cached in (_registry, _owners, targets):
        cached.cache_clear()


def _answer(module: Any, hook: str) -> list:
    """Return what one plugin alone answers to a hook that registers."""
    alone = pluggy.PluginManager(PROJECT)
    alone.add_hookspecs(Hooks)
    alone.register(module)
    alone.check_pending()
    return [one for several in getattr(alone.hook, hook)() for one in several]


def _found() -> list[importlib.metadata.EntryPoint]:
    points = importlib.metadata.entry_points(group=ENTRY_POINTS)
    return sorted(points, key=lambda point: (point.dist.name if point.dist else "", point.name))


def _let_in(manager: pluggy.PluginManager, point: importlib.metadata.EntryPoint) -> None:
    """Try an outside plugin, then register it; whatever it raises puts it aside."""
    about = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
    name = f"{point.dist.name if point.dist else ''}:{point.name}"
    _plugins[name] = Plugin(name, about, is_outside=True)
    try:
        module = point.load()
        outside.written_for(module, CONTRACT)
        _plugins[name] = _tried(name, about, module)
        manager.register(module, name)
    except (Exception, SystemExit) as error:
        log.exception("plugin put aside", extra={"plugin": name})
        why = (
            str(error)
            if isinstance(error, outside.Unfit)
            else f"Elle n’a pas pu être chargée ({faults.cause(error)})."
        )
        faults.note(name, why)


def _tried(name: str, about: str, module: Any) -> Plugin:
    """Return an outside plugin whose answers hold with those already there."""
    brought = tuple(_answer(module, "register_programmes"))
    known = {p.code for plugin in _plugins.values() for p in plugin.programmes}
    for programme in brought:
        outside.try_programme(programme, _common["table"])
        if programme.code in known:
            raise outside.Unfit(
                f"Le code « {programme.code} » est déjà celui d’un autre programme.",
            )
        known.add(programme.code)
    receivers = tuple(
        outside.watched_target(target, name) for target in _answer(module, "register_targets")
    )
    try:
        ordered([*(t for plugin in _plugins.values() for t in plugin.targets), *receivers])
    except ValueError as error:
        raise outside.Unfit(f"Ses cibles ne conviennent pas ({error})") from error
    own = tuple(outside.watched(p, name) for p in brought)
    return Plugin(name, about, own, receivers, is_outside=True)


# Asking -------------------------------------------------------------------------------------


def hooks() -> pluggy.HookRelay:
    """Return the relay that calls each hook in every plugin; see `ask`, which isolates them."""
    if "manager" not in _started:
        raise RuntimeError("core.plugins.start() has not been called.")
    return _started["manager"].hook


def ask(
    hook: str,
    *,
    read: Callable[[Any], Any] = lambda answer: answer,
    stops: bool = True,
    **given: Any,
) -> Iterator[Any]:
    """Yield each plugin's answer to a hook, once `read`.

    A plugin that fails is named to staff, and left out.

    `stops`: its failure puts the plugin aside, offers included.
    """
    for impl in reversed(getattr(hooks(), hook).get_hookimpls()):
        if faults.stops(impl.plugin_name):
            continue
        try:
            answer = impl.function(*(given[name] for name in impl.argnames))
            answer = read(answer) if answer is not None else None
        except (Exception, SystemExit) as error:
            log.exception("%s failed", hook, extra={"plugin": impl.plugin_name})
            faults.note(
                impl.plugin_name,
                f"« {hook} » a échoué ({faults.cause(error)}).",
                stops=stops,
            )
        else:
            if answer is not None:
                yield answer


def plugins() -> list[Plugin]:
    """Return every plugin that was found, ours first."""
    return list(_plugins.values())


@cache
def _registry() -> Mapping[str, Programme]:
    found: dict[str, Programme] = {}
    for plugin in _plugins.values():
        for programme in plugin.programmes:
            if programme.code in found:
                raise ValueError(f"Two plugins register the programme {programme.code!r}.")
            found[programme.code] = programme
    return dict(sorted(found.items(), key=lambda item: item[1].label))


@cache
def _owners() -> Mapping[str, str]:
    """Return the plugin of each programme."""
    return {
        programme.code: plugin.name
        for plugin in _plugins.values()
        for programme in plugin.programmes
    }


@cache
def targets() -> tuple[Target, ...]:
    """Return the diffusion targets, each after the one that feeds it."""
    return tuple(ordered(target for plugin in _plugins.values() for target in plugin.targets))


def programmes() -> list[Programme]:
    """Return every registered programme, by label."""
    return list(_registry().values())


def programme(code: str) -> Programme:
    """Return a programme by its code.

    One that blocks everything when its plugin is not installed.
    """
    return _registry().get(code) or absent(code)


def by_region_code(region_code: str) -> Programme | None:
    """Return the programme that the Région file calls `region_code`."""
    return next((p for p in programmes() if p.region_code == region_code), None)


# A plugin that is missing, or failed --------------------------------------------------------


def working() -> list[str]:
    """Return the codes of the programmes whose plugin is there and did not fail.

    The others' offers are read only.
    """
    return [code for code, plugin in _owners().items() if not faults.stops(plugin)]


def stopped(code: str, path: str) -> list[Issue]:
    """Return why no offer of a programme may go out: its plugin is missing, or failed."""
    if code in working():
        return []
    if code in _registry():
        return [outside.stopped(_registry()[code], path)]
    return [_missing(code, path)]


def _missing(code: str, path: str) -> Issue:
    return Issue(
        "programme.absent",
        path,
        f"Le programme « {code} » n’est pas installé : ses offres se lisent, mais ne se modifient "
        "ni ne s’envoient. Prévenez l’administrateur de SOFI.",
    )


def absent(code: str) -> Programme:
    """Return the stand-in of a programme whose plugin is missing.

    Its offers stay readable, none goes out.
    """

    def missing(fiche: Fiche):
        yield _missing(code, fiche.path(""))

    return Programme(
        code,
        f"Programme « {code} » (non installé)",
        FieldTable(tuple(_common["table"])),
        (missing,),
    )
