"""A variable that a template names and nobody gives is a fault.

`{% if %}` and `{% for %}` may ask for one, as Django says; so may what says at once `|default`.
"""

import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Node, engines
from django.template.base import UNKNOWN_SOURCE, FilterExpression
from django.template.defaultfilters import default

from tests.hostile import faults

OURS = Path(settings.BASE_DIR)
THIRD_PARTY = (  # (template, variable, why): fnmatch patterns; templates of ours are never excused
    (
        "unfold/helpers/avatar.html",
        "user.avatar_*",
        "an account may have a picture; ours have none",
    ),
    ("unfold/components/button.html", "attrs", "a button may have attributes"),
    (
        "unfold/layouts/skeleton.html",
        "inline_admin_formsets",
        "one skeleton for the pages with and without inlines",
    ),
    (
        "unfold/helpers/pagination_inline.html",
        "inline_admin_formset.formset.page",
        "an inline may have pages; ours have one",
    ),
    (
        "unfold/helpers/edit_inline/tabular_title.html",
        "*.get_inline_title",
        "a row may have a title of its own",
    ),
    (
        "unfold/helpers/fieldset_row.html",
        "adminform.model_admin.conditional_fields*",
        "unfold's admin classes only",
    ),
    (
        "admin/change_form.html",
        "adminform.model_admin.conditional_fields",
        "unfold's admin classes only",
    ),
    ("unfold/helpers/empty_results.html", "to_field", "of pop-ups only"),
    ("unfold/helpers/empty_results.html", "is_popup", "of pop-ups only"),
)
_excused = {}  # expressions of templates that Django keeps, judged once


class Undefined(str):
    """What stands for an undefined variable: empty, as in production.

    Django asks whether it is, and that is told.
    """

    __slots__ = ()

    def __bool__(self):
        asking = sys._getframe(1)
        expression = asking.f_locals.get("self")
        if isinstance(expression, FilterExpression) and asking.f_code.co_name == "resolve":
            _judge(expression, asking)
        return False


def _judge(expression, frame):
    if id(expression) in _excused or (expression.filters and expression.filters[0][0] is default):
        return
    template, line = _place(frame)
    if _ours(template) or not any(
        fnmatch(_name(template), t) and fnmatch(expression.token, v) for t, v, _ in THIRD_PARTY
    ):
        faults.tell(f"{_name(template)}, line {line}: {{{{ {expression.token} }}}} is not defined.")
    else:
        _excused[id(expression)] = expression


def _place(frame):
    """Return the file and the line of the node that is being rendered."""
    while frame := frame.f_back:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return node.origin.name, node.token.lineno if node.token else 0
    return UNKNOWN_SOURCE, 0


def _ours(template):
    return Path(template).is_relative_to(OURS) and ".venv" not in template


def _name(template):
    return template.rpartition("templates/")[2]


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_are_told():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines["django"].engine, "string_if_invalid", Undefined())
        yield
