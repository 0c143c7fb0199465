"""« Saisie par tableur »: take the workbook of a campaign, send it back filled, see what it would do, then confirm."""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from unfold import widgets as unfold

from core import policy
from core.ajustements_versions import rules
from core.imports import waiting
from core.imports.files import UnreadableFile
from core.imports.text import plural
from core.models import Action, Attribution, Campagne
from core.tableur import rapport
from core.tableur.analyse import analyser
from core.tableur.colonnes import colonnes
from core.tableur.ecriture import enregistrer
from core.tableur.lecture import MAX_LIGNES, MAX_SIZE, read
from core.tableur.modele import workbook
from core.tableur.plan import Gravite, Plan, Sort
from workflows.service import Refused

SESSION = "tableur"  # {"token", "name", "campagne"} of the file that waits
REPORT = "tableur_rapport"  # token of the latest report
SHOWN = 300  # remarks of the preview; the report has them all
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORTS = {"csv": ("text/csv; charset=utf-8", rapport.as_csv), "xlsx": (XLSX, rapport.as_xlsx)}


def urls(site):
    wrap = site.admin_view
    return [
        path("tableur/", wrap(tableur_view), name="tableur"),
        path("tableur/modele/", wrap(never_cache(modele_view)), name="tableur_modele"),
        path("tableur/apercu/", wrap(never_cache(apercu_view)), name="tableur_apercu"),
        path("tableur/rapport/", wrap(never_cache(rapport_view)), name="tableur_rapport"),
    ]


def campagnes(user):
    """Return the campaigns of which this person may describe an attribution."""
    return Campagne.objects.filter(pk__in=Attribution.objects.allowed(user, "view").values("lot__campagne"))


