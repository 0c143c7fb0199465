"""A change made under a row, by POST."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from core import policy
from core.dossiers.saving import changing
from workflows.service import NotAllowed


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is asked before a change that cannot be undone."""

    title: str
    sentence: str
    button: str


def change_by_post(request, model_admin, pk, change, back, *, confirm=None):
    """Make a change under a row on POST, and go where it says.

    A refusal is told on the page `back(row)`.

    With `confirm(row)`, a `Confirm`, the page is asked first, by GET.
    """
    row = row_to_change(request, model_admin, pk)
    if request.method == "GET" and confirm:
        question = confirm(row)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": question.title,
            "confirm": question,
            "back": row.get_absolute_url(),
        }
        return TemplateResponse(request, "core/parts/confirm.html", context)
    if request.method != "POST":
        raise Http404
    try:
        with changing(row, by=request.user) as tell:
            return HttpResponseRedirect(change(row, tell))
    except NotAllowed as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(back(row))


def row_to_change(request, model_admin, pk):
    """Return a row that this user may change, or raise 404."""
    row = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not policy.can(request.user, "change", row):
        raise Http404
    return row
