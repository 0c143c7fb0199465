"""Files of the saisie by spreadsheet: a campaign's workbook, the latest file's report."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from core.tableur import report
from core.tableur.pages.latest_report import latest_report
from core.tableur.purpose import purposes
from core.tableur.workbook import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
REPORTS = {"csv": (CSV, report.as_csv), "xlsx": (XLSX, report.as_xlsx)}


def modele_view(request):
    """Send the workbook of a campaign, empty or with the offers that this person may change."""
    campagne = purposes(request.user).get(request.GET.get("campagne", ""))
    if campagne is None:
        raise Http404("Campagne introuvable.")
    filled = bool(request.GET.get("offres"))
    words = [campagne.programme, str(campagne.annee or "")]
    if filled:
        words.append("offres")
    name = f"sofi-saisie-{slugify(' '.join(words))}.xlsx"
    content = workbook(campagne, user=request.user, filled=filled)
    return download(content, XLSX, name)


def rapport_view(request):
    """Send the latest report: that of the preview, then that of what was written."""
    lines = latest_report(request)
    if lines is None:
        raise Http404("Aucun rapport.")
    kind = request.GET.get("format", "csv")
    if kind not in REPORTS:
        raise BadRequest("Format de rapport inconnu : csv ou xlsx.")
    content_type, as_kind = REPORTS[kind]
    name = f"sofi-rapport-saisie-{timezone.localdate():%Y%m%d}.{kind}"
    return download(as_kind(lines), content_type, name)


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
