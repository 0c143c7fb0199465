"""Choose the établissement one works on.

And, for staff, look at the back-office as an organisation does.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core import policy
from core.backoffice.scoped import get_scoped
from core.comptes import chosen, seen_as
from core.models import Etablissement
from core.texts.numbers import number


def posted(request):
    if request.method != "POST":
        raise Http404("Adresse réservée à un formulaire.")


def choisir(request):
    """Narrow the screens to an établissement, and go back to where one was."""
    posted(request)
    chosen.choose(request, number(request.POST.get("etablissement")))
    back = request.POST.get("suite", "")
    safe = url_has_allowed_host_and_scheme(
        back,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    )
    return HttpResponseRedirect(back if safe else reverse("admin:index"))


def debut(request, pk):
    posted(request)
    if not policy.may_open(request.user, "voir_comme"):
        raise Http404("Réservé au Cariforef.")
    seen_as.start(request, get_scoped(Etablissement, request.user, pk))
    return HttpResponseRedirect(reverse("admin:index"))


def fin(request):
    posted(request)
    seen_as.stop(request)
    messages.success(request, "Vous voyez de nouveau SOFI avec votre compte.")
    return HttpResponseRedirect(reverse("admin:index"))


def urls(site):
    wrap = site.admin_view
    return [
        path("etablissement-choisi/", wrap(choisir), name="etablissement_choisi"),
        path("voir-comme/fin/", wrap(fin), name="voir_comme_fin"),
        path("voir-comme/<int:pk>/", wrap(debut), name="voir_comme"),
    ]
