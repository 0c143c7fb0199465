"""Asking the table of rights (`core/rights.py`): rows, one row, a page. Everything that shows or changes something asks here."""

import logging

from core.rights.table import (
    ADD,
    ADMINISTRATEUR,
    CARIFOREF,
    EVERYTHING,
    NOTHING,
    PAGES,
    RULES,
    roles,
    rows,
)

__all__ = [
    "ADD",
    "EVERYTHING",
    "NOTHING",
    "PAGES",
    "RULES",
    "can",
    "is_staff",
    "may_add",
    "may_open",
    "may_some",
    "roles",
    "rows",
]

log = logging.getLogger("sofi.policy")


def is_staff(user) -> bool:
    """Whether this user speaks for the Cariforef."""
    return bool(roles(user) & {CARIFOREF, ADMINISTRATEUR})


def can(user, action, row) -> bool:
    """Whether this user may do this to this row."""
    if row.pk is None:
        return False
    allowed = type(row)._base_manager.filter(rows(type(row), user, action), pk=row.pk).exists()
    if not allowed and action != "view":
        log.debug(
            "refused",
            extra={"action": action, "row": f"{row._meta.label} {row.pk}", "by": user.pk},
        )
    return allowed


def may_some(user, action, model) -> bool:
    """Whether this user may do this to some rows: known by the roles alone, nothing is asked of the base."""
    return not roles(user).isdisjoint(RULES.get(model, {}).get(action, ()))


def may_add(user, model) -> bool:
    return bool(roles(user) & ADD.get(model, set()))


def may_open(user, page) -> bool:
    return bool(roles(user) & PAGES.get(page, set()))
