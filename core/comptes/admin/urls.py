"""Pages of the back-office about accounts that are not those of a row."""

from django.urls import path

from core.comptes.admin import equipe, invitations, pages_cles, regards


def urls(site):
    wrap = site.admin_view
    return [
        *equipe.urls(site),
        *invitations.urls(site),
        *regards.urls(site),
        path("cles/nouvelles/", wrap(pages_cles.nouvelles), name="cles_nouvelles"),
    ]
