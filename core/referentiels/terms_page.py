"""What the chooser of terms asks: a search by relevance, and the tree level by level. Read only."""

from django.http import Http404, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from core.models import Famille
from core.referentiels import terms as termes
from core.referentiels.suggestions import suggest

LONGEST = 100  # characters of a search
LONGEST_TITLE = 255


def urls(site):
    return [
        path(
            "termes/<slug:famille>/chercher/",
            site.admin_view(require_safe(search_view)),
            name="termes_chercher",
        ),
        path(
            "termes/<slug:famille>/proposer/",
            site.admin_view(require_safe(suggest_view)),
            name="termes_proposer",
        ),
        path(
            "termes/<slug:famille>/arbre/",
            site.admin_view(require_safe(tree_view)),
            name="termes_arbre",
        ),
    ]


def search_view(request, famille):
    """Answer the terms that match what is typed, the nearest first."""
    _known(famille)
    found, total = termes.look_for(famille, request.GET.get("q", "")[:LONGEST], request.user)
    return JsonResponse({"termes": [term.as_json() for term in found], "total": total})


def tree_view(request, famille):
    """Answer the terms just under one, or the domains."""
    _known(famille)
    rows = termes.under(famille, request.GET.get("sous", "")[:20], request.user)
    return JsonResponse({"termes": [term.as_json() for term in rows]})


def suggest_view(request, famille):
    """Answer the Formacodes that a title calls for."""
    if famille != Famille.FORMACODE:
        raise Http404("Seuls les domaines de formation se proposent d’après un titre.")
    found = suggest(request.GET.get("intitule", "")[:LONGEST_TITLE], request.user)
    return JsonResponse({"termes": [term.as_json() for term in found]})


def _known(famille):
    if famille not in Famille.values:
        raise Http404("Référentiel inconnu.")
