"""The form of one line of a small table of a fiche."""

from django import forms
from unfold import widgets as unfold

from core.fiches.forms.fields import form_field, initial, problem
from core.fiches.forms.rows import reference
from core.rules import Kind, Need


class LineForm(forms.ModelForm):
    """One line of a small table."""

    columns = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = kwargs.get("initial") or {}
        for column in self.columns:
            if column.kind is Kind.BOOLEAN and column.name not in given:
                value = getattr(self.instance, column.name)
                self.initial[column.name] = initial(column, value)

    def clean(self):
        cleaned = super().clean()
        for column in self.columns:
            if sentence := problem(column, cleaned.get(column.name)):
                self.add_error(column.name, sentence)
        return cleaned

    def values(self) -> dict:
        """Return what is typed, in the form that rules read."""
        return {
            column.name: reference(column, self.cleaned_data.get(column.name))
            for column in self.columns
        }


def line_form(field, model, user) -> type[LineForm]:
    """Return the form class of one line of a ROWS field."""
    declared = {column.name: _column(column, model, user) for column in field.columns}
    meta = type("Meta", (), {"model": model, "fields": list(declared)})
    attributes = {**declared, "Meta": meta, "columns": field.columns}
    return type("LineForm", (LineForm,), attributes)


def _column(column, model, user):
    """Return the form field of a column."""
    declared = form_field(column, None, user, model)
    if column.kind is Kind.LONG:
        attrs = {"rows": 2, "data-longueur": column.max_length or ""}
        declared.widget = unfold.UnfoldAdminTextareaWidget(attrs)
    if column.need is Need.REQUIRED:
        declared.label = f"{column.label} *"
    return declared
