"""Reads the table of rights for one user. With no line that matches, nothing: it fails closed."""

import logging

from django.db.models import Q

log = logging.getLogger("sofi.policy")

EVERYTHING = Q(pk__isnull=False)
NOTHING = Q(pk__in=[])

RULES: dict = {}  # model -> action -> role -> conditions, which hold together
ADD: dict = {}  # model -> roles that may make one
PAGES: dict = {}  # page that is not a row's -> roles that may open it
STAFF: set = set()  # roles that speak for the Cariforef


def register(*, rules, add, pages, staff) -> None:
    """Take a table of rights in place of the last one."""
    for table in (RULES, ADD, PAGES, STAFF):
        table.clear()
    RULES.update(rules)
    ADD.update(add)
    PAGES.update(pages)
    STAFF.update(staff)


def roles(user) -> set:
    """Return the roles of a user, read once a request."""
    if not (user.is_active and user.is_authenticated):
        return set()
    return user.roles


def is_staff(user) -> bool:
    """Whether this user speaks for the Cariforef."""
    return bool(roles(user) & STAFF)


def rows(model, user, action) -> Q:
    """Return which rows of a model this user may do this to.

    The conditions of a line hold together; the lines of several roles add up.
    """
    lines = RULES.get(model, {}).get(action, {})
    allowed = NOTHING
    for role in roles(user):
        if role not in lines:
            continue
        line = _together(lines[role], user)
        if line == EVERYTHING:
            return EVERYTHING
        allowed = line if allowed == NOTHING else allowed | line
    return allowed


def _together(conditions, user) -> Q:
    """Return the rows where all these conditions hold."""
    line = EVERYTHING
    for condition in conditions:
        allowed = condition(user)
        if allowed == EVERYTHING:
            continue
        line = allowed if line == EVERYTHING else line & allowed
    return line


def can(user, action, row) -> bool:
    """Whether this user may do this to this row."""
    if row.pk is None:
        return False
    model = type(row)
    same_row = model._base_manager.filter(pk=row.pk)
    allowed = same_row.filter(rows(model, user, action)).exists()
    if not allowed and action != "view":
        about = {"action": action, "row": f"{row._meta.label} {row.pk}", "by": user.pk}
        log.debug("refused", extra=about)
    return allowed


def may_some(user, action, model) -> bool:
    """Whether this user may do this to some rows: its roles tell; nothing is asked of the base."""
    return not roles(user).isdisjoint(RULES.get(model, {}).get(action, ()))


def may_add(user, model) -> bool:
    return bool(roles(user) & ADD.get(model, set()))


def may_open(user, page) -> bool:
    return bool(roles(user) & PAGES.get(page, set()))
