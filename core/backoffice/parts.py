"""What the pages of the fiches share: the badge of a state, the breadcrumb, a POST on a row."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from core import policy
from workflows.labels import label

CHAIN = [
    "action__formation",
    "action__attribution__lot__campagne",
    "action__attribution__lot__mandataire",
]


def badge(subject, request):
    """Return the state of a subject in words, colour and icon."""
    state = label(subject, staff=policy.is_staff(request.user))
    return format_html('<span class="etat etat-{}">{}</span>', state.tone, state.text)


def state_column(request):
    """Return the column « État » of a list, in the voice of who reads it."""

    @admin.display(description="État", ordering="state")
    def etat(row):
        return badge(row, request)

    return etat


def crumbs(formation=None, action=None, session=None, dispositif=None):
    """Return the breadcrumb Formation › Action › Session › Dispositif: (label, url) each."""
    rows = {
        "Formation": formation,
        "Action": action,
        "Session": session,
        "Dispositif": dispositif,
    }
    return [(f"{name} {row.pk}", page_url(row)) for name, row in rows.items() if row]


def page_url(row):
    return reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk])
