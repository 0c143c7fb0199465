"""What a form is sent, and what sending it changed of another's rows."""

import re
from contextlib import contextmanager
from urllib.parse import urljoin

from django.apps import apps
from django.db import connection
from django.test import Client
from lxml import html

from core.models import Terme
from tests.contracts import registry, world


def rows() -> dict[str, set[str]]:
    """Return every row of the product by model, référentiels apart."""
    return {label.lower(): set(lines) for label, lines in world.picture(without=[Terme]).items()}


def references(theirs) -> dict:
    """Return how many rows point to these, by model and field: nothing of one's own may come to."""
    keys = {
        label: [int(re.match(r"\((\d+)", line)[1]) for line in lines]
        for label, lines in theirs.items()
    }
    return {
        (label, name): apps.get_model(label)
        ._base_manager.filter(**{f"{name}__in": keys[related]})
        .count()
        for label in theirs
        for name, related in registry.links(apps.get_model(label)).items()
        if related in keys
    }


def posted(page, at) -> list[tuple[str, dict]]:
    """Return what a browser would post from each form of a page: (address, fields)."""
    if "html" not in page.headers.get("Content-Type", "") or not page.content:
        return []
    forms = [form for form in html.fromstring(page.text).forms if form.method == "POST"]
    return [
        (urljoin(at, form.action or at).partition("?")[0], dict(form.form_values()))
        for form in forms
    ]


def same(client) -> Client:
    """Return the same browser, that may then be logged out."""
    found = Client()
    found.cookies = client.cookies.copy()
    return found


@contextmanager
def writes():
    """Yield a list of the tables that are written while the block runs, but for the session."""
    tables = []

    def hear(execute, sql, *more):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            tables.append(sql[:60])
        return execute(sql, *more)

    with connection.execute_wrapper(hear):
        yield tables
