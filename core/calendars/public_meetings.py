"""The public calendar of the informations collectives of a session.

Read by anyone, without an account.
"""

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.calendars.meetings_ics import of_publication
from core.calendars.public_open_days import HEADERS
from core.texts.numbers import LARGEST


def answer(text, pk):
    """Answer a calendar as a file; 404 when it is empty."""
    if not text:
        raise Http404("Aucune information collective à venir.")
    name = {"Content-Disposition": f'attachment; filename="informations-collectives-{pk}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=HEADERS | name)


@require_safe
@cache_control(public=True, max_age=3600)
def calendar_view(request, session):
    """Answer the meetings to come of a session that is online.

    Its address is as `/informations-collectives/143842.ics`.
    """
    text = of_publication(session, timezone.localdate()) if session <= LARGEST else ""
    return answer(text, session)


urlpatterns = [
    path(
        "informations-collectives/<int:session>.ics",
        calendar_view,
        name="informations_collectives",
    ),
]
