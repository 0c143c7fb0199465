"""Lots and attributions: what the Région's file brought, and what a manager sets of a lot."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from core.backoffice.counted import count_under
from core.backoffice.filters import AnneeFilter, LotAnneeFilter
from core.backoffice.scoped import ReadOnlyAdmin, ScopedAdmin
from core.models import Action, Attribution, Lot


@admin.register(Lot)
class LotAdmin(ScopedAdmin):
    list_display = (
        "numero",
        "intitule",
        "campagne",
        "mandataire",
        "forfait_recrutement",
        "statut",
        "places",
    )
    list_display_links = ("numero", "intitule")
    list_select_related = ("campagne", "mandataire")
    list_filter = ("statut", LotAnneeFilter)
    readonly_fields = ("campagne", "numero", "intitule", "mandataire")
    sortable_by = ("numero",)

    @admin.display(description="Places")
    def places(self, row):
        url = reverse("admin:places")
        return format_html(
            '<a class="lien" href="{}?campagne={}#lot-{}">Rapprocher</a>',
            url,
            row.campagne_id,
            row.pk,
        )


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
    ordering = ("-lot_id", "pk")  # the latest campaign first, by an index
    list_filter = (AnneeFilter, "lot__statut")
    sortable_by = ()

    def complete(self, request, rows):
        count_under(rows, Action.objects.all(), "attribution")

    @admin.display(description="Lot")
    def numero_lot(self, row):
        return row.lot.numero

    @admin.display(description="Actions saisies")
    def saisie(self, row):
        return row.nombre
