"""The export of a list.

The very rows that its page shows, with its search, its filters and its order.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify

from core import policy
from core.backoffice.scoped import EXPORTS
from core.campagnes.admin.rules import SPREADSHEETS
from exports.lists.resource import ListResource
from exports.lists.spreadsheets import csv_blocks, xlsx_blocks
from exports.lists.tables import TABLES

log = logging.getLogger("sofi.exports")
FORMAT_VAR = "_format"  # in the query, beside the filters of the list
STREAMED = 10_000  # rows from which the file is sent while it is written
XLSX_ROWS = 100_000  # beyond, a spreadsheet is of little help: CSV


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    blocks: Callable


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", csv_blocks),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_blocks,
    ),
}


def export_view(model_admin, request):
    """Answer the rows of a list as a file. Changes nothing, and says so in the log."""
    if not model_admin.has_view_permission(request):
        raise Http404
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    kind = request.GET.get(FORMAT_VAR, "csv")
    if kind not in FORMATS:
        raise BadRequest("Format d’export inconnu : CSV ou XLSX.")
    back = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
    request.GET = without(request.GET, FORMAT_VAR, PAGE_VAR)
    try:
        queryset = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:  # as the list itself does
        return HttpResponseRedirect(f"{back}?{ERROR_FLAG}=1")
    if kind == "xlsx" and more_than(XLSX_ROWS, queryset):
        messages.error(
            request,
            f"Cette liste dépasse {XLSX_ROWS:_} lignes, trop pour un fichier XLSX : exportez-la en "
            "CSV, "
            "ou filtrez-la d’abord.".replace("_", "\u202f"),
        )
        return HttpResponseRedirect(f"{back}?{request.GET.urlencode()}")
    blocks = traced(request, model_admin, kind, queryset)
    headers = {
        "Content-Disposition": f'attachment; filename="{filename(model_admin.opts, kind)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    content_type = FORMATS[kind].content_type
    if more_than(STREAMED, queryset):
        return StreamingHttpResponse(blocks, content_type=content_type, headers=headers)
    return HttpResponse(b"".join(blocks), content_type=content_type, headers=headers)


def without(query, *names):
    """Return the query of a list without these parameters."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def more_than(limit, queryset) -> bool:
    """Whether a list holds more rows than this; none is counted beyond."""
    return queryset.order_by()[: limit + 1].count() > limit


def filename(opts, kind) -> str:
    return f"sofi-{slugify(opts.verbose_name_plural)}-{timezone.localdate():%Y%m%d}.{kind}"


def traced(request, model_admin, kind, queryset) -> Iterator[bytes]:
    """Yield the file, then log who took how many rows of what.

    What was searched may name a person, and is not said.
    """
    model, complete = model_admin.model, partial(model_admin.complete, request)
    resource = ListResource(model, staff=policy.is_staff(request.user), complete=complete)
    rows, finished = 0, False

    def counted():
        nonlocal rows
        for row in resource.rows(queryset):
            rows += 1
            yield row

    title = {"title": str(capfirst(model._meta.verbose_name_plural))} if kind == "xlsx" else {}
    try:
        yield from FORMATS[kind].blocks(resource.get_export_headers(), counted(), **title)
        finished = True
    finally:
        log.info(
            "list exported",
            extra={
                "list": model._meta.label,
                "format": kind,
                "rows": rows,
                "finished": finished,
                "by": request.user.pk,
                "filters": sorted(request.GET),
            },
        )


EXPORTS.update(dict.fromkeys(TABLES, export_view))
SPREADSHEETS.update(FORMATS)
