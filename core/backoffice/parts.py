"""What the pages of the fiches share: the badge of a state, the breadcrumb, a POST on a row."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from core.dossiers.saving import changing
from core.policy import asking as policy
from workflows.labels import label
from workflows.service import NotAllowed

CHAIN = [
    "action__formation",
    "action__attribution__lot__campagne",
    "action__attribution__lot__mandataire",
]


def badge(subject, request):
    """Return the state of a subject in words, colour and icon."""
    said = label(subject, staff=policy.is_staff(request.user))
    return format_html('<span class="etat etat-{}">{}</span>', said.tone, said.text)


def crumbs(formation=None, action=None, session=None, dispositif=None):
    """Return the breadcrumb Formation › Action › Session › Dispositif: (label, url) each."""
    rows = (
        ("Formation", formation),
        ("Action", action),
        ("Session", session),
        ("Dispositif", dispositif),
    )
    return [
        (f"{name} {row.pk}", reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk]))
        for name, row in rows
        if row
    ]


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is asked before a change that cannot be undone."""

    title: str
    sentence: str
    button: str


def change_by_post(request, model_admin, pk, change, back, *, confirm=None):
    """Make a change under a row on POST, and go where it says; a refusal is told on the page `back(row)`.

    With `confirm(row)`, a `Confirm`, the page is asked first, by GET.
    """
    row = row_to_change(request, model_admin, pk)
    if request.method == "GET" and confirm:
        context = {
            **model_admin.admin_site.each_context(request),
            "confirm": confirm(row),
            "back": row.get_absolute_url(),
        }
        return TemplateResponse(
            request,
            "core/parts/confirm.html",
            context | {"title": context["confirm"].title},
        )
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