class EnvoiForm(forms.Form):
    """The filled workbook, and its campaign."""

    campagne = forms.ModelChoiceField(
        None, label="Programme et campagne", empty_label="Choisissez", widget=unfold.UnfoldAdminSelectWidget(),
        error_messages={"required": "Choisissez le programme et la campagne."},
    )  # fmt: skip
    fichier = forms.FileField(
        label="Classeur rempli",
        help_text=f"Classeur Excel (.xlsx) ou CSV, {MAX_SIZE // 1024**2} Mo et {MAX_LIGNES} lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "bouton bouton-second"}),
        max_length=200,
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = campagnes(user)
        self.fields["campagne"].queryset = rows
        if (only := rows[:2]) and len(only) == 1:
            self.fields["campagne"].initial = only[0]

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > MAX_SIZE:
            raise forms.ValidationError(f"Le fichier dépasse {MAX_SIZE // 1024**2} Mo : découpez-le.")
        return fichier


def tableur_view(request):
    """Offer the workbooks, and take a filled one if it can be read at all."""
    check_right(request)
    asked = request.GET.get("campagne", "")
    form = EnvoiForm(
        request.POST or None, request.FILES or None, user=request.user, initial={"campagne": asked} if asked else None
    )
    if request.method == "POST" and form.is_valid():
        fichier, campagne = form.cleaned_data["fichier"], form.cleaned_data["campagne"]
        content = fichier.read()
        try:
            read(content, colonnes(rules(campagne)))
        except UnreadableFile as error:
            form.add_error("fichier", str(error))
        else:
            forget(request)
            request.session[SESSION] = {"token": waiting.keep(content), "name": fichier.name, "campagne": campagne.pk}
            return HttpResponseRedirect(reverse("admin:tableur_apercu"))
    context = {
        "form": form,
        "campagnes": [(c, reverse("admin:core_campagne_procedure", args=[c.pk])) for c in form.fields["campagne"].queryset],
        "report": waiting.read(request.session.get(REPORT)) is not None,
    }
    return page(request, "core/tableur/tableur.html", "Saisie par tableur", context)


def modele_view(request):
    """Send the workbook of a campaign, empty or with the offers that this person may change."""
    check_right(request)
    asked = request.GET.get("campagne", "")
    campagne = campagnes(request.user).filter(pk=asked).first() if asked.isdecimal() else None
    if campagne is None:
        raise Http404("Campagne introuvable.")
    filled = bool(request.GET.get("offres"))
    name = f"sofi-saisie-{slugify(campagne.programme)}-{campagne.annee}{'-offres' if filled else ''}.xlsx"
    return download(workbook(campagne, user=request.user, filled=filled), XLSX, name)


def apercu_view(request):
    """Show what the file would write; write it once that is confirmed."""
    check_right(request)
    waits = request.session.get(SESSION) or {}
    content = waiting.read(waits.get("token"))
    campagne = campagnes(request.user).filter(pk=waits.get("campagne")).first()
    if content is None or campagne is None:
        messages.info(request, "Aucun fichier n’attend : envoyez-le de nouveau.")
        return HttpResponseRedirect(reverse("admin:tableur"))
    if request.method == "POST" and "abandonner" in request.POST:
        forget(request)
        messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
        return HttpResponseRedirect(reverse("admin:tableur"))
    refused = ""
    if request.method == "POST":
        try:
            done = enregistrer(
                content, campagne=campagne, by=request.user, name=waits["name"], expected=request.POST.get("plan") or "?"
            )
        except Refused as refusal:
            refused = refusal.message
        else:
            forget(request)
            keep_report(request, rapport.rows(done.plan, done.codes))
            messages.success(request, f"« {waits['name']} » est enregistré. {summary(done.plan)}")
            return HttpResponseRedirect(reverse("admin:tableur"))
    plan = analyser(content, campagne=campagne, user=request.user)
    if request.method == "GET":
        keep_report(request, rapport.rows(plan))
    return preview(request, plan, campagne, waits["name"], refused)


def rapport_view(request):
    """Send the latest report: that of the preview, then that of what was written."""
    check_right(request)
    content = waiting.read(request.session.get(REPORT))
    if content is None:
        raise Http404("Aucun rapport.")
    kind = request.GET.get("format", "csv")
    if kind not in REPORTS:
        raise BadRequest("Format de rapport inconnu : csv ou xlsx.")
    content_type, written = REPORTS[kind]
    return download(written(json.loads(content)), content_type, f"sofi-rapport-saisie-{timezone.localdate():%Y%m%d}.{kind}")


def preview(request, plan: Plan, campagne, name, refused):
    remarks = plan.remarques
    counts = plan.counts()
    context = {
        "name": name,
        "campagne": campagne,
        "refused": refused,
        "generales": plan.generales,
        "counts": [(rapport.WOULD[sort].capitalize(), count) for sort, count in counts.items() if count],
        "incomplete": sum(bool(o.manques) for o in plan.acceptees),
        "tables": [
            (title, help_, shown[:SHOWN], max(len(shown) - SHOWN, 0))
            for title, help_, gravity in TABLES
            if (shown := [r for r in remarks if r.gravite is gravity])
        ],
        "fingerprint": plan.empreinte(),
        "can_confirm": bool(plan.acceptees),
        "refusees": counts[Sort.REFUSEE],
    }
    return page(request, "core/tableur/apercu.html", "Aperçu de la saisie par tableur", context)


TABLES = (  # title, what follows from it, weight
    ("À corriger", "Ces offres ne seront pas enregistrées : corrigez les cellules, puis renvoyez le fichier.", Gravite.REFUS),
    ("À compléter avant l’envoi", "Une offre incomplète s’enregistre en brouillon : terminez-la dans SOFI ou par tableur.",
     Gravite.MANQUE),
    ("Conseillé", "Rien n’empêche d’enregistrer.", Gravite.CONSEIL),
    ("Pour information", "Ces cellules ne sont pas lues.", Gravite.INFO),
)  # fmt: skip


def summary(plan: Plan) -> str:
    """Return what was written, in a sentence."""
    counts = plan.counts()
    said = [
        plural(counts[Sort.CREER], "session saisie dans une nouvelle offre", "sessions saisies dans de nouvelles offres"),
        plural(counts[Sort.AJOUTER], "session ajoutée", "sessions ajoutées"),
        plural(counts[Sort.MODIFIER], "session modifiée", "sessions modifiées"),
        plural(counts[Sort.REFUSEE], "ligne refusée", "lignes refusées"),
    ]
    return ", ".join(text for text in said if not text.startswith("0 ")).capitalize() + "."


def page(request, template, title, context):
    return TemplateResponse(request, template, {**admin.site.each_context(request), "title": title, **context})


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def check_right(request):
    if not policy.may_add(request.user, Action):
        raise Http404("Page réservée à qui saisit des offres.")


def forget(request):
    """Drop the file that waits."""
    if waits := request.session.pop(SESSION, None):
        waiting.drop(waits["token"])


def keep_report(request, lines):
    waiting.drop(request.session.get(REPORT) or "")
    request.session[REPORT] = waiting.keep(json.dumps(lines, ensure_ascii=False).encode())
