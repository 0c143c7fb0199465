"""The files that the saisie by spreadsheet gives: the workbook of a campaign, the report of the latest file."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from core.tableur import report
from core.tableur.pages import waiting as kept
from core.tableur.purpose import purposes
from core.tableur.workbook import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORTS = {"csv": ("text/csv; charset=utf-8", report.as_csv), "xlsx": (XLSX, report.as_xlsx)}


def modele_view(request):
    """Send the workbook of a campaign, empty or with the offers that this person may change."""
    campagne = purposes(request.user).get(request.GET.get("campagne", ""))
    if campagne is None:
        raise Http404("Campagne introuvable.")
    filled = bool(request.GET.get("offres"))
    parts = (campagne.programme, campagne.annee or "", "offres" if filled else "")
    name = f"sofi-saisie-{slugify(' '.join(map(str, parts)))}.xlsx"
    return download(workbook(campagne, user=request.user, filled=filled), XLSX, name)


def rapport_view(request):
    """Send the latest report: that of the preview, then that of what was written."""
    lines = kept.report(request)
    if lines is None:
        raise Http404("Aucun rapport.")
    kind = request.GET.get("format", "csv")
    if kind not in REPORTS:
        raise BadRequest("Format de rapport inconnu : csv ou xlsx.")
    content_type, written = REPORTS[kind]
    return download(
        written(lines),
        content_type,
        f"sofi-rapport-saisie-{timezone.localdate():%Y%m%d}.{kind}",
    )


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
