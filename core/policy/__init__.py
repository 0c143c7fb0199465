"""Asking who may: rows, one row, a page. Everything that shows or changes something asks here.

The engine knows no model and no right: the table of rights (`core/rights/table.py`) registers
itself at start.
"""

from core.policy.engine import (
    ADD,
    EVERYTHING,
    NOTHING,
    PAGES,
    RULES,
    can,
    is_staff,
    may_add,
    may_open,
    may_some,
    register,
    roles,
    rows,
)
from core.policy.scoped import Scoped

__all__ = [
    "ADD",
    "EVERYTHING",
    "NOTHING",
    "PAGES",
    "RULES",
    "Scoped",
    "can",
    "is_staff",
    "may_add",
    "may_open",
    "may_some",
    "register",
    "roles",
    "rows",
]
