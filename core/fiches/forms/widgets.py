"""Widgets of the fiches: unfold's look, native dates, and values that nobody types."""

from django import forms
from django.forms.renderers import TemplatesSetting
from unfold import widgets as unfold


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
        self.text = text
        self.reason = reason

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return {**context, "text": self.text, "reason": self.reason}

    def render(self, name, value, attrs=None, renderer=None):
        """Draw with the product's own templates, which Django's form renderer does not look in."""
        return super().render(name, value, attrs, TemplatesSetting())

    def id_for_label(self, id_):
        return ""
