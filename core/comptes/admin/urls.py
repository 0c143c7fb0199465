"""Pages of the back-office about accounts that are not those of a row."""

from django.urls import path

from core.comptes.admin import equipe, invitations, new_keys, points_of_view


def urls(site):
    wrap = site.admin_view
    return [
        *equipe.urls(site),
        *invitations.urls(site),
        *points_of_view.urls(site),
        path("cles/nouvelles/", wrap(new_keys.nouvelles), name="cles_nouvelles"),
    ]
