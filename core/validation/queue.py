"""The validation queue of the Cariforef: what waits, since when, from whom, what changed, and who follows it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from core import plugins, policy
from core.backoffice.addresses import dossier_url, move_url
from core.backoffice.paging import Chained
from core.backoffice.parts import badge
from core.fasd.ordinaire import ORDINAIRE
from core.models import Action, Etablissement, Site
from core.search.matching import matching
from core.texts.departements import departement_of
from core.texts.numbers import number
from core.validation.changes import summaries
from workflows.lifecycle import WAITING, State

TABS = {  # code: label, and the rows it holds for somebody
    "a-valider": ("À valider", lambda user: Q(state=State.SUBMITTED)),
    "reponses": ("En attente de réponses", lambda user: Q(state=State.QUESTIONED)),
    "a-moi": ("À moi", lambda user: Q(state__in=WAITING, reviewer=user)),
}
ROWS = (  # the annuaire first: without it no offer is published
    (Etablissement, ()),
    (Site, ("etablissement",)),
    (Action, ("formation", "porteur", "attribution__lot__campagne", "site_dispensateur")),
)
PER_PAGE = 50


def working_days_since(moment, today) -> int:
    """Return how many working days have passed (Saturdays and Sundays apart)."""
    day, count = timezone.localtime(moment).date(), 0
    while day < today:
        day += timedelta(days=1)
        count += day.weekday() < 5
    return count


def queue_view(request, tab="a-valider"):
    """List the fiches of the annuaire and the dossiers that wait, the oldest first."""
    if not policy.may_open(request.user, "validation"):
        raise Http404("File réservée au Cariforef.")
    if tab not in TABS:
        raise Http404("Onglet inconnu.")
    programme, words = request.GET.get("programme", ""), request.GET.get("q", "")
    page = Paginator(Chained(*waiting(request.user, tab, programme, words)), PER_PAGE).get_page(
        request.GET.get("page"),
    )
    today, changes = timezone.localdate(), summaries(page)
    context = {
        **admin.site.each_context(request),
        "title": "File de validation",
        "tab": tab,
        "tabs": [
            (code, label, count)
            for (code, (label, _)), count in zip(TABS.items(), counts(request.user), strict=True)
        ],
        "page": page,
        "rows": [line(request, row, today, changes[row]) for row in page],
        "programmes": [
            ("", "Tous les programmes"),
            *((p.code, p.label) for p in plugins.programmes()),
        ],
        "programme": programme,
        "words": words,
        "delai": settings.DELAI_VALIDATION_JOURS,
        "shows_state": tab == "a-moi",
    }
    return TemplateResponse(request, "core/queue/queue.html", context)


def next_view(request, key):
    """Go to what waits for a validation after this fiche, the oldest first; back to the queue when nothing does."""
    if not policy.may_open(request.user, "validation"):
        raise Http404("File réservée au Cariforef.")
    rows = list(waiting(request.user, "a-valider"))
    rank = next((n for n, row in enumerate(rows) if str(row.model.level) == key[:1]), None)
    current = None if rank is None else rows[rank].filter(pk=number(key[1:]) or 0).first()
    if current:  # it still waits: what comes after it, then after its kind
        later = Q(state_since__gt=current.state_since) | Q(
            state_since=current.state_since,
            pk__gt=current.pk,
        )
        rows = [rows[rank].filter(later), *rows[rank + 1 :]]
    found = next(filter(None, (one.first() for one in rows)), None)
    if found is None:
        messages.success(request, "Rien d’autre n’attend votre validation.")
    return HttpResponseRedirect(dossier_url(found) if found else reverse("admin:file"))


def waiting(user, tab, programme="", words=""):
    """Return what a tab lists, model by model; a programme has no fiche of the annuaire."""
    _, held = TABS[tab]
    for model, related in ROWS:
        if programme and model is not Action:
            continue
        rows = model.objects.allowed(user, "view").filter(held(user))
        rows = rows.filter(of_programme(programme)) if programme else rows
        yield (
            matching(rows, words).select_related(*related, "reviewer").order_by("state_since", "pk")
        )


def counts(user) -> list[int]:
    """Return how many rows each tab holds: one query a table."""
    held = {
        str(rank): Count("pk", filter=rows(user)) for rank, (_, rows) in enumerate(TABS.values())
    }
    found = [
        model.objects.allowed(user, "view").filter(state__in=WAITING).aggregate(**held)
        for model, _ in ROWS
    ]
    return [sum(one[rank] for one in found) for rank in held]


def of_programme(code):
    """Return the condition of the actions of a programme; the ordinary one has no attribution."""
    return (
        Q(attribution=None)
        if code == ORDINAIRE.code
        else Q(attribution__lot__campagne__programme=code)
    )


def line(request, row, today, changes):
    days = working_days_since(row.state_since, today)
    place = getattr(row, "site_dispensateur", row)
    action = isinstance(row, Action)
    return {
        "row": row,
        "url": dossier_url(row),
        "organisme": (row.porteur or "Cariforef") if action else getattr(row, "etablissement", row),
        "programme": row.programme_label,
        "etat": badge(row, request),
        "days": days,
        "late": days > settings.DELAI_VALIDATION_JOURS,
        "departement": departement_of_place(place),
        "changes": changes,
        "mine": row.reviewer_id == request.user.pk,
        "take_url": move_url(row, "take"),
    }


def departement_of_place(place) -> str:
    """Return the département of a site; an établissement alone has no place."""
    return departement_of(place.commune or place.code_postal) if isinstance(place, Site) else ""
