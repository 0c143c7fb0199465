"""An add page of unfold, as bare as can be.

What the tool itself costs, served by the same door as our pages.
"""

from functools import cache

from django import forms
from django.contrib import admin
from django.db import models
from unfold import widgets
from unfold.admin import ModelAdmin, TabularInline
from unfold.sites import UnfoldAdminSite

from core.models import Action, Equipement


def allowed(self, request, obj=None):
    return True


EVERYTHING = dict.fromkeys(
    ("has_add_permission", "has_view_permission", "has_change_permission"), allowed
)


@cache
def empty_admin(count):
    """Return the admin of a form of so many fields, one small table under it, no rule.

    No panel and no rights.
    """
    columns = [
        f
        for f in Action._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField) and f.editable
    ]
    names = [f"champ_{rank}" for rank in range(count)]
    fields = [
        forms.CharField(
            label=f"Champ {n}", required=False, widget=widget(columns[n % len(columns)])
        )
        for n in range(count)
    ]
    form = type("EmptyForm", (forms.ModelForm,), dict(zip(names, fields, strict=True)))
    inline = type("EmptyInline", (TabularInline,), {
        "model": Equipement, "fields": ("type", "cout", "commentaire"), "extra": 1, **EVERYTHING,
    })  # fmt: skip
    page = type(
        "EmptyAdmin",
        (ModelAdmin,),
        {
            "form": form,
            "inlines": [inline],
            "get_fieldsets": lambda *args: [(None, {"fields": names})],
            **EVERYTHING,
        },
    )
    return page(Action, UnfoldAdminSite(name="admin"))


def widget(column):
    return (
        widgets.UnfoldAdminTextareaWidget()
        if isinstance(column, models.TextField)
        else widgets.UnfoldAdminTextInputWidget()
    )


def page(request, count):
    return admin.site.admin_view(empty_admin(count).add_view)(request)
