"""The validation queue of the Cariforef: what waits, since when, from whom."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from core import plugins, policy
from core.admin.moves import dossier_url
from core.models import Action, Etablissement, Site
from core.ordinaire import ORDINAIRE
from workflows.lifecycle import State

TABS = {"a-valider": ("À valider", State.SUBMITTED), "reponses": ("En attente de réponses", State.QUESTIONED)}
PER_PAGE = 50


def working_days_since(moment, today) -> int:
    """Return how many working days have passed (Saturdays and Sundays apart)."""
    day, count = timezone.localtime(moment).date(), 0
    while day < today:
        day += timedelta(days=1)
        count += day.weekday() < 5
    return count


def queue_view(request, tab="a-valider"):
    """List the dossiers and annuaire fiches that wait, the oldest first."""
    if not policy.may_open(request.user, "validation"):
        raise Http404("File réservée au Cariforef.")
    if tab not in TABS:
        raise Http404("Onglet inconnu.")
    _, state = TABS[tab]
    code = request.GET.get("programme", "")
    actions = (
        Action.objects.allowed(request.user, "view")
        .filter(state=state)
        .select_related("formation", "porteur", "attribution__lot__campagne", "site_dispensateur")
        .order_by("state_since", "pk")
    )
    if code:
        actions = actions.filter(of_programme(code))
    page = Paginator(actions, PER_PAGE).get_page(request.GET.get("page"))
    fiches = (
        []
        if code
        else [
            row
            for rows in (Etablissement.objects, Site.objects.select_related("etablissement"))
            for row in rows.allowed(request.user, "view").filter(state=state).order_by("state_since", "pk")[:PER_PAGE]
        ]
    )
    today = timezone.localdate()
    context = {
        **admin.site.each_context(request),
        "title": "File de validation",
        "tab": tab,
        "tabs": [
            (
                code,
                label,
                Action.objects.filter(state=s).count() + sum(m.objects.filter(state=s).count() for m in (Etablissement, Site)),
            )
            for code, (label, s) in TABS.items()
        ],
        "page": page,
        "rows": [line(row, today) for row in page],
        "fiches": [line(row, today) for row in fiches] if page.number == 1 else [],
        "programmes": [("", "Tous les programmes"), *((p.code, p.label) for p in plugins.programmes())],
        "programme": code,
        "delai": settings.DELAI_VALIDATION_JOURS,
    }
    return TemplateResponse(request, "core/queue/queue.html", context)


def of_programme(code):
    """Return the condition of the actions of a programme; the ordinary one has no attribution."""
    return Q(attribution=None) if code == ORDINAIRE.code else Q(attribution__lot__campagne__programme=code)


def line(row, today):
    days = working_days_since(row.state_since, today)
    place = getattr(row, "site_dispensateur", row)
    return {
        "row": row,
        "url": dossier_url(row),
        "days": days,
        "late": days > settings.DELAI_VALIDATION_JOURS,
        "departement": departement(getattr(place, "code_postal", "") or ""),
    }


def departement(postal: str) -> str:
    """Return the département of a postal code; three digits overseas."""
    return postal[:3] if postal.startswith(("97", "98")) else postal[:2]
