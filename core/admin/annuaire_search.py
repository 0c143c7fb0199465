"""How staff find an établissement: name, SIRET as people write it, NDA, town, or Formacode."""

import re

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from core.forms.termes import look_for
from core.models import Famille

MOST = 15  # terms that a word may stand for


class ByDomain:
    """Adds to the search of a list the établissements of a Formacode: its code, or the beginning of its words."""

    domains = "domaines"  # the column that holds the codes
    domain_link = ""  # path to it, from the row

    def get_search_results(self, request, queryset, search_term):
        spaced = re.fullmatch(r"[0-9\s\u00a0\u202f]+", search_term)
        term = re.sub(r"\s", "", search_term) if spaced else search_term
        found, distinct = super().get_search_results(request, queryset, term)
        if not term.strip() or request.resolver_match.url_name == "autocomplete":
            return found, distinct
        codes = [t.code for t in look_for(Famille.FORMACODE, term, request.user)[0]][:MOST]
        if not codes:
            return found, distinct
        bears = Q()
        for code in codes:
            bears |= Q(dits__contains=f'"{code}"')
        rows = queryset.model.objects.annotate(dits=Cast(self.domain_link + self.domains, TextField())).filter(bears)
        return queryset.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=rows.values("pk"))), False
