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
    terms = (Terme.objects.all() if rows is None else rows).filter(famille=famille)
    if famille != Famille.CERTIFINFO:  # an archived certification is shown, with what replaces it
        terms = terms.filter(valide_au=None)
    return matching(terms, words).order_by("libelle", "code")


def termes(request, famille):
    """Answer select2 with the terms of a référentiel."""
    if famille not in Famille.values:
        raise Http404("Référentiel inconnu.")
    asked = number(request.GET.get("page")) or 1
    page = asked if asked <= LAST_PAGE else 1
    found = list(
        search(famille, request.GET.get("term", ""), Terme.objects.allowed(request.user))[
            (page - 1) * PAGE : page * PAGE + 1
        ],
    )
    say = (
        certifications
        if famille == Famille.CERTIFINFO
        else (lambda terms: [{"id": t.code, "text": str(t)} for t in terms])
    )
    results = say(found[:PAGE])
    return JsonResponse({"results": results, "pagination": {"more": len(found) > PAGE}})


def certifications(found):
    """Return certifications as select2 shows them.

    An archived one cannot be chosen, what replaces it follows.
    """
    gone, listed, results = certifinfo.archived([term.code for term in found]), set(), []
    for term in found:
        if term.code in gone:
            results.append(
                {
                    "id": term.code,
                    "text": f"{certifinfo.words(term)} – {gone[term.code].said}",
                    "disabled": True,
                },
            )
        for offered in gone[term.code].successors if term.code in gone else (term,):
            if offered.code not in listed:
                listed.add(offered.code)
                results.append({"id": offered.code, "text": certifinfo.words(offered)})
    return results
