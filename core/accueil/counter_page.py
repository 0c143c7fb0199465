"""The list behind the two counters of « Sites et contacts »: établissements and sites together, as they are counted."""

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
    counter = next((c for c in SITES if c.code == request.GET.get("compteur")), SITES[-1])
    condition, words = (
        counter.condition(timezone.localdate()),
        request.GET.get("q", "")[:LONGEST].strip(),
    )
    etablissements = (
        Etablissement.objects.allowed(request.user, "view")
        .filter(condition)
        .order_by("raison_sociale", "pk")
    )
    sites = Site.objects.allowed(request.user, "view").filter(condition).order_by("nom_usage", "pk")
    found = Chained(matching(etablissements, words), matching(sites, words))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": counter.label,
        "counter": counter,
        "words": words,
        "page": page,
        "rows": [(row, badge(row, request), isinstance(row, Site)) for row in page],
    }
    return TemplateResponse(request, "core/annuaire/compteur.html", context)
