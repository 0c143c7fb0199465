"""Keep, find and forget what somebody typed on a page without saving it."""

from datetime import timedelta

from django.apps import apps
from django.db import models
from django.utils import timezone

from core.fiches.autosave.models import Saisie
from core.texts.numbers import number

LASTS = timedelta(days=60)
TABS = 5  # kept for one page
MOST = 2**31 - 1  # version that the base holds
LEFT_OUT = ("csrfmiddlewaretoken", "_tab", "_save", "_next")
NULL = "\0"  # PostgreSQL refuses it


def page_of(row) -> str:
    return f"{row._meta.model_name}/{row.pk}"


def keep(user, page: str, tab: str, answers) -> Saisie:
    """Keep these answers (a QueryDict), in place of those of the same tab; forget the too old."""
    version = number(answers.get("version")) or 0
    saisie, _ = Saisie.objects.update_or_create(
        user=user,
        page=page,
        tab=tab,
        defaults={"base_version": min(version, MOST), "answers": _holdable(answers)},
    )
    of_this_user = Saisie.objects.filter(user=user)
    of_this_user.filter(at__lt=timezone.now() - LASTS).delete()
    of_this_page = of_this_user.filter(page=page).values_list("pk", flat=True)
    too_many = list(of_this_page[TABS:])
    of_this_user.filter(pk__in=too_many).delete()
    return saisie


def _holdable(answers) -> dict[str, list[str]]:
    """Return the answers of a form that both bases can hold."""
    holdable = {}
    for name in answers:
        if name not in LEFT_OUT and NULL not in name:
            holdable[name] = [value.replace(NULL, "") for value in answers.getlist(name)]
    return holdable


def saisies_on(user, row) -> list[Saisie]:
    """Return what this person typed on the page of a row and did not save, the latest first."""
    return list(Saisie.objects.filter(user=user, page=page_of(row)).defer("answers"))


def saisie_of(user, row, key: str) -> Saisie | None:
    """Return one of them by its number."""
    return Saisie.objects.filter(user=user, page=page_of(row), pk=number(key)).first()


def waiting(user) -> list[tuple[Saisie, models.Model]]:
    """Return what this person typed and did not save, the latest first.

    Each with its row, of those that may still be changed.
    """
    saisies = list(Saisie.objects.filter(user=user).defer("answers"))
    rows = _rows_to_change(user, {saisie.page for saisie in saisies})
    return [(saisie, rows[saisie.page]) for saisie in saisies if saisie.page in rows]


def _rows_to_change(user, pages) -> dict[str, models.Model]:
    """Return the rows of these pages that this person may change, by page. One query a model."""
    numbers: dict[str, set[str]] = {}
    for page in sorted(pages):
        model_name, _, pk = page.partition("/")
        numbers.setdefault(model_name, set()).add(pk)
    rows = {}
    for model_name, pks in numbers.items():
        allowed = apps.get_model("core", model_name).objects.allowed(user, "change")
        for row in allowed.filter(pk__in=pks).order_by("pk"):
            rows[page_of(row)] = row
    return rows


def forget_saved(user, row, post):
    """Forget what a save has just written.

    The answers of its tab, and those that it was taken up from.
    """
    tabs = [post.get("_tab", ""), post.get("_reprise_onglet", "")]
    Saisie.objects.filter(user=user, page=page_of(row), tab__in=tabs).delete()
