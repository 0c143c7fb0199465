"""The list behind the two counters of « Sites et contacts »: établissements and sites together, as they are counted."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from core.admin.counters import SITES
from core.admin.parts import badge
from core.models import Etablissement, Site

PER_PAGE = 50
LONGEST = 100  # characters that are searched


def urls(site):
    return [path("etablissements-et-sites/", site.admin_view(counter_view), name="annuaire_compteur")]


class Together:
    """Two querysets, one after the other: counted and cut without reading what is not shown."""

    def __init__(self, first, second):
        self.first, self.second = first, second

    def count(self):
        return self.first.count() + self.second.count()

    def __len__(self):
        return self.count()

    def __getitem__(self, cut):
        found = list(self.first[cut])
        before = self.first.count()
        return found + list(self.second[max(cut.start - before, 0) : max(cut.stop - before, 0)])


def counter_view(request):
    """List the rows of a counter; without a known one, those that are active."""
    counter = next((c for c in SITES if c.code == request.GET.get("compteur")), SITES[-1])
    condition, words = counter.condition(timezone.localdate()), request.GET.get("q", "")[:LONGEST].replace("\0", "").strip()
    etablissements = Etablissement.objects.allowed(request.user, "view").filter(condition).order_by("raison_sociale", "pk")
    sites = Site.objects.allowed(request.user, "view").filter(condition).order_by("nom_usage", "pk")
    if words:
        etablissements = etablissements.filter(raison_sociale__icontains=words)
        sites = sites.filter(nom_usage__icontains=words)
    page = Paginator(Together(etablissements, sites), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": counter.label,
        "counter": counter,
        "words": words,
        "page": page,
        "rows": [(row, badge(row, request), isinstance(row, Site)) for row in page],
    }
    return TemplateResponse(request, "core/annuaire/compteur.html", context)
