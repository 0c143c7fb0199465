"""What the page of a site asks of the communes: those of a postal code, or the one of a code."""

from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from core import policy
from core.models import Terme
from core.referentiels.communes import as_json, communes, of_postal_code


def urls(site):
    return [path("communes/", site.admin_view(require_safe(communes_view)), name="communes")]


def communes_view(request):
    """Answer `?code_postal=44000` or `?commune=44109`: communes, postal codes, place."""
    return JsonResponse({"communes": [as_json(terme) for terme in _asked(request)]})


def _asked(request):
    if not policy.may_some(request.user, "view", Terme):
        return []
    code = request.GET.get("commune", "")[:5]
    if code:
        return communes().filter(code=code)
    return of_postal_code(request.GET.get("code_postal", "").strip())
