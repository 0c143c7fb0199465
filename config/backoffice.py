"""The one admin site: staff, programme managers and organisations alike."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

from config import csp

own_policy = csp_override(csp.backoffice(settings.SECURE_CSP))


class BackOffice(UnfoldAdminSite):
    """Back-office whose rows and buttons come from `core.policy`."""

    empty_value_display = "—"
    enable_nav_sidebar = True

    def has_permission(self, request):
        """Let in any active account: the policy decides what it sees."""
        return request.user.is_active and request.user.is_authenticated

    def get_urls(self):
        from core.urls import urls  # models are loaded after this module

        return urls(self) + super().get_urls()

    def admin_view(self, view, cacheable=False):
        return own_policy(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        from core.comptes.views.compte import connexion  # models are loaded after this

        if request.headers.get("HX-Request"):
            # A part of a page left open: the login page has no place in it.
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return connexion(request)

    def search(self, request, extra_context=None):
        from core.backoffice.palette import palette_view  # models are loaded after this

        return palette_view(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
