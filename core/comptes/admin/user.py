"""Accounts and their memberships: for administrators only."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet

from core import plugins, policy
from core.backoffice.scoped import ScopedAdmin
from core.comptes.invitations import invite
from core.models import Membership, User

admin.site.unregister(Group)  # rights come from the policy, never from a group that somebody edits


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("role", "etablissement", "programme", "sites")

    def clean_programme(self):
        code = self.cleaned_data["programme"]
        if code and code not in {p.code for p in plugins.programmes()}:
            raise forms.ValidationError(f"Programme inconnu : « {code} ».")
        return code

    def clean(self):
        """A site is one of the établissement of the same line."""
        said = super().clean()
        owner, sites = said.get("etablissement"), said.get("sites") or ()
        if any(site.etablissement_id != getattr(owner, "pk", None) for site in sites):
            self.add_error("sites", "Ces sites ne sont pas tous ceux de l’établissement choisi.")
        return said


class MembershipFormSet(PaginationInlineFormSet):
    def clean(self):
        """The same line twice is said on the page: the base refuses it."""
        super().clean()
        seen = set()
        for form in self.forms:
            said = getattr(form, "cleaned_data", None)
            if not said or said.get("DELETE"):
                continue
            owner = said.get("etablissement")
            key = (
                ("", owner.pk, "")
                if owner
                else (said.get("role"), None, said.get("programme") or "")
            )
            if key in seen:
                raise forms.ValidationError("Deux rattachements sont identiques : gardez-en un.")
            seen.add(key)


class MembershipInline(TabularInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0
    autocomplete_fields = ("etablissement", "sites")

    def has_view_permission(self, request, obj=None):
        return policy.may_some(request.user, "change", Membership)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User)
class UserAdmin(ScopedAdmin):
    list_display = ("email", "prenom", "nom", "is_active", "last_login")
    fields = ("email", "prenom", "nom", "is_active", "notifications", "last_login", "created_at")
    readonly_fields = ("last_login", "created_at")
    inlines = (MembershipInline,)
    sortable_by = ("email",)

    def save_model(self, request, obj, form, change):
        """A new account is opened by the link that is sent to its address."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            invite(obj, by=request.user)
            self.message_user(request, f"Une invitation est envoyée à {obj.email}.")
