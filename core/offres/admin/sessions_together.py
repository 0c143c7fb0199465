"""« Modifier les sessions ensemble »: the sessions of an action in one table, saved in one go."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from core.dossiers import rows as fiche
from core.dossiers import wording
from core.dossiers.contexte import table_of
from core.models import Action, Dispositif, Session
from core.offres.admin.session_lines import Line, Stale, columns_of
from core.rules import Need
from workflows.service import NotAllowed

PER_PAGE = 40
SESSION = ("site_lieu", "date_debut", "date_fin", "etat_recrutement")
DISPOSITIF = ("places", "places_restantes")
CHAIN = ("formation", "porteur", "attribution__lot__campagne", "attribution__lot__mandataire")
STALE = (
    "Quelqu’un a enregistré cette ligne pendant que vous la modifiiez : rien n’est enregistré. "
    "Notez vos réponses, puis rechargez la page."
)


def sessions_view(request, pk):
    """Show the sessions of an action in one table; on POST save each that was changed, or none."""
    changeable = Action.objects.allowed(request.user, "change").select_related(*CHAIN)
    action = get_object_or_404(changeable, pk=pk)
    page = page_of(action, request.GET.get("page"))
    data = request.POST if request.method == "POST" else None
    table = table_of(action)
    session_columns = columns_of(table, SESSION, Session, request.user, page)
    dispositif_columns = columns_of(table, DISPOSITIF, Dispositif, request.user, ())
    if data is not None:  # those that were added since are not on the page that was sent
        page.object_list = [row for row in page if f"{row.key}-version" in data]
    lines = [
        Line(row, row.dispositifs.all(), session_columns, dispositif_columns, data) for row in page
    ]
    if data is not None and valid(lines, data) and saved(request, action, lines, data):
        return HttpResponseRedirect(request.get_full_path())
    shown = {name: table[name] for name in SESSION if table[name].need is not Need.UNUSED}
    context = {
        **admin.site.each_context(request),
        "title": f"Sessions de l’action {action.code}",
        "action": action,
        "page": page,
        "headings": [field.label for field in shown.values()],
        "lines": cells_of(lines, shown),
        "back": action.get_absolute_url(),
    }
    return TemplateResponse(request, "core/fiche/sessions_ensemble.html", context)


def page_of(action, number):
    """Return a page of the sessions of an action, with their dispositifs."""
    rows = action.sessions.filter(retiree_le=None).order_by("date_debut", "pk")
    rows = rows.select_related("site_lieu", "action").prefetch_related("dispositifs")
    return Paginator(rows, PER_PAGE).get_page(number)


def cells_of(lines, shown):
    """Return each line with its cells, in words where nothing may be typed."""
    values = []
    for field in shown.values():
        for line in lines:
            values.append((field, fiche.value_of(line.session, field)))
    names = wording.Names(values)

    def words(field, row):
        return wording.say(field, fiche.value_of(row, field), names)

    return [(line, line.cells(shown, words)) for line in lines]


def valid(lines, data) -> bool:
    """Whether every row is well shaped; each says what is wrong with it."""
    verdicts = [form.is_valid() for line in lines for form in sent(line, data)]
    return all(verdicts)


def sent(line, data):
    """Return the forms of a line that were on the page that was sent."""
    return [form for form in line.forms if form.add_prefix("version") in data]


def saved(request, action, lines, data) -> bool:
    """Whether everything is saved: it is said above the page, as what stops it."""
    try:
        count = save(action, lines, data, by=request.user)
    except Stale as stale:
        stale.form.add_error(None, STALE)
        return False
    except NotAllowed as refusal:
        messages.error(request, f"Rien n’a été enregistré : {refusal.message}")
        return False
    messages.success(request, saved_in_words(count))
    return True


def saved_in_words(count) -> str:
    if not count:
        return "Rien n’a changé."
    many = "s" if count > 1 else ""
    return f"{count} session{many} enregistrée{many}."


@transaction.atomic
def save(action, lines, data, *, by) -> int:
    """Save every row that was changed, in one transaction; return how many sessions were."""
    count = 0
    for line in lines:
        changes = [form.save(action, by=by) for form in sent(line, data)]
        count += any(changes)
    return count
