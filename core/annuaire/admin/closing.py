"""The page that closes an établissement.

The consequences first, then a reason, then everything together.
"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold import widgets as unfold

from core import policy
from core.annuaire.closing import close, consequences
from core.backoffice.addresses import dossier_url
from core.models import Etablissement
from workflows.lifecycle import State
from workflows.service import Refused


class CloseForm(forms.Form):
    raison = forms.CharField(
        label="Raison",
        max_length=500,
        widget=unfold.UnfoldAdminTextareaWidget({"rows": 3}),
        help_text="Gardée dans l’historique de chaque fiche.",
        error_messages={"required": "La raison est à renseigner."},
    )
    offres = forms.BooleanField(
        label="Archiver aussi ses offres",
        required=False,
        widget=unfold.UnfoldBooleanWidget(),
    )
    comptes = forms.BooleanField(
        label="Désactiver les comptes qui n’ont pas d’autre établissement",
        required=False,
        widget=unfold.UnfoldBooleanWidget(),
    )


class CloseAdmin:
    """Adds the page « Fermer l’établissement »."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/fermer/",
                self.admin_site.admin_view(self.close_view),
                name="core_etablissement_fermer",
            ),
            *super().get_urls(),
        ]

    def close_view(self, request, pk):
        row = self.get_object(request, str(pk))
        if not may_close(request.user, row):
            raise Http404
        form = CloseForm(request.POST or None)
        refused = None
        if request.method == "POST" and form.is_valid():
            try:
                close(
                    row,
                    by=request.user,
                    reason=form.cleaned_data["raison"],
                    offers=form.cleaned_data["offres"],
                    accounts=form.cleaned_data["comptes"],
                )
            except Refused as refusal:
                refused = refusal
            else:
                messages.success(
                    request,
                    "L’établissement est fermé : sa fiche et celles de ses sites sont archivées.",
                )
                return HttpResponseRedirect(dossier_url(row))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Fermer l’établissement",
            "subject": row,
            "found": consequences(row),
            "form": form,
            "refused": refused,
            "dossier_url": dossier_url(row),
        }
        return TemplateResponse(request, "core/annuaire/fermer.html", context)


def may_close(user, row):
    if row.state == State.ARCHIVED:
        return False
    return policy.may_open(user, "annuaire") and policy.can(user, "archive", row)


def close_url(user, row):
    """Return the address of the page that closes, for those who may."""
    if not isinstance(row, Etablissement) or not may_close(user, row):
        return ""
    return reverse("admin:core_etablissement_fermer", args=[row.pk])
