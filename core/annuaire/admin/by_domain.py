"""How staff find an établissement: name, SIRET as people write it, NDA, town, or Formacode."""

from core.backoffice.scoped import ScopedAdmin
from core.models import Famille
from core.referentiels.terms import look_for
from core.search.matching import bearing, together

MOST = 15  # terms that a word may stand for


class ByDomain(ScopedAdmin):
    """Adds to the search of a list the établissements of a Formacode.

    By its code, or by the beginning of its words.
    """

    domain_link = ""  # path to the établissement, of which the Formacodes are words

    def get_search_results(self, request, queryset, search_term):
        by_words, distinct = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            return by_words, distinct
        terms, *_ = look_for(Famille.FORMACODE, search_term, request.user)
        codes = [terme.code for terme in terms][:MOST]
        if not codes:
            return by_words, distinct
        of_a_domain = bearing(queryset.model, codes, by=self.domain_link, whole=True)
        either = together([by_words.order_by().values("pk"), of_a_domain])
        return queryset.filter(pk__in=either), False
