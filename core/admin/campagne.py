"""Campaigns, lots and attributions: what the Région's file brought, and what a manager sets."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from unfold import widgets as unfold

from core import plugins, policy
from core.admin.base import ReadOnlyAdmin, ScopedAdmin
from core.admin.filters import AnneeFilter, LotAnneeFilter
from core.forms.widgets import Date
from core.models import Attribution, Campagne, Lot, Membership, Role


class CampagneForm(forms.ModelForm):
    class Meta:
        model = Campagne
        fields = ("programme", "annee", "ouverture", "fermeture")
        widgets = {"ouverture": Date(), "fermeture": Date()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(p.code, p.label) for p in plugins.programmes() if p.regional and p.code in self.codes]
        if "programme" in self.fields:
            self.fields["programme"] = forms.ChoiceField(
                label="Programme", choices=choices, widget=unfold.UnfoldAdminSelectWidget()
            )

    codes = ()  # programmes of the manager, set by the page


def managed(user):
    """Return the codes of the programmes that this user configures."""
    if Role.ADMINISTRATEUR in policy.roles(user):
        return {p.code for p in plugins.programmes()}
    return set(Membership.objects.filter(user=user, role=Role.GESTIONNAIRE).values_list("programme", flat=True))


@admin.register(Campagne)
class CampagneAdmin(ScopedAdmin):
    list_display = ("libelle_programme", "annee", "ouverture", "fermeture")
    list_display_links = ("libelle_programme", "annee")
    sortable_by = ("annee",)

    @admin.display(description="Programme")
    def libelle_programme(self, row):
        return row.libelle_programme

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, form=CampagneForm, **kwargs)
        return type("CampagneForm", (form,), {"codes": managed(request.user)})

    def get_readonly_fields(self, request, obj=None):
        return ("libelle_programme", "annee") if obj else ()

    def get_fields(self, request, obj=None):
        return (
            ("libelle_programme", "annee", "ouverture", "fermeture") if obj else ("programme", "annee", "ouverture", "fermeture")
        )


@admin.register(Lot)
class LotAdmin(ScopedAdmin):
    list_display = ("numero", "intitule", "campagne", "mandataire", "forfait_recrutement", "statut")
    list_display_links = ("numero", "intitule")
    list_select_related = ("campagne", "mandataire")
    list_filter = ("statut", LotAnneeFilter)
    search_fields = ("numero", "intitule", "mandataire__raison_sociale")
    readonly_fields = ("campagne", "numero", "intitule", "mandataire")
    sortable_by = ("numero",)


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    list_display = (
        "numero_lot",
        "formateur",
        "nom_site",
        "places",
        "bon_de_commande",
        "date_debut_prevue",
        "date_fin_prevue",
        "saisie",
    )
    list_display_links = ("numero_lot", "nom_site")
    list_select_related = ("lot__campagne", "formateur", "site")
    list_filter = (AnneeFilter, "lot__statut")
    search_fields = ("lot__numero", "lot__intitule", "formateur__raison_sociale", "nom_site")
    sortable_by = ()

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(nombre_actions=Count("actions"))

    @admin.display(description="Lot")
    def numero_lot(self, row):
        return row.lot.numero

    @admin.display(description="Actions saisies")
    def saisie(self, row):
        return row.nombre_actions
