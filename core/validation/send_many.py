"""« Envoyer »: several dossiers on one page, and what each still lacks.

One button sends those that are ready.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from core import policy
from core.backoffice.addresses import dossier_url, issue_url
from core.dossiers.together import Dossiers
from core.fiches.panel import Line
from core.models import Action, Campagne
from core.texts.numbers import number
from core.validation.transaction import lock_all
from workflows import service
from workflows.lifecycle import State

PER_PAGE = 20
MOST_SENT = 5 * PER_PAGE


@dataclass(frozen=True, slots=True)
class Ready:
    """A dossier being entered, with what keeps it from being sent."""

    action: Action
    url: str
    blocking: list[Line]
    advice: int


def examined(action, issues) -> Ready:
    """Return a draft with what was found in it."""
    blocking = [Line(issue, issue_url(issue)) for issue in issues if issue.blocking]
    return Ready(action, dossier_url(action), blocking, len(issues) - len(blocking))


def drafts(user, campagne=None):
    """Return the drafts that this user may send."""
    rows = Action.objects.allowed(user, "submit").filter(state=State.DRAFT)
    if campagne:
        rows = rows.filter(attribution__lot__campagne=campagne)
    rows = rows.select_related(
        "formation",
        "porteur",
        "attribution__lot__campagne",
        "attribution__lot__mandataire",
    )
    return rows.order_by("-pk")


def send(user, actions):
    """Send each dossier in a transaction of its own.

    Return those sent, and (dossier, sentence) for those refused.
    """
    sent = []
    refused = []
    for action in actions:
        try:
            with transaction.atomic():
                lock_all([action])
                service.perform(action, "submit", by=user)
        except service.Refused as refusal:
            refused.append((action, refusal.message))
        else:
            sent.append(action)
    return sent, refused


def sending_view(request):
    """Show the drafts by page; on POST send those that are ticked."""
    if not policy.may_add(request.user, Action):
        raise Http404("Réservé à qui saisit des offres.")
    campagne = named_campagne(request.GET.get("campagne"))
    rows = drafts(request.user, campagne)
    if request.method == "POST":
        send_ticked(request, rows)
        return HttpResponseRedirect(request.get_full_path())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    dossiers = Dossiers(page)
    shown = [examined(action, dossiers.issues(action)) for action in dossiers.actions]
    context = {
        **admin.site.each_context(request),
        "title": "Envoyer au Cariforef",
        "page": page,
        "rows": shown,
        "ready": sum(not row.blocking for row in shown),
        "campagne": campagne,
        "delai": settings.DELAI_VALIDATION_JOURS,
        "all_url": reverse("admin:envoi"),
    }
    return TemplateResponse(request, "core/copies/sending.html", context)


def named_campagne(text) -> Campagne | None:
    """Return the campaign that an address names, if any."""
    pk = number(text)
    return Campagne.objects.filter(pk=pk).first() if pk else None


def send_ticked(request, rows):
    """Send the drafts that are ticked on the page, and say what became of each."""
    ticked = request.POST.getlist("action")[:MOST_SENT]
    keys = [key for key in ticked if number(key)]
    sent, refused = send(request.user, list(rows.filter(pk__in=keys)))
    if sent:
        messages.success(request, sent_in_words(sent))
    for action, message in refused:
        messages.error(request, f"{action.code} n’est pas envoyée. {message}")
    if not keys:
        messages.error(request, "Cochez les actions à envoyer.")


def sent_in_words(actions) -> str:
    codes = ", ".join(action.code for action in actions)
    done = "actions sont envoyées" if len(actions) > 1 else "action est envoyée"
    return (
        f"{len(actions)} {done} : {codes}. "
        f"Le Cariforef répond sous {settings.DELAI_VALIDATION_JOURS} jours ouvrés ; "
        "vous recevrez un message."
    )
