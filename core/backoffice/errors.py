"""Pages of refusal: calm, French, and with a way back."""

import logging

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string

log = logging.getLogger("sofi.refusals")


def bad_request(request, exception=None):
    """Say that the address cannot be read.

    Nothing of it is repeated, nor is anything asked of a Host that is not ours.
    """
    log.warning("bad request", extra={"why": type(exception).__name__})
    page = render_to_string("400.html", {"contact_offre": settings.CONTACT_OFFRE})
    return HttpResponse(page, status=400)


def not_found(request, exception):
    """Say that it is not there; that it is hidden from this person is said to the log only."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        about = {"path": request.path, "method": request.method, "by": user.pk}
        log.warning("not found", extra=about)
    return render(request, "404.html", status=404)


def forbidden(request, exception):
    about = {"path": request.path, "by": getattr(request.user, "pk", None)}
    log.warning("forbidden", extra=about)
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    log.warning("csrf", extra={"path": request.path, "reason": reason})
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Answer without context: what failed may fail again."""
    return HttpResponse(get_template("500.html").template.source, status=500)
