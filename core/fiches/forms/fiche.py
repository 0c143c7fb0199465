"""The form of one fiche, built from the fields of a programme."""

from django import forms

from core.dossiers import wording
from core.dossiers.rows import encode, replace, value_of
from core.fiches.forms import helps
from core.fiches.forms.fields import PRINCIPALS, form_field, initial, problem
from core.fiches.forms.rows import reference
from core.fiches.forms.widgets import Locked
from core.rules import Fiche, Kind, Need
from core.rules.ajustements import set_by_campaign
from core.rules.completeness import empty


class FicheForm(forms.ModelForm):
    """Saves whatever is well shaped, and never overwrites what somebody saved in between.

    `version` is what tells. The page sets who saved (`name_saver`).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    table_fields = ()  # the editable fields, set by `fiche_form`
    locked_fields = ()
    kept = None  # answers shown again, never saved at once: their author reads them first
    stale = False
    saved_in_between = ""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(self.kept if data is None else data, *args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.initial["version"] = self.instance.version
        for field in self.table_fields:
            self._show(field)

    def _show(self, field):
        """Give the widget of a field what it cannot read by itself."""
        if field.kind is Kind.FILE:
            self.fields[field.name].widget.row = self.instance
        if field.kind is Kind.BOOLEAN or field.extra:
            self.initial[field.name] = initial(field, value_of(self.instance, field))
        if field.name in PRINCIPALS:
            self.fields[field.name].widget.offered = self._offered(PRINCIPALS[field.name])

    def _offered(self, source):
        """Return what may be principal: what the other field holds, typed or saved."""
        if source in self.fields and not self.fields[source].disabled:
            held = self[source].value()
            if held is not None:
                return list(held)
        return list(getattr(self.instance, source))

    def clean(self):
        cleaned = super().clean()
        for field in self.table_fields:
            if sentence := problem(field, cleaned.get(field.name)):
                self.add_error(field.name, sentence)
        posted = cleaned.get("version")
        if posted is not None and posted != self._version_saved():
            self.stale = True
            raise forms.ValidationError(self.stale_sentence(), code="stale")
        return cleaned

    def _version_saved(self):
        same_row = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        return same_row.values_list("version", flat=True).get()

    def name_saver(self, name):
        """Say in the refusal who saved in between."""
        self.saved_in_between = name
        self.errors["__all__"].data[0].message = self.stale_sentence()

    def stale_sentence(self):
        who = self.saved_in_between or "Quelqu’un"
        return (
            f"{who} a enregistré cette fiche pendant que vous la modifiiez. "
            "Rien n’est perdu : vos réponses sont ci-dessous, non enregistrées. "
            "Comparez, puis enregistrez de nouveau pour les garder."
        )

    def _post_clean(self):
        for field in self.locked_fields:
            self.cleaned_data.pop(field.name, None)
        super()._post_clean()
        for field in self.table_fields:
            if field.extra and field.name in self.cleaned_data:
                self.instance.extra[field.name] = encode(self.cleaned_data[field.name])

    def values(self) -> dict:
        """Return what is typed, in the form that rules read; ill-shaped fields are left out."""
        return {
            field.name: reference(field, self.cleaned_data[field.name])
            for field in self.table_fields
            if field.name in self.cleaned_data
        }

    def names_required(self) -> set[str]:
        """Return the fields that are asked before the fiche is sent."""
        return {field.name for field in self.table_fields if field.need is Need.REQUIRED}

    def names_proposed(self) -> set[str]:
        """Return the fields of which the programme proposes the value."""
        return {
            field.name
            for field in self.table_fields
            if field.need is Need.DEFAULT and field.value is not None
        }


def reason(field, programme) -> str:
    """Return why nobody types this field."""
    if field.need is not Need.FIXED:
        received = "Reçu de la Région ou de Certifinfo : cette valeur ne se saisit pas."
        return field.help or received
    if ajustement := set_by_campaign(programme, field.name):
        return f"Fixé pour cette campagne : {ajustement.source}. {ajustement.message}".strip()
    document = f" ({programme.procedure})" if programme.procedure else ""
    return f"Fixé par le programme{document}."


def fiche_form(row, programme, user, *, kept=None) -> type[FicheForm]:
    """Return the form class of a row's level for a programme: its fields, in the order of the FASD.

    `kept`, a QueryDict: answers that the form shows, when nothing is posted.
    """
    shown = [field for field in programme.fields.level(row.level) if _is_shown(field)]
    locked = tuple(field for field in shown if field.need.locked)
    editable = tuple(field for field in shown if not field.need.locked)
    values = {field.name: value_of(row, field) for field in shown}
    names = wording.Names((field, values[field.name]) for field in locked)
    declared = {}
    for field in shown:
        value = values[field.name]
        if not field.need.locked:
            typed_field = form_field(field, value, user, type(row))
            declared[field.name] = helps.told(typed_field, field, programme)
        elif field.need is not Need.RECEIVED or not empty(value):
            text = wording.say(field, value, names)
            declared[field.name] = _locked(field, text, programme)
    helps.together(declared, row)
    columns = [field.name for field in shown if not field.extra and field.name in declared]
    attributes = {
        **declared,
        "Meta": type("Meta", (), {"model": type(row), "fields": columns}),
        "table_fields": editable,
        "locked_fields": locked,
        "kept": kept,
    }
    return type("FicheForm", (FicheForm,), attributes)


def _is_shown(field):
    return field.need is not Need.UNUSED and field.kind is not Kind.ROWS


def _locked(field, text, programme):
    """Return the form field of a value that nobody types."""
    widget = Locked(text, reason(field, programme))
    return forms.Field(label=field.label, required=False, disabled=True, widget=widget)


def typed(root: Fiche, key: str, form: FicheForm, lines: dict) -> Fiche:
    """Return the dossier as it would be if what is typed were saved.

    `lines`: those of the small tables, by field.
    """
    return replace(root, key, {**form.values(), **lines})
