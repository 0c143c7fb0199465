"""Lots and attributions: what the Région's file brought, and what a manager sets of a lot."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from core.admin.base import ReadOnlyAdmin, ScopedAdmin
from core.admin.filters import AnneeFilter, LotAnneeFilter
from core.models import Attribution, Lot


@admin.register(Lot)
class LotAdmin(ScopedAdmin):
    list_display = ("numero", "intitule", "campagne", "mandataire", "forfait_recrutement", "statut", "places")
    list_display_links = ("numero", "intitule")
    list_select_related = ("campagne", "mandataire")
    list_filter = ("statut", LotAnneeFilter)
    search_fields = ("numero", "intitule", "mandataire__raison_sociale")
    readonly_fields = ("campagne", "numero", "intitule", "mandataire")
    sortable_by = ("numero",)

    @admin.display(description="Places")
    def places(self, row):
        url = reverse("admin:places")
        return format_html('<a class="lien" href="{}?campagne={}#lot-{}">Rapprocher</a>', url, row.campagne_id, row.pk)


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
