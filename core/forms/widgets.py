"""Widgets of the fiches: unfold's look, native dates, référentiel choosers, and values that nobody types."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.renderers import TemplatesSetting
from django.urls import reverse_lazy
from unfold import widgets as unfold

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
        codes = [code for code in value if code]
        labels = dict(TermeModel.objects.filter(famille=self.famille, code__in=codes).values_list("code", "libelle"))
        self.choices = [(code, f"{code} - {labels[code]}" if code in labels else code) for code in codes]
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


class Termes(_Termes, forms.SelectMultiple):
    pass
