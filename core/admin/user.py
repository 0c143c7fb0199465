"""Accounts and their memberships: for administrators only."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm

from core import plugins, policy
from core.admin.base import ScopedAdmin
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


class MembershipInline(TabularInline):
    model = Membership
    form = MembershipForm
    extra = 0
    autocomplete_fields = ("etablissement", "sites")

    def has_view_permission(self, request, obj=None):
        return policy.rows(Membership, request.user, "change") is not policy.NOTHING

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User)
class UserAdmin(ScopedAdmin):
    list_display = ("email", "prenom", "nom", "is_active", "last_login")
    search_fields = ("email", "nom", "prenom", "memberships__etablissement__raison_sociale")
    fields = ("email", "prenom", "nom", "is_active", "notifications", "last_login", "created_at")
    readonly_fields = ("last_login", "created_at")
    inlines = (MembershipInline,)
    change_password_form = AdminPasswordChangeForm
    sortable_by = ("email",)

    def save_model(self, request, obj, form, change):
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
