"""The lines of « Modifier les sessions ensemble »: what of a session may be typed in a table."""

from functools import partial

from django import forms
from unfold import widgets as unfold

from core.dossiers import rows as fiche
from core.dossiers.given import write_given
from core.dossiers.saving import saving
from core.fiches.forms.fields import BLANK, form_field, initial, problem
from core.fiches.forms.rows import FEW, choosable
from core.rules import Kind, Need


class Stale(Exception):
    """Somebody saved this row after the page was drawn."""

    def __init__(self, form):
        self.form = form


class LineForm(forms.Form):
    """The columns of one row that may be typed.

    `version` refuses to overwrite what somebody saved in between.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, row, columns, where, **kwargs):
        super().__init__(*args, prefix=row.key, **kwargs)
        self.row = row
        self.columns = {name: field for name, (field, _) in columns.items()}
        self.initial["version"] = row.version
        for name, (field, make_form_field) in columns.items():
            self.fields[name] = make_form_field(row)
            self.fields[name].widget.attrs["aria-label"] = f"{field.label}, {where}"
            self.initial[name] = initial(field, fiche.value_of(row, field))
        if {"date_debut", "date_fin"} <= set(columns):
            self.fields["date_fin"].widget.attrs["data-debut"] = f"id_{row.key}-date_debut"

    def clean(self):
        cleaned = super().clean()
        for name, field in self.columns.items():
            if sentence := problem(field, cleaned.get(name)):
                self.add_error(name, sentence)
        return cleaned

    def save(self, action, *, by) -> bool:
        """Save what was changed; return whether anything was."""
        changed = [name for name in self.changed_data if name in self.columns]
        if not changed:
            return False
        fields = [self.columns[name] for name in changed]
        values = {name: self._value(name) for name in changed}
        with saving(self.row, action.programme, by=by, door="ecran"):
            row = type(self.row)._base_manager.get(pk=self.row.pk)
            if row.version != self.cleaned_data["version"]:
                raise Stale(self)
            fiche.write(row, fields, values)
            write_given(row, action)
            row.version += 1
            row.save()
        return True

    def _value(self, name):
        value = self.cleaned_data[name]
        if self.columns[name].kind is Kind.SITE:
            return value or None
        return value


class Line:
    """A session in the table: what is typed of it and of its dispositifs, and in words the rest."""

    def __init__(self, session, dispositifs, session_columns, dispositif_columns, data):
        where = f"session {session.pk}"
        self.session = session
        self.form = LineForm(data, row=session, columns=session_columns, where=where)
        several = len(dispositifs) > 1
        self.dispositifs = []
        for dispositif in dispositifs:
            form = LineForm(
                data,
                row=dispositif,
                columns=dispositif_columns,
                where=f"{where}, {dispositif}" if several else where,
            )
            self.dispositifs.append(form)

    @property
    def forms(self):
        return [self.form, *self.dispositifs]

    def cells(self, shown, words):
        """Return (label, bound field or nothing, words) of each column of the session."""
        cells = []
        for name, field in shown.items():
            bound = self.form[name] if name in self.form.fields else None
            cells.append((field.label, bound, words(field, self.session)))
        return cells


def columns_of(table, names, model, user, rows) -> dict:
    """Return the columns that may be typed, each with the maker of its form field.

    Choices are read once.
    """
    columns = {}
    for name in names:
        field = table[name]
        if field.need is Need.UNUSED or field.need.locked:
            continue
        if field.kind is not Kind.SITE:
            columns[name] = (field, partial(typed_field, field, user, model))
            continue
        choices = site_choices(field, user, rows)
        if choices:
            columns[name] = (field, partial(site_field, choices))
    return columns


def typed_field(field, user, model, row):
    return form_field(field, None, user, model)


def site_field(choices, row):
    widget = unfold.UnfoldAdminSelectWidget()
    return forms.ChoiceField(choices=choices, required=False, widget=widget)


def site_choices(field, user, rows):
    """Return the sites that may be chosen, and those that are.

    Nothing when there are too many to unroll.
    """
    sites = list(choosable(field, None, user)[: FEW + 1])
    if len(sites) > FEW:
        return None
    label_of = {site.pk: str(site) for site in sites}
    for row in rows:
        if row.site_lieu_id:
            label_of[row.site_lieu_id] = str(row.site_lieu)
    return [BLANK, *((str(pk), label) for pk, label in label_of.items())]
