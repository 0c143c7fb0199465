"""Widgets of the fiches: unfold's look, native dates, référentiel choosers, and values that nobody types."""

import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from unfold import widgets as unfold

from core.certifinfo import archived, words
from core.models import Terme as TermeModel

NUMBER = 19  # digits of the largest key


class Date(unfold.UnfoldAdminTextInputWidget):
    """The browser's own date picker: by keyboard, in the reader's language."""

    input_type = "date"

    def format_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value


class Time(Date):
    input_type = "time"

    def format_value(self, value):
        return value.strftime("%H:%M") if hasattr(value, "strftime") else value


class Locked(forms.Widget):
    """A value that the programme fixes or that is received: words, a lock, and the reason."""

    template_name = "core/widgets/locked.html"

    def __init__(self, text, reason):
        super().__init__()
        self.text, self.reason = text, reason

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"text": self.text, "reason": self.reason}

    def render(self, name, value, attrs=None, renderer=None):
        """Draw with the product's own templates, which Django's form renderer does not look in."""
        return super().render(name, value, attrs, TemplatesSetting())

    def id_for_label(self, id_):
        return ""


class Rows(AutocompleteSelect):
    """Search among rows; what is not a number, typed in an address, is nothing."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [v for v in value if str(v).isdecimal() and len(str(v)) < NUMBER], attrs)


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
            }
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


class Terme(_Termes, forms.Select):
    pass


class Certification(Terme):
    """A Certifinfo code; for an archived one, a button takes each of those that replace it, and saves."""

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        gone = archived([value] if value else ()).get(value)
        if gone is None:
            return field
        offered = [(terme.code, words(terme)) for terme in gone.successors]
        return field + render_to_string("core/widgets/certification.html", {"name": name, "gone": gone, "offered": offered})


class Termes(_Termes, forms.SelectMultiple):
    pass


class Chooser(forms.SelectMultiple):
    """Terms of a tree: searched, ticked, put in order (`static/sofi/formacode.js`); without script, codes are typed.

    The first chosen term is the principal one, unless another field says which (`principal`).
    """

    template_name = "core/annuaire/chooser.html"
    use_fieldset = True

    def __init__(self, famille, *, most=None, principal=""):
        super().__init__()
        self.famille, self.most, self.principal = famille, most, principal

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        urls = {"search_url": reverse("admin:termes_chercher", args=[self.famille]),
                "tree_url": reverse("admin:termes_arbre", args=[self.famille]),
                "suggest_url": reverse("admin:termes_proposer", args=[self.famille])}  # fmt: skip
        return context | urls | {"most": self.most, "principal": self.principal}

    def optgroups(self, name, value, attrs=None):
        """Offer what is chosen, saved or only typed, in its order."""
        self.choices = labelled(self.famille, value)
        return super().optgroups(name, value, attrs)

    def value_from_datadict(self, data, files, name):
        typed = re.split(r"[\s,;]+", data.get(f"{name}-codes", "")) if f"{name}-codes" in data else []
        chosen = super().value_from_datadict(data, files, name) or []
        return [*chosen, *(code for code in typed if code)]

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
        self.famille, self.offered = famille, ()

    def optgroups(self, name, value, attrs=None):
        self.choices = [("", "—"), *labelled(self.famille, [*self.offered, *value])]
        return super().optgroups(name, value, attrs)


def labelled(famille, codes):
    """Return the choices of some codes of a référentiel, in their order."""
    codes = list(dict.fromkeys(code for code in codes if code))
    askable = [code for code in codes if "\0" not in code]  # PostgreSQL refuses it
    labels = dict(TermeModel.objects.filter(famille=famille, code__in=askable).values_list("code", "libelle"))
    return [(code, f"{code} - {labels[code]}" if code in labels else code) for code in codes]
