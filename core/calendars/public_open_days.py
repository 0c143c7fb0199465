"""The public calendar of open days: read by anyone, without an account."""

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.calendars.open_days import calendar, to_come
from core.texts.numbers import LARGEST

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": 'attachment; filename="portes-ouvertes.ics"',
}


@require_safe
@cache_control(public=True, max_age=3600)
def calendar_view(request, site=None):
    """Answer the open days to come.

    All of them, or those of a site (`/portes-ouvertes/36364.ics`).
    """
    if site is not None and site > LARGEST:
        raise Http404("Site inconnu.")
    days = to_come() if site is None else to_come().filter(site=site)
    if site is not None and not days.exists():
        raise Http404("Aucune porte ouverte à venir.")
    return HttpResponse(
        calendar(days),
        content_type="text/calendar; charset=utf-8",
        headers=HEADERS,
    )


urlpatterns = [
    path("portes-ouvertes.ics", calendar_view, name="portes_ouvertes"),
    path("portes-ouvertes/<int:site>.ics", calendar_view, name="portes_ouvertes_site"),
]
