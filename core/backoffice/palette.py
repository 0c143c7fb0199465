"""The palette (Ctrl+K): pages of the menu, then dossiers and fiches, found by words; a few of each, and no more.

Instead of unfold's own, which reads every hit of every model, and keeps what one person found in the cache.
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
    return ", ".join(
        filter(None, (start, session.site_lieu and session.site_lieu.bureau_distributeur)),
    )


KINDS = (
    Kind(Action, "school", lambda row: row.title(), lambda row: row.porteur.raison_sociale if row.porteur else "Cariforef",
         ("formation", "porteur")),
    Kind(Session, "event", lambda row: f"{row.action.formation} ({row.code})", when_and_where,
         ("action__formation", "site_lieu"), by_number=True),
    Kind(Etablissement, "apartment", str, lambda row: "", ()),
    Kind(Site, "location_on", str, lambda row: row.bureau_distributeur, ("etablissement",)),
)  # fmt: skip


def palette_view(request):
    """Answer htmx with what is found; nothing is kept."""
    start, text = perf_counter(), request.GET.get("s", "")
    if not asked(text):
        return HttpResponse()
    results = [
        *pages(request, text),
        *(rows(request.user, text) if len("".join(text.split())) >= SHORTEST else ()),
    ]
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
            words = re.findall(r"[^\W_]+", plain(item["title"]))
            if all(any(word.startswith(one) for word in words) for one in wanted):
                yield SearchResult(
                    item["title"],
                    str(group["title"] or "Accueil"),
                    item["link"],
                    item["icon"],
                )


def numbers_only(text):
    """Whether nothing but numbers is typed: 89393, s89393, 19482-89393, a SIRET."""
    return all(NUMBER.fullmatch(word.text) for run in asked(text) for word in run)


def rows(user, text):
    """Return the first rows of each kind, among those that this person sees."""
    for kind in KINDS:
        if kind.by_number and not numbers_only(text):
            continue
        seen = matching(kind.model.objects.allowed(user, "view"), text).order_by(
            *kind.model._meta.ordering,
        )
        for row in (seen.select_related(*kind.related) if kind.related else seen)[:EACH]:
            said = ", ".join(filter(None, (str(kind.model._meta.verbose_name), kind.said(row))))
            yield SearchResult(kind.title(row), said, row.get_absolute_url(), kind.icon)
