"""The form of a fiche that is online: the fields that change without a new validation (D6)."""

from django import forms

from core.dossiers.rows import in_order
from core.fiches.forms.fields import form_field, initial
from core.fiches.forms.lines import line_form
from core.fiches.forms.rows import reference
from core.rules import Kind


class LiveForm(forms.Form):
    """Listed fields of one fiche, with the values that are online."""

    def __init__(self, *args, fiche, model, fields, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.key = fiche.key
        self.level = fiche.level
        self.model = model
        self.table_fields = [field for field in fields if field.kind is not Kind.ROWS]
        for field in self.table_fields:
            value = fiche[field.name]
            self.fields[field.name] = form_field(field, value, user, model)
            self.initial[field.name] = _initial(field, value)
        self.tables = [
            self._table(field, fiche, user) for field in fields if field.kind is Kind.ROWS
        ]

    def _table(self, field, fiche, user):
        row_model = self.model._meta.get_field(field.name).related_model
        make_formset = forms.formset_factory(
            line_form(field, row_model, user),
            extra=2,
            can_delete=True,
        )
        formset = make_formset(
            self.data if self.is_bound else None,
            prefix=f"{self.prefix}-{field.name}",
            initial=[_initial_line(field, line) for line in fiche[field.name] or ()],
        )
        formset.field = field
        return formset

    def is_valid(self):
        verdicts = [super().is_valid(), *(table.is_valid() for table in self.tables)]
        return all(verdicts)

    def values(self):
        """Return what was changed on the page, and nothing else.

        Another person may have changed the rest.
        """
        changed = {}
        for field in self.table_fields:
            if field.name in self.changed_data:
                changed[field.name] = reference(field, self.cleaned_data[field.name])
        for table in self.tables:
            if table.has_changed():
                changed[table.field.name] = in_order(self.model, table.field, _lines(table))
        return changed


def _lines(table) -> list[dict]:
    """Return the lines typed in a small table, but for the empty ones and those to delete."""
    lines = []
    for form in table:
        if not form.cleaned_data or form.cleaned_data.get("DELETE"):
            continue
        values = form.values()
        if any(values.values()):
            lines.append(values)
    return lines


def _initial_line(field, line) -> dict:
    return {column.name: _initial(column, line.get(column.name)) for column in field.columns}


def _initial(field, value):
    if field.kind in (Kind.SITE, Kind.CONTACT) and value:
        return int(value)
    return initial(field, value)
