"""Référentiels, read-only, and the search that the fiches use."""

import unicodedata

from django.contrib import admin
from django.db.models import Q
from django.http import Http404, JsonResponse

from core import certifinfo
from core.admin.base import ReadOnlyAdmin
from core.models import Famille, RemplacementCertifinfo, Terme

PAGE = 20
LAST_PAGE = 500


@admin.register(Terme)
class TermeAdmin(ReadOnlyAdmin):
    list_display = ("code", "libelle", "famille", "edition", "a_confirmer")
    list_filter = ("famille",)
    search_fields = ("code", "recherche")
    list_select_related = ("parent",)
    sortable_by = ()
    exclude = ("recherche",)


@admin.register(RemplacementCertifinfo)
class RemplacementAdmin(ReadOnlyAdmin):
    list_display = ("ancien", "nouveau")
    search_fields = ("ancien", "nouveau")
    sortable_by = ()


def folded(text: str) -> str:
    """Return a text in lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def search(famille: str, words: str, rows=None):
    """Return the terms of a référentiel in which each typed word begins a word, accents ignored."""
    terms = (Terme.objects.all() if rows is None else rows).filter(famille=famille)
    if famille != Famille.CERTIFINFO:  # an archived certification is shown, with what replaces it
        terms = terms.filter(valide_au=None)
    for word in folded(words.replace("\0", " ")).split():
        terms = terms.filter(Q(recherche__contains=f" {word}") | Q(recherche__startswith=word))
    return terms.order_by("libelle", "code")


def termes(request, famille):
    """Answer select2 with the terms of a référentiel."""
    if famille not in Famille.values:
        raise Http404("Référentiel inconnu.")
    asked = request.GET.get("page", "1")
    page = int(asked[:6]) if asked.isdecimal() and 0 < int(asked[:6]) <= LAST_PAGE else 1
    found = list(
        search(famille, request.GET.get("term", ""), Terme.objects.allowed(request.user))[(page - 1) * PAGE : page * PAGE + 1]
    )
    say = certifications if famille == Famille.CERTIFINFO else (lambda terms: [{"id": t.code, "text": str(t)} for t in terms])
    results = say(found[:PAGE])
    return JsonResponse({"results": results, "pagination": {"more": len(found) > PAGE}})


def certifications(found):
    """Return certifications as select2 shows them: an archived one cannot be chosen, what replaces it follows."""
    gone, listed, results = certifinfo.archived([term.code for term in found]), set(), []
    for term in found:
        if term.code in gone:
            results.append({"id": term.code, "text": f"{certifinfo.words(term)} – {gone[term.code].said}", "disabled": True})
        for offered in gone[term.code].successors if term.code in gone else (term,):
            if offered.code not in listed:
                listed.add(offered.code)
                results.append({"id": offered.code, "text": certifinfo.words(offered)})
    return results
