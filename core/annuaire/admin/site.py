"""The sites: their fiche, their place, their certificate."""

from django.contrib import admin
from django.forms.widgets import Script
from django.urls import reverse

from core import policy
from core.annuaire.admin.by_domain import ByDomain
from core.annuaire.admin.fiche import AnnuaireFicheAdmin
from core.annuaire.admin.map import site_map
from core.calendars.open_days import to_come
from core.fasd.identifiants import grouped
from core.files import received as files
from core.models import Site
from core.referentiels.communes import complete


@admin.register(Site)
class SiteAdmin(ByDomain, AnnuaireFicheAdmin):
    domain_link = "etablissement"
    list_display = (
        "numero",
        "nom_usage",
        "etablissement",
        "bureau_distributeur",
        "principal",
        "actif",
    )
    list_display_links = ("numero", "nom_usage")
    list_select_related = ("etablissement",)
    search_help_text = "Nom, ville, organisme, SIRET ou Formacode"
    sortable_by = ("nom_usage",)

    class Media:
        js = (Script("sofi/annuaire.js", defer=True),)

    def save_model(self, request, obj, form, change):
        complete(obj, changed=form.changed_data)
        super().save_model(request, obj, form, change)

    @admin.display(description="N°", ordering="pk")
    def numero(self, row):
        return row.pk

    def page_context(self, request, row, subject):
        etablissement = row.etablissement
        return {
            "crumbs": [
                (f"Établissement {grouped(etablissement.siret)}", etablissement.get_absolute_url()),
                (f"Site {row.pk}", row.get_absolute_url()),
            ],
            "fratrie": Site.objects.allowed(request.user, "view").filter(
                etablissement=etablissement,
            ),
            "contacts": row.contacts.filter(actif=True),
            "carte": site_map(row),
            "portes_ouvertes": to_come().filter(site=row) if row.actif else (),
            "en_ligne": row.is_online,
            "site_pk": row.pk,
            **self.exactness(request, row),
            **certificate(request, row),
        }

    def dossier_context(self, request, subject):
        live = reverse("admin:site_en_ligne", args=[subject.pk])
        return {**self.page_context(request, subject, subject), "live_url": live}


def certificate(request, site):
    """Return the address of the certificate of a site, for those who may read it."""
    name = site.certification.name
    if not name or not policy.can(request.user, "read_file", site):
        return {}
    return {
        "certificat_url": reverse("admin:site_certificat", args=[site.pk]),
        "certificat": files.said(name),
    }
