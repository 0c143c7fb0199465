"""A day that is typed: a year of two figures is of this century, an unlikely one is refused."""

from django import forms

from core.fiches.forms.widgets import Date
from core.texts import shapes
from core.texts.shapes.days import FIRST, LAST


class DayField(forms.DateField):
    """A day, from the browser's own picker, in which one may type « 27 » for the year."""

    widget = Date

    def to_python(self, value):
        written = shapes.day(value) if isinstance(value, str) else None
        if written:
            return written
        day = super().to_python(value)
        if day and day.year < 100:
            day = day.replace(year=2000 + day.year)
        if day and not FIRST <= day.year <= LAST:
            raise forms.ValidationError(
                f"L’année {day.year} n’est pas possible : "
                "écrivez-la en quatre chiffres, comme 2027.",
            )
        return day
