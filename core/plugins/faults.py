"""What is wrong with the plugins of this process, in plain words. Plain Python, no Django.

A fault stays until the next start: the plugin is mended, installed, and SOFI started again.
"""

import logging
from dataclasses import dataclass

log = logging.getLogger("sofi.plugins")
LONGEST = 200  # characters of a cause
READ_ONLY = (
    "Ses offres se lisent, mais ne peuvent être ni modifiées, ni envoyées, ni validées. "
    "Prévenez son auteur."
)


@dataclass(frozen=True, slots=True)
class PluginFault:
    """Why a plugin was put aside (`stops`), or what it did wrong without harm."""

    plugin: str  # its name in the plugin manager
    sentence: str
    stops: bool = True

    @property
    def said(self) -> str:
        return f"{self.sentence} {READ_ONLY}" if self.stops else self.sentence


_found: dict[str, PluginFault] = {}


def note(plugin: str, sentence: str, *, stops: bool = True) -> None:
    """Keep the first fault of a plugin; one that stops it replaces one that does not.

    Call it where the log has been written.
    """
    known = _found.get(plugin)
    if known is None or (stops and not known.stops):
        _found[plugin] = PluginFault(plugin, sentence, stops)


def every() -> list[PluginFault]:
    return list(_found.values())


def of(plugin: str) -> PluginFault | None:
    return _found.get(plugin)


def stops(plugin: str) -> bool:
    """Whether a plugin was put aside."""
    fault = _found.get(plugin)
    return fault is not None and fault.stops


def forget() -> None:
    _found.clear()


def cause(error: BaseException) -> str:
    """Return an exception in one line, for who will mend it."""
    words = " ".join(str(error).split())
    name = type(error).__name__
    if not words:
        return name
    if len(words) > LONGEST:
        words = f"{words[:LONGEST]}…"
    return f"{name} : {words}"
