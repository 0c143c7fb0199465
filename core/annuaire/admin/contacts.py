"""Contacts and portes ouvertes: live as soon as saved, under a site that one administers (D1)."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from unfold import widgets as unfold

from core import policy
from core.backoffice.scoped import ScopedAdmin
from core.backoffice.shaped import EmailField, PhoneField, ShapedField, UrlField
from core.fasd import codes
from core.fiches.forms.dates import DayField
from core.models import Contact, PorteOuverte, Site
from core.rights import scopes
from core.sentinelle.pages import ConfirmAdmin
from workflows.dates import today


class LiveAdmin(ScopedAdmin):
    """Rows that are live as soon as they are saved, under a site that one administers (D1)."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "site":
            sites = Site.objects.allowed(request.user, "view")
            if not policy.is_staff(request.user):
                sites = sites.filter(pk__in=scopes.my_sites(request.user))
            kwargs["queryset"] = sites
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def text_input(keyboard="text"):
    return unfold.UnfoldAdminTextInputWidget({"inputmode": keyboard})


class ContactForm(forms.ModelForm):
    nom = ShapedField(label="Nom", max_length=50, widget=text_input())
    telephone = PhoneField(
        label="Téléphone",
        required=False,
        max_length=25,
        widget=text_input("tel"),
    )
    email = EmailField(label="Email", required=False, max_length=160, widget=text_input("email"))
    roles = forms.MultipleChoiceField(
        label="Référents",
        choices=codes.ROLE_CONTACT.choices,
        required=False,
        widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
    )

    class Meta:
        model = Contact
        fields = ("site", "nom", "prenom", "fonction", "telephone", "email", "roles", "actif")


@admin.register(Contact)
class ContactAdmin(ConfirmAdmin, LiveAdmin):
    form = ContactForm
    list_display = ("nom", "prenom", "fonction", "site", "actif")
    list_select_related = ("site",)
    autocomplete_fields = ("site",)
    sortable_by = ("nom",)

    def delete_model(self, request, obj):
        """Keep the row, which old publications name: it is no longer shown nor chosen."""
        obj.actif = False
        obj.save(update_fields=["actif"])


class ToComeFilter(admin.SimpleListFilter):
    title = "date"
    parameter_name = "date"

    def lookups(self, request, model_admin):
        return [("a-venir", "À venir"), ("passees", "Passées")]

    def queryset(self, request, queryset):
        over = Q(date_fin__lt=today()) | Q(date_fin=None, date_debut__lt=today())
        if self.value() == "a-venir":
            return queryset.exclude(over)
        if self.value() == "passees":
            return queryset.filter(over)
        return queryset


class PorteOuverteForm(forms.ModelForm):
    site_internet = UrlField(
        label="Site internet",
        required=False,
        max_length=400,
        widget=unfold.UnfoldAdminTextInputWidget({"inputmode": "url"}),
    )

    date_debut = DayField(label="Date début")
    date_fin = DayField(
        label="Date fin",
        required=False,
        help_text="Le dernier jour ; vide si elle ne dure qu’un jour.",
    )

    class Meta:
        model = PorteOuverte
        fields = (
            "libelle",
            "code",
            "site",
            "nature",
            "site_internet",
            "date_debut",
            "date_fin",
            "commentaire",
        )
        help_texts = {
            "code": "Laissez vide : un code sera donné.",
            "commentaire": "Facultatif.",
        }


@admin.register(PorteOuverte)
class PorteOuverteAdmin(LiveAdmin):
    form = PorteOuverteForm
    list_filter = (ToComeFilter,)
    list_display = ("libelle", "site", "nature", "date_debut", "date_fin")
    list_select_related = ("site",)
    autocomplete_fields = ("site",)
    sortable_by = ("date_debut",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.code:
            obj.code = f"PO{obj.pk}"
            obj.save(update_fields=["code"])
