"""The list behind the two counters of « Sites et contacts ».

Établissements and sites together, as they are counted.
"""

from django.contrib import admin
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from core.backoffice.paging import Chained
from core.backoffice.parts import badge
from core.models import Etablissement, Site
from core.search.matching import matching
from core.statistics.counters import SITES

PER_PAGE = 50
LONGEST = 100  # characters that are searched


def urls(site):
    return [
        path("etablissements-et-sites/", site.admin_view(counter_view), name="annuaire_compteur"),
    ]


def counter_view(request):
    """List the rows of a counter; without a known one, those that are active."""
    counter = counter_of(request.GET.get("compteur"))
    condition = counter.condition(timezone.localdate())
    words = request.GET.get("q", "")[:LONGEST].strip()
    etablissements = Etablissement.objects.allowed(request.user, "view").filter(condition)
    sites = Site.objects.allowed(request.user, "view").filter(condition)
    rows = Chained(
        matching(etablissements.order_by("raison_sociale", "pk"), words),
        matching(sites.order_by("nom_usage", "pk"), words),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": counter.label,
        "counter": counter,
        "words": words,
        "page": page,
        "rows": [(row, badge(row, request), isinstance(row, Site)) for row in page],
    }
    return TemplateResponse(request, "core/annuaire/compteur.html", context)


def counter_of(code):
    """Return the counter that an address names; without a known one, the last."""
    by_code = {counter.code: counter for counter in SITES}
    return by_code.get(code, SITES[-1])
