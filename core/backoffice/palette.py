"""The palette (Ctrl+K): pages of the menu, then dossiers and fiches, found by words.

A few of each, and no more. Instead of unfold's own, which reads every hit of every model, and keeps
what one person found in the cache.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from unfold.dataclasses import SearchResult

from core.backoffice.menu import navigation
from core.models import Action, Etablissement, Session, Site
from core.search.matching import NUMBER, matching
from core.search.words import asked
from core.texts.plain import plain

EACH = 5  # rows of a kind
SHORTEST = 2  # characters below which everything would match


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that the palette finds: how they are named, what is said beside, and what this reads."""

    model: type
    icon: str
    title: Callable
    said: Callable
    related: tuple[str, ...]
    by_number: bool = False  # by words, its dossier is found already


def when_and_where(session):
    start = f"{session.date_debut:%d/%m/%Y}" if session.date_debut else ""
    town = session.site_lieu.bureau_distributeur if session.site_lieu else ""
    return ", ".join(filter(None, (start, town)))


def who_enters(action):
    return action.porteur.raison_sociale if action.porteur else "Cariforef"


KINDS = (
    Kind(
        Action,
        icon="school",
        title=lambda action: action.title(),
        said=who_enters,
        related=("formation", "porteur"),
    ),
    Kind(
        Session,
        icon="event",
        title=lambda session: f"{session.action.formation} ({session.code})",
        said=when_and_where,
        related=("action__formation", "site_lieu"),
        by_number=True,
    ),
    Kind(
        Etablissement,
        icon="apartment",
        title=str,
        said=lambda etablissement: "",
        related=(),
    ),
    Kind(
        Site,
        icon="location_on",
        title=str,
        said=lambda site: site.bureau_distributeur,
        related=("etablissement",),
    ),
)


def palette_view(request):
    """Answer htmx with what is found; nothing is kept."""
    start = perf_counter()
    text = request.GET.get("s", "")
    if not asked(text):
        return HttpResponse()
    results = list(pages(request, text))
    if len("".join(text.split())) >= SHORTEST:
        results += rows(request.user, text)
    context = {
        "search_term": text,
        "results": results and Paginator(results, len(results)).page(1),
        "page_obj": Paginator(results, max(len(results), 1)),
        "page_counter": 0,
        "execution_time": perf_counter() - start,
        "command_show_history": False,
    }
    return TemplateResponse(
        request,
        "unfold/helpers/command_results.html",
        context,
        headers={"HX-Trigger": "search"},
    )


def pages(request, text):
    """Return the pages of the menu of which the title answers."""
    wanted = [word.text for run in asked(text) for word in run]
    for group in navigation(request):
        for item in group["items"]:
            if all_begin_a_word(wanted, item["title"]):
                yield SearchResult(
                    item["title"],
                    str(group["title"] or "Accueil"),
                    item["link"],
                    item["icon"],
                )


def all_begin_a_word(wanted, title) -> bool:
    """Whether each of these is the beginning of a word of the title."""
    words = re.findall(r"[^\W_]+", plain(title))
    missing = [text for text in wanted if not begins_one(text, words)]
    return not missing


def begins_one(text, words) -> bool:
    return any(word.startswith(text) for word in words)


def numbers_only(text):
    """Whether nothing but numbers is typed: 89393, s89393, 19482-89393, a SIRET."""
    return all(NUMBER.fullmatch(word.text) for run in asked(text) for word in run)


def rows(user, text):
    """Return the first rows of each kind, among those that this person sees."""
    for kind in KINDS:
        if kind.by_number and not numbers_only(text):
            continue
        meta = kind.model._meta
        seen = matching(kind.model.objects.allowed(user, "view"), text).order_by(*meta.ordering)
        if kind.related:
            seen = seen.select_related(*kind.related)
        for row in seen[:EACH]:
            beside = ", ".join(filter(None, (str(meta.verbose_name), kind.said(row))))
            yield SearchResult(kind.title(row), beside, row.get_absolute_url(), kind.icon)
