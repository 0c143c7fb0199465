"""Keep, find and forget what somebody typed on a page without saving it."""

from datetime import timedelta

from django.utils import timezone

from core.saisie.models import Saisie

LASTS = timedelta(days=60)
TABS = 5  # kept for one page
LEFT_OUT = ("csrfmiddlewaretoken", "_tab", "_save", "_next", "_reprise")


def page_of(row) -> str:
    return f"{row._meta.model_name}/{row.pk}"


def keep(user, page: str, tab: str, answers) -> Saisie:
    """Keep these answers (a QueryDict), in place of those of the same tab; forget what is too old."""
    version = answers.get("version", "")
    saisie, _ = Saisie.objects.update_or_create(
        user=user, page=page, tab=tab,
        defaults={
            "base_version": int(version) if version.isdecimal() and len(version) < 10 else 0,
            "answers": {name: answers.getlist(name) for name in answers if name not in LEFT_OUT},
        },
    )  # fmt: skip
    mine = Saisie.objects.filter(user=user)
    mine.filter(at__lt=timezone.now() - LASTS).delete()
    extra = list(mine.filter(page=page).values_list("pk", flat=True)[TABS:])
    mine.filter(pk__in=extra).delete()
    return saisie


def found(user, row) -> list[Saisie]:
    """Return what this person typed on the page of a row and did not save, the latest first."""
    return list(Saisie.objects.filter(user=user, page=page_of(row)).defer("answers"))


def asked(user, row, key: str) -> Saisie | None:
    """Return one of them by its number."""
    return Saisie.objects.filter(user=user, page=page_of(row), pk=key).first() if key.isdecimal() and len(key) < 19 else None


def saved(user, row, post):
    """Forget what a save has just written: the answers of its tab, and those that it was taken up from."""
    Saisie.objects.filter(user=user, page=page_of(row), tab__in=[post.get("_tab", ""), post.get("_reprise_onglet", "")]).delete()
