"""Numbers and hours as they are typed in French: « 35,5 », « 1 200,50 », « 14 h 15 ».

Never the browser's own field of numbers: it empties letters without a word, loses commas, and a
wheel that passes over it changes it.
"""

from django import forms
from unfold import widgets as unfold

from core.fasd import shapes
from core.fiches.forms.widgets import Time


def number_widget(*, whole: bool = True):
    """Return a text field with the keyboard of numbers."""
    keyboard = "numeric" if whole else "decimal"
    return unfold.UnfoldAdminTextInputWidget({"inputmode": keyboard, "autocomplete": "off"})


def _typed(field, value) -> str:
    """Return what is typed in a field, or "" for nothing."""
    if value in field.empty_values:
        return ""
    return str(value).strip()


class IntegerField(forms.IntegerField):
    """A whole number."""

    def __init__(self, *, widget=None, **kwargs):
        super().__init__(widget=widget or number_widget(), **kwargs)

    def to_python(self, value):
        text = _typed(self, value)
        if not text:
            return None
        try:
            return shapes.integer(self.label, text)
        except shapes.Misread as misread:
            raise forms.ValidationError(str(misread), code="invalid") from misread


class DecimalField(forms.DecimalField):
    """A number with decimals, shown with the comma of French."""

    def __init__(self, *, decimal_places, widget=None, **kwargs):
        super().__init__(
            decimal_places=decimal_places,
            widget=widget or number_widget(whole=False),
            localize=True,
            **kwargs,
        )

    def to_python(self, value):
        text = _typed(self, value)
        if not text:
            return None
        try:
            return shapes.decimal(self.label, text, self.decimal_places)
        except shapes.Misread as misread:
            raise forms.ValidationError(str(misread), code="invalid") from misread


class HourField(forms.TimeField):
    """An hour: 14:15, 14h15."""

    widget = Time

    def to_python(self, value):
        text = _typed(self, value)
        if not text:
            return None
        try:
            return shapes.hour(self.label, text)
        except shapes.Misread as misread:
            raise forms.ValidationError(str(misread), code="invalid") from misread
