"""The places of each lot of a campaign, for who reads its attributions.

Manager, staff, mandataire, co-traitant.
"""

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from core import policy
from core.campagnes.places import Places, by_lot
from core.models import Attribution, Campagne, Lot

PER_PAGE = 25  # lots


def places_view(request):
    """Show, lot by lot, the places ordered, taken, drafted and left."""
    if not policy.may_some(request.user, "view", Attribution):
        raise Http404("Places réservées à qui suit des lots.")
    mine = Attribution.objects.allowed(request.user, "view")
    campagnes = list(
        Campagne.objects.filter(pk__in=mine.order_by().values("lot__campagne")).order_by(
            "-annee",
            "programme",
        ),
    )
    asked = request.GET.get("campagne")
    started = [c for c in campagnes if c.annee <= timezone.localdate().year] or campagnes
    campagne = next(
        (c for c in campagnes if str(c.pk) == asked),
        None if asked else next(iter(started), None),
    )
    if asked and campagne is None:
        raise Http404("Campagne introuvable.")
    lots = Lot.objects.filter(campagne=campagne, pk__in=mine.order_by().values("lot")).order_by(
        "numero",
        "pk",
    )
    page = Paginator(lots, PER_PAGE).get_page(request.GET.get("page"))
    found = by_lot(mine.filter(lot__in=[lot.pk for lot in page]))
    total = Places()
    for one in found:
        total += one.places
    context = {
        **admin.site.each_context(request),
        "title": "Places par lot",
        "page_title": "Places par lot",
        "campagnes": campagnes,
        "campagne": campagne,
        "lots": found,
        "total": total,
        "page": page,
        "whole": policy.is_staff(request.user)
        or (campagne and policy.can(request.user, "view", campagne)),
    }
    return TemplateResponse(request, "core/campagne/places.html", context)
