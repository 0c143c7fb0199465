"""What holds for every request of an account: what it looks at, and how it proved who it is."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from core.comptes import chosen, seen_as

ALWAYS = {"admin:logout", "account_logout", "admin:voir_comme_fin", "admin:jsi18n"}


def comptes(get_response):
    def middleware(request):
        user = request.user if "_auth_user_id" in request.session else None
        if user is None or not user.is_authenticated:
            return get_response(request)
        if wanting_second_factor(user, request):
            messages.warning(
                request,
                "La double authentification est obligatoire pour votre compte : "
                "mettez-la en service.",
            )
            return redirect("mfa_index")
        seen_as.apply(request, user)
        if user.vu_comme and request.method not in seen_as.READS and name_of(request) not in ALWAYS:
            return HttpResponseForbidden(
                render_to_string("comptes/lecture_seule.html", request=request),
            )
        chosen.apply(request, user)
        return get_response(request)

    return middleware


def name_of(request) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def wanting_second_factor(user, request) -> bool:
    """Whether this account must first put a second factor in service.

    The pages where it does are open.
    """
    name = name_of(request) if settings.MFA_OBLIGATOIRE else ""
    if (
        not name
        or name in ALWAYS
        or name.startswith("mfa_")
        or name in ("account_reauthenticate", "compte_texte")
    ):
        return False
    return bool(user.roles & settings.MFA_OBLIGATOIRE) and not is_mfa_enabled(user)
