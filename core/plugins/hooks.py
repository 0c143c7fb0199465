"""The hooks that a plugin may answer, and the contract that it is written for.

`docs/write-a-programme.md` documents each; a test holds the two together.
"""

from collections.abc import Mapping
from typing import Any

import pluggy

from core.plugins.target import Target
from core.rules import Programme

PROJECT = "sofi"


# Raised when a hook, or what a plugin may import, changes so that plugins must be written again.
CONTRACT = 2


hookspec = pluggy.HookspecMarker(PROJECT)


hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin may answer."""

    @hookspec
    def register_programmes(self) -> list[Programme]:
        """Return the programmes that this plugin brings."""

    @hookspec
    def register_targets(self) -> list[Target]:
        """Return the diffusion targets that this plugin brings, and what keeps offers out."""

    @hookspec
    def register_referentiels(self) -> Mapping[str, list[tuple[str, str]]]:
        """Return rows (code, label) to add to référentiels, by family."""

    @hookspec
    def lheo_extras(self, payload: Mapping[str, Any], key: str) -> Mapping[str, str]:
        """Return extras (name, value) to write in LHÉO for the session `key` of a payload."""

    @hookspec
    def after_transition(self, subject: Any, name: str, by: Any) -> None:
        """Hear of a move once it is committed.

        What this hook raises is logged, and stops nothing.
        """
