"""« Procédures de saisie »: those that concern a person, on screen and in PDF.

By the rules in force today.
"""

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify

from core import policy
from core.fasd.ordinaire import ORDINAIRE
from core.models import Action
from core.procedure import readers
from core.procedure.pdf import pdf

FORMAT_VAR = "format"


def urls(site):
    wrap = site.admin_view
    return [
        path("procedures/", wrap(list_view), name="procedures"),
        path("procedures/campagne/<int:pk>/", wrap(campagne_view), name="core_campagne_procedure"),
        path("procedures/programme/<slug:code>/", wrap(programme_view), name="procedure_programme"),
    ]


def may_read(user) -> bool:
    """Whether this person reads procédures at all: it has a role."""
    return bool(policy.roles(user))


def list_view(request):
    """List the procédures of the campaigns, then those of the bare programmes."""
    if not may_read(request.user):
        raise Http404("Aucune procédure pour ce compte.")
    campagnes = [
        (campagne, reverse("admin:core_campagne_procedure", args=[campagne.pk]))
        for campagne in readers.campagnes(request.user)
    ]
    programmes = [
        (programme, reverse("admin:procedure_programme", args=[programme.code]))
        for programme in readers.programmes(request.user)
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Procédures de saisie",
        "campagnes": campagnes,
        "programmes": programmes,
    }
    return TemplateResponse(request, "core/procedure/list.html", context)


def campagne_view(request, pk):
    campagne = readers.campagnes(request.user).filter(pk=pk).first()
    if campagne is None:
        raise Http404("Campagne introuvable.")
    return answer(
        request,
        readers.of_campagne(campagne),
        f"{campagne.programme}-{campagne.annee}",
        classeur=True,
    )


def programme_view(request, code):
    by_code = {programme.code: programme for programme in readers.programmes(request.user)}
    programme = by_code.get(code)
    if programme is None:
        raise Http404("Programme introuvable.")
    return answer(
        request,
        readers.of_programme(programme),
        programme.code,
        classeur=code == ORDINAIRE.code,
    )


def answer(request, procedure, name, *, classeur):
    """Show a procédure, or send its PDF. `classeur`: it has a workbook."""
    kind = request.GET.get(FORMAT_VAR, "")
    if kind == "pdf":
        return download(procedure, name)
    if kind:
        raise BadRequest("Format inconnu : pdf.")
    modele_url = ""
    if classeur and policy.may_add(request.user, Action):
        modele_url = reverse("admin:tableur")
    context = {
        **admin.site.each_context(request),
        "title": "Procédure de saisie",
        "procedure": procedure,
        "modele_url": modele_url,
    }
    return TemplateResponse(request, "core/procedure/procedure.html", context)


def download(procedure, name) -> HttpResponse:
    filename = f"sofi-procedure-{slugify(name)}-{timezone.localdate():%Y%m%d}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf(procedure), content_type="application/pdf", headers=headers)
