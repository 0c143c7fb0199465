"""Addresses: the back-office, and a way to it from the root."""

from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from core.calendars import public_meetings, public_open_days

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("favicon.ico", lambda request: redirect(static("sofi/favicon.ico"))),
    path("compte/", include("core.comptes.urls")),
    path("gestion/", admin.site.urls),
    *public_open_days.urlpatterns,
    *public_meetings.urlpatterns,
]
handler400 = "core.backoffice.errors.bad_request"
handler403 = "core.backoffice.errors.forbidden"
handler404 = "core.backoffice.errors.not_found"
handler500 = "core.backoffice.errors.server_error"
