"""Keys that were sent, requests for a key, public texts, and the journal of accounts."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from unfold import widgets as unfold

from core.backoffice.scoped import ReadOnlyAdmin, ScopedAdmin, get_scoped
from core.comptes import demandes
from core.comptes.admin import new_keys
from core.comptes.models import CleActivation, DemandeCle, Evenement, Texte
from core.fasd.identifiants import grouped
from workflows.service import Refused


@admin.register(CleActivation)
class CleAdmin(ReadOnlyAdmin):
    list_display = ("etablissement", "etat_cle", "creee_le", "expire_le", "creee_par")
    list_select_related = ("etablissement", "creee_par")
    fields = (
        "etablissement",
        "etat_cle",
        "creee_le",
        "creee_par",
        "expire_le",
        "utilisee_le",
        "revoquee_le",
    )
    sortable_by = ()
    change_form_after_template = "comptes/admin/cle_revoquer.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/revoquer/",
                wrap(new_keys.revoquer),
                name="comptes_cleactivation_revoquer",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        more = {"create_url": reverse("admin:cles_nouvelles"), "create_label": "Créer des clés"}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    @admin.display(description="État")
    def etat_cle(self, row):
        return row.etat


class RefuserForm(forms.Form):
    motif = forms.CharField(
        label="Motif, envoyé à qui demande",
        max_length=1000,
        widget=unfold.UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


@admin.register(DemandeCle)
class DemandeAdmin(ReadOnlyAdmin):
    list_display = ("raison_sociale", "siret_groupe", "ville", "etat", "recue_le")
    list_filter = ("etat",)
    sortable_by = ("recue_le",)
    change_form_after_template = "comptes/admin/demande_repondre.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/repondre/", wrap(repondre), name="comptes_demandecle_repondre"),
            *super().get_urls(),
        ]

    @admin.display(description="SIRET")
    def siret_groupe(self, row):
        return grouped(row.siret)


@never_cache
def repondre(request, pk):
    """Accept a request, and answer its letter; or refuse it, and say why."""
    demande = get_scoped(DemandeCle, request.user, pk, "answer")
    form = RefuserForm(request.POST if "refuser" in request.POST else None)
    done = HttpResponseRedirect(reverse("admin:comptes_demandecle_changelist"))
    try:
        if request.method == "POST" and "accepter" in request.POST:
            return new_keys.letters_file([demandes.accept(demande, by=request.user)])
        if request.method == "POST" and form.is_valid():
            demandes.refuse(demande, by=request.user, motif=form.cleaned_data["motif"])
            messages.success(request, "Demande refusée ; la réponse est envoyée.")
            return done
    except Refused as refusal:
        messages.error(request, refusal.message)
        return done
    context = {
        **admin.site.each_context(request),
        "title": f"Répondre à {demande.raison_sociale}",
        "demande": demande,
        "form": form,
    }
    return TemplateResponse(request, "comptes/admin/demande.html", context)


@admin.register(Texte)
class TexteAdmin(ScopedAdmin):
    list_display = ("titre", "code", "connexion", "pied", "ordre")
    fields = ("titre", "code", "corps", "connexion", "pied", "ordre")
    sortable_by = ()


@admin.register(Evenement)
class EvenementAdmin(ReadOnlyAdmin):
    list_display = ("le", "quoi", "etablissement", "compte", "par")
    list_filter = ("quoi",)
    list_select_related = ("etablissement", "compte", "par")
    sortable_by = ("le",)
