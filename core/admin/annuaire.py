"""The annuaire: établissements, sites, contacts, portes ouvertes."""

from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.forms.widgets import Script
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold import widgets as unfold

from core import codes, files, policy, scopes
from core.admin.annuaire_close import CloseAdmin, close_url
from core.admin.annuaire_map import site_map
from core.admin.annuaire_search import ByDomain
from core.admin.annuaire_sentinelle import ConfirmAdmin
from core.admin.base import ScopedAdmin
from core.admin.dossier import DossierAdmin
from core.admin.fiches import FicheAdmin
from core.admin.filters import OnlineFilter, StateFilter
from core.admin.moves import MovesAdmin
from core.admin.parts import badge
from core.communes import complete
from core.fiche import today
from core.forms.widgets import Date
from core.identifiants import grouped, siret_problem
from core.models import Contact, Etablissement, PorteOuverte, Site
from core.portes_ouvertes import to_come
from core.saving import lock

NO_WAY_BACK = (
    "Dès que vous validez l’envoi, vous ne pouvez plus revenir dessus : la fiche est bloquée jusqu’à la validation du Cariforef. "
    "La version en ligne, s’il y en a une, reste publique en attendant."
)
FROM_INSEE = ("siret", "siege", "raison_sociale")


class NewEtablissementForm(forms.ModelForm):
    siret = forms.CharField(label="SIRET", max_length=20, widget=unfold.UnfoldAdminTextInputWidget())

    class Meta:
        model = Etablissement
        fields = ("siret", "raison_sociale")
        widgets = {"raison_sociale": unfold.UnfoldAdminTextInputWidget()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["raison_sociale"].required = True

    def clean_siret(self):
        siret = "".join(self.cleaned_data["siret"].split())
        if sentence := siret_problem(siret):
            raise forms.ValidationError(sentence)
        if Etablissement.objects.filter(siret=siret).exists():
            raise forms.ValidationError("Un établissement porte déjà ce SIRET.")
        return siret


class AnnuaireFicheAdmin(ConfirmAdmin, MovesAdmin, DossierAdmin, FicheAdmin):
    """An annuaire fiche: its own subject, judged by the table of the annuaire."""

    list_filter = (StateFilter, OnlineFilter)

    def subject_of(self, row):
        return row

    def exactness(self, request, row):
        """Return what « Toujours exact » shows, and to whom."""
        url = reverse(f"admin:core_{self.opts.model_name}_exact", args=[row.pk])
        may_confirm = row.is_online and policy.can(request.user, "confirm", row)
        return {"annexe": "core/annuaire/below.html", "exact_url": url if may_confirm else "", "exact_le": row.exact_le}

    def move_as_said(self, subject, move):
        """Say before sending that a fiche of the annuaire cannot be taken back (S0)."""
        said = super().move_as_said(subject, move)
        return replace(said, sentence=f"{said.sentence} {NO_WAY_BACK}") if move in ("submit", "answer") else said

    def get_list_display(self, request):
        self._request = request
        return super().get_list_display(request)

    @admin.display(description="État", ordering="state")
    def etat(self, row):
        return badge(row, self._request)


@admin.register(Etablissement)
class EtablissementAdmin(ByDomain, CloseAdmin, AnnuaireFicheAdmin):
    list_display = ("raison_sociale", "siret_groupe", "nda", "etat")
    search_fields = ("raison_sociale", "siret", "nda", "sites__bureau_distributeur")
    search_help_text = "Nom, SIRET, NDA, ville ou Formacode"
    sortable_by = ("raison_sociale",)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/sites/ajouter/", wrap(self.add_site_view), name="core_etablissement_ajouter_site"),
            path("nouveau/", wrap(self.new_view), name="core_etablissement_nouveau"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may = policy.may_add(request.user, Etablissement)
        url = reverse("admin:core_etablissement_nouveau") if may else ""
        return super().changelist_view(
            request, {**(extra_context or {}), "create_url": url, "create_label": "Créer un établissement"}
        )

    def programme_for(self, request, row):
        """Leave what INSEE says to the Cariforef: the organisation reports a mistake, it does not correct it (S0)."""
        programme = super().programme_for(request, row)
        names = FROM_INSEE
        sentence = "Connu de l’INSEE. Pour le corriger, écrivez au Cariforef."
        if policy.is_staff(request.user):
            if not row.publications().exists():
                return programme
            names, sentence = ("siret",), "Un SIRET publié ne change pas : un autre SIRET est un autre établissement."
        received, told = dict.fromkeys(names), dict.fromkeys(names, sentence)
        return replace(programme, fields=programme.fields.refine(received=received, help=told))

    @admin.display(description="SIRET")
    def siret_groupe(self, row):
        return grouped(row.siret)

    def page_context(self, request, row, subject):
        return {
            "crumbs": [(f"Établissement {grouped(row.siret)}", row.get_absolute_url())],
            "sites": Site.objects.allowed(request.user, "view").filter(etablissement=row),
            "can_add_site": policy.may_add(request.user, Site) and policy.can(request.user, "reopen", row),
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
            messages.success(request, "Établissement créé, avec son site principal : complétez leurs fiches.")
            return HttpResponseRedirect(row.get_absolute_url())
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Créer un établissement", "form": form}
        return TemplateResponse(request, "core/create/etablissement.html", context)

    @transaction.atomic
    def add_site_view(self, request, pk):
        """« Créer site » (S1): a secondary site, in draft."""
        etablissement = post_on_view(request, self, pk)
        lock(etablissement)
        principal = not etablissement.sites.filter(principal=True).exists()
        site = Site.objects.create(etablissement=etablissement, principal=principal, nom_usage=etablissement.raison_sociale)
        for membership in etablissement.memberships.filter(user=request.user).exclude(sites=None):
            membership.sites.add(site)  # who administers some sites administers the one he creates
        messages.success(request, f"Site {site.pk} créé : complétez-le, puis envoyez-le au Cariforef.")
        return HttpResponseRedirect(site.get_absolute_url())


def post_on_view(request, model_admin, pk):
    """Return a row that this user may read and add to, on POST."""
    row = model_admin.get_object(request, str(pk))
    if request.method != "POST" or not policy.may_add(request.user, Site) or not policy.can(request.user, "reopen", row):
        raise Http404
    return row


@admin.register(Site)
class SiteAdmin(ByDomain, AnnuaireFicheAdmin):
    domain_link = "etablissement__"
    list_display = ("numero", "nom_usage", "etablissement", "bureau_distributeur", "principal", "actif", "etat")
    list_display_links = ("numero", "nom_usage")
    list_select_related = ("etablissement",)
    search_fields = ("nom_usage", "bureau_distributeur", "etablissement__raison_sociale", "etablissement__siret", "=pk")
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
            "fratrie": Site.objects.allowed(request.user, "view").filter(etablissement=etablissement),
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


class ToComeFilter(admin.SimpleListFilter):
    title = "date"
    parameter_name = "date"

    def lookups(self, request, model_admin):
        return [("a-venir", "À venir"), ("passees", "Passées")]

    def queryset(self, request, queryset):
        over = Q(date_fin__lt=today()) | Q(date_fin=None, date_debut__lt=today())
        return {"a-venir": queryset.exclude(over), "passees": queryset.filter(over)}.get(self.value(), queryset)


class ContactForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label="Référents",
        choices=codes.ROLE_CONTACT.choices,
        required=False,
        widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
    )

    class Meta:
        model = Contact
        fields = ("site", "nom", "prenom", "fonction", "telephone", "email", "roles", "actif")


class LiveAdmin(ScopedAdmin):
    """Rows that are live as soon as they are saved, under a site that one administers (D1)."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "site":
            sites = Site.objects.allowed(request.user, "view")
            if not policy.is_staff(request.user):
                sites = sites.filter(pk__in=scopes.my_sites(request.user))
            kwargs["queryset"] = sites
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Contact)
class ContactAdmin(ConfirmAdmin, LiveAdmin):
    form = ContactForm
    list_display = ("nom", "prenom", "fonction", "site", "actif")
    list_select_related = ("site",)
    search_fields = ("nom", "prenom", "email", "site__nom_usage")
    autocomplete_fields = ("site",)
    sortable_by = ("nom",)

    def delete_model(self, request, obj):
        """Keep the row, which old publications name: it is no longer shown nor chosen."""
        obj.actif = False
        obj.save(update_fields=["actif"])


def certificate(request, site):
    """Return the address of the certificate of a site, for those who may read it."""
    name = site.certification.name
    if not name or not policy.can(request.user, "read_file", site):
        return {}
    return {"certificat_url": reverse("admin:site_certificat", args=[site.pk]), "certificat": files.said(name)}


class PorteOuverteForm(forms.ModelForm):
    class Meta:
        model = PorteOuverte
        fields = ("libelle", "code", "site", "nature", "site_internet", "date_debut", "date_fin", "commentaire")
        widgets = {"date_debut": Date(), "date_fin": Date()}
        help_texts = {
            "code": "Laissez vide : un code sera donné.",
            "date_fin": "Le dernier jour ; vide si elle ne dure qu’un jour.",
            "commentaire": "Facultatif.",
        }


@admin.register(PorteOuverte)
class PorteOuverteAdmin(LiveAdmin):
    form = PorteOuverteForm
    list_filter = (ToComeFilter,)
    list_display = ("libelle", "site", "nature", "date_debut", "date_fin")
    list_select_related = ("site",)
    search_fields = ("libelle", "site__nom_usage")
    autocomplete_fields = ("site",)
    sortable_by = ("date_debut",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.code:
            obj.code = f"PO{obj.pk}"
            obj.save(update_fields=["code"])
