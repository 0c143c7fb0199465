"""The établissements: their fiche, those that staff create, and « Créer site »."""

from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold import widgets as unfold

from core import policy
from core.annuaire.admin.by_domain import ByDomain
from core.annuaire.admin.closing import CloseAdmin, close_url
from core.annuaire.admin.fiche import AnnuaireFicheAdmin
from core.backoffice.addresses import dossier_url
from core.backoffice.shaped import SiretField
from core.dossiers.saving import lock
from core.fasd.identifiants import grouped
from core.models import Etablissement, Site
from workflows.lifecycle import State

FROM_INSEE = ("siret", "siege", "raison_sociale")
KNOWN_OF_INSEE = "Connu de l’INSEE. Pour le corriger, écrivez au Cariforef."
PUBLISHED = "Un SIRET publié ne change pas : un autre SIRET est un autre établissement."


class NewEtablissementForm(forms.ModelForm):
    siret = SiretField(
        label="SIRET",
        max_length=20,
        widget=unfold.UnfoldAdminTextInputWidget(),
    )

    class Meta:
        model = Etablissement
        fields = ("siret", "raison_sociale")
        widgets = {"raison_sociale": unfold.UnfoldAdminTextInputWidget()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["raison_sociale"].required = True

    def clean_siret(self):
        siret = self.cleaned_data["siret"]
        if Etablissement.objects.filter(siret=siret).exists():
            raise forms.ValidationError("Un établissement porte déjà ce SIRET.")
        return siret


@admin.register(Etablissement)
class EtablissementAdmin(ByDomain, CloseAdmin, AnnuaireFicheAdmin):
    list_display = ("raison_sociale", "siret_groupe", "nda")
    search_help_text = "Nom, SIRET, NDA, ville ou Formacode"
    sortable_by = ("raison_sociale",)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/sites/ajouter/",
                wrap(self.add_site_view),
                name="core_etablissement_ajouter_site",
            ),
            path("nouveau/", wrap(self.new_view), name="core_etablissement_nouveau"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may_create = policy.may_add(request.user, Etablissement)
        extra_context = {
            **(extra_context or {}),
            "create_url": reverse("admin:core_etablissement_nouveau") if may_create else "",
            "create_label": "Créer un établissement",
        }
        return super().changelist_view(request, extra_context)

    def programme_for(self, request, row):
        """Leave what INSEE says to the Cariforef.

        The organisation reports a mistake, it does not correct it (S0).
        """
        programme = super().programme_for(request, row)
        if not policy.is_staff(request.user):
            return locked(programme, FROM_INSEE, KNOWN_OF_INSEE)
        if row.publications().exists():
            return locked(programme, ("siret",), PUBLISHED)
        return programme

    @admin.display(description="SIRET")
    def siret_groupe(self, row):
        return grouped(row.siret)

    def page_context(self, request, row, subject):
        return {
            "crumbs": [(f"Établissement {grouped(row.siret)}", row.get_absolute_url())],
            "sites": Site.objects.allowed(request.user, "view").filter(etablissement=row),
            "can_add_site": not closed(row) and may_add_site(request.user, row),
            "fermer_url": close_url(request.user, row),
            **self.exactness(request, row),
        }

    def dossier_context(self, request, subject):
        return self.page_context(request, subject, subject)

    def new_view(self, request):
        """Create an établissement that no file brought, with its principal site: staff only."""
        if not policy.may_add(request.user, Etablissement):
            raise Http404
        form = NewEtablissementForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                row = form.save()
                row.sites.create(principal=True, nom_usage=row.raison_sociale)
            messages.success(
                request,
                "Établissement créé, avec son site principal : complétez leurs fiches.",
            )
            return HttpResponseRedirect(row.get_absolute_url())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Créer un établissement",
            "form": form,
        }
        return TemplateResponse(request, "core/create/etablissement.html", context)

    @transaction.atomic
    def add_site_view(self, request, pk):
        """« Créer site » (S1): a secondary site, in draft."""
        etablissement = post_on_view(request, self, pk)
        [etablissement] = lock(etablissement)
        if closed(etablissement):
            messages.error(
                request,
                "Cet établissement est fermé : rouvrez-le avant d’y créer un site.",
            )
            return HttpResponseRedirect(dossier_url(etablissement))
        principal = not etablissement.sites.filter(principal=True).exists()
        site = Site.objects.create(
            etablissement=etablissement,
            principal=principal,
            nom_usage=etablissement.raison_sociale,
        )
        for membership in etablissement.memberships.filter(user=request.user).exclude(sites=None):
            membership.sites.add(site)  # who administers some sites administers the one he creates
        messages.success(
            request,
            f"Site {site.pk} créé : complétez-le, puis envoyez-le au Cariforef.",
        )
        return HttpResponseRedirect(site.get_absolute_url())


def locked(programme, names, sentence):
    """Return a programme where nobody types these fields, and a sentence says why."""
    fields = programme.fields.refine(
        received=dict.fromkeys(names),
        help=dict.fromkeys(names, sentence),
    )
    return replace(programme, fields=fields)


def may_add_site(user, etablissement) -> bool:
    return policy.may_add(user, Site) and policy.can(user, "reopen", etablissement)


def closed(etablissement) -> bool:
    """Whether nothing is added to an établissement: closed, or only archived."""
    return bool(etablissement.ferme_le) or etablissement.state == State.ARCHIVED


def post_on_view(request, model_admin, pk):
    """Return a row that this user may read and add to, on POST."""
    row = model_admin.get_object(request, str(pk))
    if request.method != "POST" or not may_add_site(request.user, row):
        raise Http404
    return row
