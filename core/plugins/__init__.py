"""Programmes and targets that come by hooks. Plain Python."""

from core.plugins.hooks import CONTRACT, Hooks, hookimpl
from core.plugins.manager import (
    Plugin,
    absent,
    ask,
    by_region_code,
    hooks,
    plugins,
    programme,
    programmes,
    start,
    stopped,
    targets,
    working,
)
from core.plugins.target import Organismes, Target

__all__ = [
    "CONTRACT",
    "Hooks",
    "Organismes",
    "Plugin",
    "Target",
    "absent",
    "ask",
    "by_region_code",
    "hookimpl",
    "hooks",
    "plugins",
    "programme",
    "programmes",
    "start",
    "stopped",
    "targets",
    "working",
]
