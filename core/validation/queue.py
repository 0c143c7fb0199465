"""The validation queue of the Cariforef.

What waits, since when, from whom, what changed, and who follows it.
"""

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
SATURDAY = 5


def working_days_since(moment, today) -> int:
    """Return how many working days have passed (Saturdays and Sundays apart)."""
    day = timezone.localtime(moment).date()
    count = 0
    while day < today:
        day += timedelta(days=1)
        count += day.weekday() < SATURDAY
    return count


def queue_view(request, tab="a-valider"):
    """List the fiches of the annuaire and the dossiers that wait, the oldest first."""
    if not policy.may_open(request.user, "validation"):
        raise Http404("File réservée au Cariforef.")
    if tab not in TABS:
        raise Http404("Onglet inconnu.")
    programme = request.GET.get("programme", "")
    words = request.GET.get("q", "")
    rows = Chained(*waiting(request.user, tab, programme, words))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    changes = summaries(page)
    context = {
        **admin.site.each_context(request),
        "title": "File de validation",
        "tab": tab,
        "tabs": tabs_of(request.user),
        "page": page,
        "rows": [line(request, row, today, changes[row]) for row in page],
        "programmes": programme_choices(),
        "programme": programme,
        "words": words,
        "delai": settings.DELAI_VALIDATION_JOURS,
        "shows_state": tab == "a-moi",
    }
    return TemplateResponse(request, "core/queue/queue.html", context)


def tabs_of(user):
    """Return the tabs: (code, label, how many rows)."""
    tabs = []
    for (code, (label, _)), count in zip(TABS.items(), counts(user), strict=True):
        tabs.append((code, label, count))
    return tabs


def programme_choices():
    programmes = [(programme.code, programme.label) for programme in plugins.programmes()]
    return [("", "Tous les programmes"), *programmes]


def next_view(request, key):
    """Go to what waits for a validation after this fiche, the oldest first.

    Back to the queue when nothing does.
    """
    if not policy.may_open(request.user, "validation"):
        raise Http404("File réservée au Cariforef.")
    for rows in after(request.user, key):
        subject = rows.first()
        if subject is not None:
            return HttpResponseRedirect(dossier_url(subject))
    messages.success(request, "Rien d’autre n’attend votre validation.")
    return HttpResponseRedirect(reverse("admin:file"))


def after(user, key):
    """Return what waits for a validation after a fiche, model by model; all when it waits no more.

    First what comes after it, then what comes after its kind.
    """
    waiting_rows = list(waiting(user, "a-valider"))
    for rank, rows in enumerate(waiting_rows):
        if str(rows.model.level) != key[:1]:
            continue
        current = rows.filter(pk=number(key[1:]) or 0).first()
        if current is None:
            break
        same_moment = Q(state_since=current.state_since, pk__gt=current.pk)
        later = Q(state_since__gt=current.state_since) | same_moment
        return [rows.filter(later), *waiting_rows[rank + 1 :]]
    return waiting_rows


def waiting(user, tab, programme="", words=""):
    """Yield what a tab lists, model by model; a programme has no fiche of the annuaire."""
    _, held = TABS[tab]
    for model, related in ROWS:
        if programme and model is not Action:
            continue
        rows = model.objects.allowed(user, "view").filter(held(user))
        if programme:
            rows = rows.filter(of_programme(programme))
        rows = matching(rows, words).select_related(*related, "reviewer")
        yield rows.order_by("state_since", "pk")


def counts(user) -> list[int]:
    """Return how many rows each tab holds: one query a table."""
    count_of_tab = {}
    for rank, (_, held) in enumerate(TABS.values()):
        count_of_tab[str(rank)] = Count("pk", filter=held(user))
    totals = [0] * len(TABS)
    for model, _ in ROWS:
        rows = model.objects.allowed(user, "view").filter(state__in=WAITING)
        for rank, count in rows.aggregate(**count_of_tab).items():
            totals[int(rank)] += count
    return totals


def of_programme(code):
    """Return the condition of the actions of a programme; the ordinary one has no attribution."""
    if code == ORDINAIRE.code:
        return Q(attribution=None)
    return Q(attribution__lot__campagne__programme=code)


def line(request, row, today, changes):
    """Return a row of the queue, as its page shows it."""
    days = working_days_since(row.state_since, today)
    place = getattr(row, "site_dispensateur", row)
    return {
        "row": row,
        "url": dossier_url(row),
        "organisme": organisme_of(row),
        "programme": row.programme_label,
        "etat": badge(row, request),
        "days": days,
        "late": days > settings.DELAI_VALIDATION_JOURS,
        "departement": departement_of_place(place),
        "changes": changes,
        "mine": row.reviewer_id == request.user.pk,
        "take_url": move_url(row, "take"),
    }


def organisme_of(row):
    """Return whose fiche waits."""
    if isinstance(row, Action):
        return row.porteur or "Cariforef"
    return getattr(row, "etablissement", row)


def departement_of_place(place) -> str:
    """Return the département of a site; an établissement alone has no place."""
    if not isinstance(place, Site):
        return ""
    return departement_of(place.commune or place.code_postal)
