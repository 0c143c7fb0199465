"""Import of the annuaire: send a file, see what it would change, confirm. Staff only, always to drafts."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from core import policy
from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.files import waiting
from core.files.spreadsheets import UnreadableFile, read_rows
from core.imports.annuaire import write as annuaire
from core.imports.annuaire.columns import NOT_IMPORTED
from core.imports.region.pages import UploadForm as RegionForm
from core.models import Etablissement
from workflows.service import Refused as MoveRefused

SESSION = "import_annuaire"
SHOWN = 200


class UploadForm(RegionForm):
    fichier = forms.FileField(
        label="Fichier de l’annuaire",
        help_text="CSV ou classeur Excel (.xlsx), 10 Mo au plus. L’export des sites ou des établissements convient.",
        widget=RegionForm.base_fields["fichier"].widget,
        max_length=200,
        error_messages=RegionForm.base_fields["fichier"].error_messages,
    )


def urls(site):
    return [
        path("import-annuaire/", site.admin_view(upload_view), name="import_annuaire"),
        path(
            "import-annuaire/apercu/",
            site.admin_view(never_cache(preview_view)),
            name="import_annuaire_apercu",
        ),
    ]


def _check_right(request):
    if not policy.may_open(request.user, "annuaire") or not policy.may_add(
        request.user,
        Etablissement,
    ):
        raise Http404("Page réservée au Cariforef.")


def upload_view(request):
    """Take the file, if it can be read at all."""
    _check_right(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["fichier"].read()
        try:
            rows = read_rows(content)
        except UnreadableFile as error:
            form.add_error("fichier", str(error))
        else:
            if len(rows) < 2:
                form.add_error("fichier", "Le fichier n’a que sa ligne d’en-tête.")
            else:
                _forget(request)
                request.session[SESSION] = {
                    "token": waiting.keep(content),
                    "name": form.cleaned_data["fichier"].name,
                }
                return HttpResponseRedirect(reverse("admin:import_annuaire_apercu"))
    context = {
        "form": form,
        "columns": [f for f in ANNUAIRE_FIELDS if f.kind not in NOT_IMPORTED and f.name != "siret"],
    }
    return _page(request, "core/annuaire/import.html", "Import de l’annuaire", context)


def preview_view(request):
    """Show what the file would change; write it once that is confirmed."""
    _check_right(request)
    waits = request.session.get(SESSION) or {}
    content = waiting.read(waits.get("token"))
    if content is None:
        messages.info(request, "Aucun fichier n’attend : envoyez-le de nouveau.")
        return HttpResponseRedirect(reverse("admin:import_annuaire"))
    if request.method == "POST" and "abandonner" in request.POST:
        _forget(request)
        messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
        return HttpResponseRedirect(reverse("admin:import_annuaire"))
    refused = ""
    if request.method == "POST":
        try:
            plan = annuaire.import_annuaire(
                content,
                by=request.user,
                expected=request.POST.get("plan", ""),
            )
        except (annuaire.ImportRefused, MoveRefused) as refusal:
            refused = str(refusal)
        else:
            _forget(request)
            messages.success(request, f"« {waits['name']} » est importé. {plan.summary}")
            return HttpResponseRedirect(reverse("admin:import_annuaire"))
    plan = annuaire.prepare(content)
    context = {
        "name": waits["name"],
        "refused": refused,
        "plan": plan,
        "errors": plan.errors[:SHOWN],
        "warnings": plan.warnings[:SHOWN],
        "fingerprint": plan.fingerprint(),
        "created": plan.created[:SHOWN],
        "differences": plan.differences(SHOWN),
        "shown": SHOWN,
    }
    return _page(request, "core/annuaire/import_apercu.html", "Aperçu de l’import", context)


def _page(request, template, title, context):
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "title": title, **context},
    )


def _forget(request):
    if waits := request.session.pop(SESSION, None):
        waiting.drop(waits["token"])
