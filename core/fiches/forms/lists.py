"""Lists to search, of rows and of référentiels; where no script runs, codes are typed."""

import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from unfold import widgets as unfold

from core.models import Terme as TermeModel
from core.referentiels.certifinfo import archived, words
from core.texts.numbers import number


class TypedToo:
    """A list to search, whose codes are typed where no script runs."""

    named = "Code"

    def render(self, name, value, attrs=None, renderer=None):
        searched = super().render(name, value, attrs, renderer)
        context = {"name": f"{name}-codes", "id": f"id_{name}_codes", "named": self.named}
        return searched + render_to_string("core/widgets/codes.html", context)

    def value_from_datadict(self, data, files, name):
        typed = data.get(f"{name}-codes", "").strip()
        return typed or super().value_from_datadict(data, files, name)


class Rows(TypedToo, AutocompleteSelect):
    """Search among rows; what is not a number, typed in an address, is nothing."""

    named = "Numéro"

    def optgroups(self, name, value, attrs=None):
        numbers = [pk for pk in value if number(str(pk)) is not None]
        return super().optgroups(name, numbers, attrs)


class _Termes:
    """Search in a référentiel, as one types (`admin:termes`)."""

    def __init__(self, famille, attrs=None):
        self.famille = famille
        super().__init__(
            attrs={
                "class": "admin-autocomplete",
                "data-ajax--cache": "true",
                "data-ajax--delay": 250,
                "data-ajax--type": "GET",
                "data-ajax--url": reverse_lazy("admin:termes", args=[famille]),
                "data-theme": "admin-autocomplete",
                "data-allow-clear": "true",
                "data-placeholder": "Un mot ou un code",
                **(attrs or {}),
            },
        )

    def optgroups(self, name, value, attrs=None):
        """Show what is chosen, saved or only typed, with its label: the rest is searched."""
        self.choices = labelled(self.famille, value)
        return super().optgroups(name, value, attrs)

    class Media:
        js = (
            "admin/js/vendor/jquery/jquery.min.js",
            "admin/js/vendor/select2/select2.full.min.js",
            "admin/js/vendor/select2/i18n/fr.js",
            "admin/js/jquery.init.js",
            "admin/js/autocomplete.js",
        )
        css = {"screen": ("admin/css/vendor/select2/select2.min.css", "admin/css/autocomplete.css")}


class Terme(TypedToo, _Termes, forms.Select):
    def optgroups(self, name, value, attrs=None):
        empty = self.create_option(name, "", "", selected=False, index=0)
        return [(None, [empty], 0), *super().optgroups(name, value, attrs)]


class Certification(Terme):
    """A Certifinfo code.

    For an archived one, a button takes each of those that replace it, and saves.
    """

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        if not value:
            return field
        gone = archived([value]).get(value)
        if gone is None:
            return field
        offered = [(terme.code, words(terme)) for terme in gone.successors]
        context = {"name": name, "gone": gone, "offered": offered}
        return field + render_to_string("core/widgets/certification.html", context)


class SeveralTyped(TypedToo):
    """Typed codes are added to those that the list holds."""

    named = "Codes à ajouter, séparés par des espaces"

    def value_from_datadict(self, data, files, name):
        typed = re.split(r"[\s,;]+", data.get(f"{name}-codes", ""))
        chosen = forms.SelectMultiple.value_from_datadict(self, data, files, name) or []
        return [*chosen, *filter(None, typed)]


class Termes(SeveralTyped, _Termes, forms.SelectMultiple):
    pass


class Chooser(SeveralTyped, forms.SelectMultiple):
    """Terms of a tree: searched, ticked, put in order (`static/sofi/formacode.js`).

    Without script, codes are typed.
    The first chosen term is the principal one, unless another field says which (`principal`).
    """

    template_name = "core/annuaire/chooser.html"
    use_fieldset = True

    def __init__(self, famille, *, most=None, principal=""):
        super().__init__()
        self.famille = famille
        self.most = most
        self.principal = principal

    def get_context(self, name, value, attrs):
        return {
            **super().get_context(name, value, attrs),
            "search_url": reverse("admin:termes_chercher", args=[self.famille]),
            "tree_url": reverse("admin:termes_arbre", args=[self.famille]),
            "suggest_url": reverse("admin:termes_proposer", args=[self.famille]),
            "most": self.most,
            "principal": self.principal,
        }

    def optgroups(self, name, value, attrs=None):
        """Offer what is chosen, saved or only typed, in its order."""
        self.choices = labelled(self.famille, value)
        return super().optgroups(name, value, attrs)

    def value_omitted_from_data(self, data, files, name):
        return False

    def render(self, name, value, attrs=None, renderer=None):
        return super().render(name, value, attrs, TemplatesSetting())

    class Media:
        js = (Script("sofi/formacode.js", defer=True),)


class Principal(unfold.UnfoldAdminSelectWidget):
    """One of the terms that a chooser of the same form holds; `offered` is set by the form."""

    def __init__(self, famille):
        super().__init__()
        self.famille = famille
        self.offered = ()

    def optgroups(self, name, value, attrs=None):
        self.choices = [("", "—"), *labelled(self.famille, [*self.offered, *value])]
        return super().optgroups(name, value, attrs)


def labelled(famille, codes):
    """Return the choices of some codes of a référentiel, in their order."""
    codes = list(dict.fromkeys(code for code in codes if code))
    askable = [code for code in codes if "\0" not in code]  # PostgreSQL refuses it
    terms = TermeModel.objects.filter(famille=famille, code__in=askable)
    labels = dict(terms.values_list("code", "libelle"))
    choices = []
    for code in codes:
        label = f"{code} - {labels[code]}" if code in labels else code
        choices.append((code, label))
    return choices
