"""Référentiels, read-only, and the search that the fiches use."""

from django.contrib import admin
from django.http import Http404, JsonResponse

from core.backoffice.scoped import ReadOnlyAdmin
from core.models import Famille, RemplacementCertifinfo, Terme
from core.referentiels import certifinfo
from core.search.matching import matching
from core.texts.numbers import number

PAGE = 20
LAST_PAGE = 500


@admin.register(Terme)
class TermeAdmin(ReadOnlyAdmin):
    list_display = ("code", "libelle", "famille", "edition", "a_confirmer")
    list_filter = ("famille",)
    list_select_related = ("parent",)
    sortable_by = ()
    exclude = ("recherche",)


@admin.register(RemplacementCertifinfo)
class RemplacementAdmin(ReadOnlyAdmin):
    list_display = ("ancien", "nouveau")
    sortable_by = ()


def search(famille: str, words: str, rows=None):
    """Return the terms of a référentiel in which each typed word begins a word, accents ignored."""
    if rows is None:
        rows = Terme.objects.all()
    terms = rows.filter(famille=famille)
    if famille != Famille.CERTIFINFO:  # an archived certification is shown, with what replaces it
        terms = terms.filter(valide_au=None)
    return matching(terms, words).order_by("libelle", "code")


def termes(request, famille):
    """Answer select2 with the terms of a référentiel."""
    if famille not in Famille.values:
        raise Http404("Référentiel inconnu.")
    page = number(request.GET.get("page")) or 1
    if page > LAST_PAGE:
        page = 1
    start = (page - 1) * PAGE
    terms = search(famille, request.GET.get("term", ""), Terme.objects.allowed(request.user))
    rows = list(terms[start : start + PAGE + 1])
    shown = rows[:PAGE]
    if famille == Famille.CERTIFINFO:
        results = certifications(shown)
    else:
        results = [{"id": term.code, "text": str(term)} for term in shown]
    return JsonResponse({"results": results, "pagination": {"more": len(rows) > PAGE}})


def certifications(terms):
    """Return certifications as select2 shows them.

    An archived one cannot be chosen, what replaces it follows.
    """
    archived = certifinfo.archived([term.code for term in terms])
    listed = set()
    results = []
    for term in terms:
        offers = [term]
        if term.code in archived:
            archive = archived[term.code]
            text = f"{certifinfo.words(term)} – {archive.said}"
            results.append({"id": term.code, "text": text, "disabled": True})
            offers = archive.successors
        for offered in offers:
            if offered.code not in listed:
                listed.add(offered.code)
                results.append({"id": offered.code, "text": certifinfo.words(offered)})
    return results
