"""The two addresses of the autosave: keep what is typed, forget it."""

from django.apps import apps
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from core import policy
from core.fiches.autosave.keep import keep, page_of
from core.fiches.autosave.models import Saisie
from core.texts.numbers import number

PAGES = ("formation", "action", "session", "dispositif", "etablissement", "site")
LONGEST = 300_000  # characters of answers
TAB = 36
TOO_LONG = "Ces réponses sont trop longues pour être gardées automatiquement."


def row_of(request, page):
    """Return the row of a page that this person may change, or raise 404."""
    model, _, pk = page.partition("/")
    if model not in PAGES:
        raise Http404
    row = get_object_or_404(apps.get_model("core", model), pk=number(pk))
    if not policy.can(request.user, "change", row):
        raise Http404
    return row


def length_of(answers) -> int:
    """Return how many characters the answers of a form (a QueryDict) hold."""
    length = 0
    for _, values in answers.lists():
        length += sum(map(len, values))
    return length


def keep_view(request):
    """Keep the answers of a page as they stand. Answers the hour."""
    if request.method != "POST":
        raise Http404
    row = row_of(request, request.headers.get("X-Sofi-Page", ""))
    tab = request.headers.get("X-Sofi-Onglet", "")[:TAB]
    if not tab or length_of(request.POST) > LONGEST:
        return JsonResponse({"refus": TOO_LONG}, status=413)
    saisie = keep(request.user, page_of(row), tab, request.POST)
    return JsonResponse({"heure": f"{timezone.localtime(saisie.at):%H:%M}"})


def forget_view(request, pk):
    """Forget answers that were not saved, and go back to the page as it is saved."""
    if request.method != "POST":
        raise Http404
    saisie = get_object_or_404(Saisie, pk=pk, user=request.user)
    model, _, pk = saisie.page.partition("/")
    saisie.delete()
    return HttpResponseRedirect(reverse(f"admin:core_{model}_change", args=[pk]))
