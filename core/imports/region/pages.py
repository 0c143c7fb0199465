"""« Import du fichier de la Région »: send a file, see what it would change, then confirm. Staff only."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from core import policy
from core.files import waiting
from core.files.spreadsheets import MAX_SIZE, UnreadableFile, read_rows
from core.imports.region import words
from core.imports.region.columns import COLUMNS
from core.imports.region.write import ImportRefused, import_region, prepare
from core.texts.plain import plural

SESSION = "import_region"  # {"token", "name"} of the file that waits
SHOWN = 200  # rows of a list; the command shows them all


class UploadForm(forms.Form):
    fichier = forms.FileField(
        label="Fichier de la Région",
        help_text="CSV ou classeur Excel (.xlsx), 10 Mo au plus.",
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.xlsx",
                "aria-describedby": "id_fichier_aide",
                "class": "bouton bouton-second",
            },
        ),
        max_length=200,
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > MAX_SIZE:
            raise forms.ValidationError(f"Le fichier dépasse {MAX_SIZE // 1024**2} Mo.")
        return fichier


def urls(site):
    return [
        path("import-region/", site.admin_view(upload_view), name="import_region"),
        path(
            "import-region/apercu/",
            site.admin_view(never_cache(preview_view)),
            name="import_region_apercu",
        ),
    ]


def upload_view(request):
    """Take the file, if it can be read at all."""
    _check_right(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        content = fichier.read()
        try:
            read_rows(content)
        except UnreadableFile as error:
            form.add_error("fichier", str(error))
        else:
            _forget(request)
            request.session[SESSION] = {"token": waiting.keep(content), "name": fichier.name}
            return HttpResponseRedirect(reverse("admin:import_region_apercu"))
    context = {"form": form, "columns": COLUMNS}
    return _page(
        request,
        "core/import_region/upload.html",
        "Import du fichier de la Région",
        context,
    )


def preview_view(request):
    """Show what the file would change; write it once that is confirmed."""
    _check_right(request)
    waits = request.session.get(SESSION) or {}
    content = waiting.read(waits.get("token"))
    if content is None:
        messages.info(request, "Aucun fichier n’attend : envoyez-le de nouveau.")
        return HttpResponseRedirect(reverse("admin:import_region"))
    if request.method == "POST" and "abandonner" in request.POST:
        _forget(request)
        messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
        return HttpResponseRedirect(reverse("admin:import_region"))
    refused = ""
    if request.method == "POST":
        try:
            found = import_region(
                content,
                name=waits["name"],
                by=request.user,
                expected=request.POST.get("plan") or "?",
            )
        except ImportRefused as refusal:
            refused = refusal.message
        else:
            _forget(request)
            messages.success(
                request,
                f"« {waits['name']} » est importé. {words.summary(found.plan)}",
            )
            return HttpResponseRedirect(reverse("admin:import_region"))
    return _preview(request, prepare(content), waits["name"], refused)


def _preview(request, found, name, refused):
    context = {
        "name": name,
        "refused": refused,
        "errors": found.errors[:SHOWN],
        "error_count": plural(len(found.errors), "erreur") if found.errors else "",
        "hidden_errors": max(len(found.errors) - SHOWN, 0),
        "warnings": found.warnings[:SHOWN],
        "hidden_warnings": max(len(found.warnings) - SHOWN, 0),
    }
    if found.plan:
        differences = words.differences(found.plan)
        context |= {
            "plan": found.plan,
            "fingerprint": found.plan.fingerprint(),
            "summary": words.summary(found.plan),
            "counts": [(label, count) for label, count in words.counts(found.plan) if count],
            "lists": [
                (title, names[:SHOWN], max(len(names) - SHOWN, 0))
                for title, names in words.lists(found.plan)
            ],
            "differences": differences[:SHOWN],
            "hidden_differences": max(len(differences) - SHOWN, 0),
        }
    return _page(request, "core/import_region/preview.html", "Aperçu de l’import", context)


def _page(request, template, title, context):
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "title": title, **context},
    )


def _check_right(request):
    if not policy.may_open(request.user, "import_region"):
        raise Http404("Page réservée au Cariforef.")


def _forget(request):
    """Drop the file that waits."""
    if waits := request.session.pop(SESSION, None):
        waiting.drop(waits["token"])
