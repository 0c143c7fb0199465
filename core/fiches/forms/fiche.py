"""The form of one fiche, and of its small tables, built from the fields of a programme."""

from django import forms
from unfold import widgets as unfold

from core.dossiers import rows as fiche
from core.dossiers import wording
from core.fiches.forms import fields as f
from core.fiches.forms import helps
from core.fiches.forms.rows import REFERENCES
from core.fiches.forms.widgets import Locked
from core.rules import Fiche, Kind, Need
from core.rules.ajustements import set_by_campaign
from core.rules.completeness import empty


class FicheForm(forms.ModelForm):
    """Saves whatever is well shaped; `version` refuses to overwrite what somebody saved in between."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    table_fields = ()  # the editable fields, set by `fiche_form`
    locked_fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.initial["version"] = self.instance.version
        for field in self.table_fields:
            value = fiche.value_of(self.instance, field)
            if field.kind is Kind.FILE:
                self.fields[field.name].widget.row = self.instance
            if field.kind is Kind.BOOLEAN or field.extra:
                self.initial[field.name] = f.initial(field, value)
            if field.name in f.PRINCIPALS:
                self._offer(field.name, f.PRINCIPALS[field.name])

    def _offer(self, name, source):
        """Offer as principal what the other field holds, typed or saved."""
        typed = (
            self[source].value()
            if source in self.fields and not self.fields[source].disabled
            else None
        )
        self.fields[name].widget.offered = list(
            getattr(self.instance, source) if typed is None else typed,
        )

    def clean(self):
        cleaned = super().clean()
        for field in self.table_fields:
            if sentence := f.problem(field, cleaned.get(field.name)):
                self.add_error(field.name, sentence)
        posted = cleaned.get("version")
        if posted is not None and posted != type(self.instance)._base_manager.values_list(
            "version",
            flat=True,
        ).get(pk=self.instance.pk):
            self.stale = True
            raise forms.ValidationError(self.stale_sentence(), code="stale")
        return cleaned

    stale = False

    def is_valid(self):
        """Answers that were kept and are shown again are never saved at once: their author reads them first."""
        return super().is_valid() and "_reprise" not in self.data

    def stale_sentence(self):
        who = self.saved_in_between or "Quelqu’un"
        return (
            f"{who} a enregistré cette fiche pendant que vous la modifiiez. Rien n’est perdu : vos réponses sont "
            "ci-dessous, non enregistrées. Comparez, puis enregistrez de nouveau pour les garder."
        )

    saved_in_between = ""  # set by the page: who saved

    def _post_clean(self):
        for field in self.locked_fields:
            self.cleaned_data.pop(field.name, None)
        super()._post_clean()
        for field in self.table_fields:
            if field.extra and field.name in self.cleaned_data:
                self.instance.extra[field.name] = fiche.encode(self.cleaned_data[field.name])

    def values(self) -> dict:
        """Return what is typed, in the form that rules read; ill-shaped fields are left out."""
        return {
            field.name: reference(field, self.cleaned_data[field.name])
            for field in self.table_fields
            if field.name in self.cleaned_data
        }


def reference(field, value):
    """Return a cleaned value as a fiche holds it: rows by their number or SIRET."""
    if field.kind is Kind.FILE:
        return getattr(value, "name", value) or ""
    if value is None or field.kind not in REFERENCES:
        return value
    return value.siret if field.kind is Kind.ETABLISSEMENT else str(value.pk)


def reason(field, programme) -> str:
    """Return why nobody types this field."""
    if field.need is Need.FIXED and (a := set_by_campaign(programme, field.name)):
        return f"Fixé pour cette campagne : {a.source}. {a.message}".strip()
    document = f" ({programme.procedure})" if programme.procedure else ""
    if field.need is Need.FIXED:
        return f"Fixé par le programme{document}."
    return field.help or "Reçu de la Région ou de Certifinfo : cette valeur ne se saisit pas."


def fiche_form(row, programme, user) -> type[FicheForm]:
    """Return the form class of a row's level for a programme: its fields, in the order of the FASD."""
    known = [
        x
        for x in programme.fields.level(row.level)
        if x.need is not Need.UNUSED and x.kind is not Kind.ROWS
    ]
    locked = tuple(x for x in known if x.need.locked)
    editable = tuple(x for x in known if not x.need.locked)
    values = {x.name: fiche.value_of(row, x) for x in known}
    names = wording.Names((x, values[x.name]) for x in locked)
    declared = {}
    for field in known:
        if field in locked:
            text = wording.say(field, values[field.name], names)
            if empty(values[field.name]) and field.need is Need.RECEIVED:
                continue  # nothing was received: nothing to show
            declared[field.name] = forms.Field(
                label=field.label,
                required=False,
                disabled=True,
                widget=Locked(text, reason(field, programme)),
            )
        else:
            declared[field.name] = helps.told(
                f.form_field(field, values[field.name], user, type(row)),
                field,
                programme,
            )
    helps.together(declared, row)
    columns = [x.name for x in known if not x.extra and x.name in declared]
    meta = type("Meta", (), {"model": type(row), "fields": columns})
    return type(
        "FicheForm",
        (FicheForm,),
        {**declared, "Meta": meta, "table_fields": editable, "locked_fields": locked},
    )


class RowForm(forms.ModelForm):
    """One line of a small table."""

    columns = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = kwargs.get("initial") or {}
        for column in self.columns:
            if column.kind is Kind.BOOLEAN and column.name not in given:
                self.initial[column.name] = f.initial(column, getattr(self.instance, column.name))

    def clean(self):
        cleaned = super().clean()
        for column in self.columns:
            if sentence := f.problem(column, cleaned.get(column.name)):
                self.add_error(column.name, sentence)
        return cleaned

    def values(self) -> dict:
        return {
            column.name: reference(column, self.cleaned_data.get(column.name))
            for column in self.columns
        }


def row_form(field, model, user) -> type[RowForm]:
    """Return the form class of one line of a ROWS field."""
    declared = {}
    for column in field.columns:
        declared[column.name] = form_field = f.form_field(column, None, user, model)
        if column.kind is Kind.LONG:
            form_field.widget = unfold.UnfoldAdminTextareaWidget(
                {"rows": 2, "data-longueur": column.max_length or ""},
            )
        if column.need is Need.REQUIRED:
            form_field.label = f"{column.label} *"
    meta = type("Meta", (), {"model": model, "fields": list(declared)})
    return type("RowForm", (RowForm,), {**declared, "Meta": meta, "columns": field.columns})


def typed(root: Fiche, key: str, form: FicheForm, rows: dict) -> Fiche:
    """Return the dossier as it would be if what is typed were saved; `rows`: lines of the small tables."""
    return fiche.replace(root, key, {**form.values(), **rows})
