"""Addresses: the back-office, and a way to it from the root."""

from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from core import public_informations, public_portes_ouvertes

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("favicon.ico", lambda request: redirect(static("sofi/favicon.ico"))),
    path("compte/", include("core.comptes.urls")),
    path("gestion/", admin.site.urls),
    *public_portes_ouvertes.urlpatterns,
    *public_informations.urlpatterns,
]
handler400 = "core.admin.errors.bad_request"
handler403 = "core.admin.errors.forbidden"
handler404 = "core.admin.errors.not_found"
handler500 = "core.admin.errors.server_error"
