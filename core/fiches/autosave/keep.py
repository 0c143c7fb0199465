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
LEFT_OUT = ("csrfmiddlewaretoken", "_tab", "_save", "_next", "_reprise")


def page_of(row) -> str:
    return f"{row._meta.model_name}/{row.pk}"


def keep(user, page: str, tab: str, answers) -> Saisie:
    """Keep these answers (a QueryDict), in place of those of the same tab; forget what is too old."""
    saisie, _ = Saisie.objects.update_or_create(
        user=user, page=page, tab=tab,
        defaults={
            "base_version": min(number(answers.get("version")) or 0, MOST),
            "answers": {name: _kept(answers.getlist(name)) for name in answers if name not in LEFT_OUT and "\0" not in name},
        },
    )  # fmt: skip
    mine = Saisie.objects.filter(user=user)
    mine.filter(at__lt=timezone.now() - LASTS).delete()
    extra = list(mine.filter(page=page).values_list("pk", flat=True)[TABS:])
    mine.filter(pk__in=extra).delete()
    return saisie


def _kept(values):
    """Return answers that both bases can hold: PostgreSQL refuses the null character."""
    return [value.replace("\0", "") for value in values]


def found(user, row) -> list[Saisie]:
    """Return what this person typed on the page of a row and did not save, the latest first."""
    return list(Saisie.objects.filter(user=user, page=page_of(row)).defer("answers"))


def waiting(user) -> list[tuple[Saisie, models.Model]]:
    """Return what this person typed and did not save, the latest first, with the rows that may still be changed."""
    saisies = list(Saisie.objects.filter(user=user).defer("answers"))
    numbers: dict[str, set[str]] = {}
    for saisie in saisies:
        model, _, number = saisie.page.partition("/")
        numbers.setdefault(model, set()).add(number)
    rows = {
        page_of(row): row
        for model, wanted in numbers.items()
        for row in apps.get_model("core", model)
        .objects.allowed(user, "change")
        .filter(pk__in=wanted)
        .order_by("pk")
    }
    return [(saisie, rows[saisie.page]) for saisie in saisies if saisie.page in rows]


def asked(user, row, key: str) -> Saisie | None:
    """Return one of them by its number."""
    return Saisie.objects.filter(user=user, page=page_of(row), pk=number(key)).first()


def saved(user, row, post):
    """Forget what a save has just written: the answers of its tab, and those that it was taken up from."""
    Saisie.objects.filter(
        user=user,
        page=page_of(row),
        tab__in=[post.get("_tab", ""), post.get("_reprise_onglet", "")],
    ).delete()
