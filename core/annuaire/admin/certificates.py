"""The certificate of a site, sent only to those whom the policy lets read it.

Never shown as a page of ours.
"""

import logging

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.urls import path

from core.backoffice.scoped import READS, get_scoped
from core.files import received as files
from core.models import Site

log = logging.getLogger("sofi.files")
NOTHING_RUNS = "default-src 'none'; sandbox"


def urls(site):
    view = site.admin_view(certificate_view)
    return [path("sites/<int:pk>/certificat/", view, name="site_certificat")]


def certificate_view(request, pk):
    """Send the certificate as a file to save.

    The one being written, or the one online (`?version=en-ligne`).
    """
    site = get_scoped(Site, request.user, pk, "read_file")
    if request.method not in READS:
        raise Http404("Un certificat se lit.")
    online = request.GET.get("version") == "en-ligne"
    name = name_online(site) if online else site.certification.name
    kind = files.kind_of(name or "")
    if kind is None or not default_storage.exists(name):
        raise Http404("Ce site n’a pas de certificat.")
    log.info("file read", extra={"site": site.pk, "by": request.user.pk})
    headers = {
        "Content-Disposition": f'attachment; filename="{files.said(name)}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": NOTHING_RUNS,
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    with default_storage.open(name) as certificate:
        content = certificate.read()
    return HttpResponse(content, content_type=kind.content_type, headers=headers)


def name_online(site) -> str | None:
    """Return the file that the version online of a site names."""
    publication = site.publications().filter(online=True).first()
    if publication is None:
        return None
    return publication.payload["fiche"]["values"].get("certification")
