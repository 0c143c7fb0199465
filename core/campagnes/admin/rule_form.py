"""The form of one *ajustement*, typed by the kind of its field, and that of a version."""

from django import forms
from django.utils.formats import number_format
from unfold import widgets as unfold

from core.fiches.forms.dates import DayField
from core.fiches.forms.fields import TermesField, form_field, initial
from core.fiches.forms.numbers import DecimalField, IntegerField
from core.rules import Kind, Need
from core.rules.ajustements import Ajustement, apply
from core.rules.bounds import (
    LISTED,
    NEEDS,
    NUMBERS,
    TEXTS,
    VALUED,
    choices_of_need,
    loosenings,
    unreachable,
)
from core.rules.completeness import empty


class AjustementForm(forms.Form):
    """Asks for what is tightened.

    Refuses, in a sentence, what would ask less than the programme or LHÉO.
    """

    def __init__(self, *args, field, programme, user, current: Ajustement | None, **kwargs):
        self.field = field
        self.programme = programme
        self.user = user
        super().__init__(*args, initial=initial_of(field, current), **kwargs)
        needs = [("", f"Comme le programme ({NEEDS[field.need]})")]
        for need in choices_of_need(field):
            needs.append((need.value, NEEDS[need].capitalize()))
        self.fields["obligation"] = forms.ChoiceField(
            label="Ce que la campagne demande",
            choices=needs,
            required=False,
            widget=unfold.UnfoldAdminSelectWidget(),
        )
        if field.kind in VALUED:
            self.fields["valeur"] = form_field(field, None, user, None)
            self.fields["valeur"].label = "Valeur proposée ou fixée"
            self.fields["valeur"].help_text = "Seulement si le champ est proposé ou fixé."
        if field.kind in LISTED:
            self.fields["admis"] = choices_field(field)
        self._bounds(field)
        self.fields["message"] = forms.CharField(
            label="Message à l’organisme",
            max_length=300,
            required=False,
            widget=unfold.UnfoldAdminTextareaWidget({"rows": 2}),
            help_text=(
                "Dit sous le champ, et avec ce qui manque : pourquoi c’est demandé, quoi faire."
            ),
        )
        self.fields["source"] = forms.CharField(
            label="Source",
            max_length=200,
            widget=unfold.UnfoldAdminTextInputWidget(),
            help_text="Qui le demande, dans quel document : « Région, note du 5 janvier 2026 ».",
            error_messages={
                "required": "Dites d’où vient cette règle : chacun doit pouvoir la vérifier."
            },
        )

    def _bounds(self, field):
        if field.kind is Kind.DATE:
            for name, label in (("minimum", "Au plus tôt le"), ("maximum", "Au plus tard le")):
                self.fields[name] = DayField(label=label, required=False)
        elif field.kind in NUMBERS:
            self.fields["minimum"] = bound_field(field, "Au moins")
            self.fields["maximum"] = bound_field(field, "Au plus")
        elif field.kind in TEXTS:
            most = number_format(field.max_length, force_grouping=True) if field.max_length else ""
            known = f"Le programme et LHÉO en admettent {most}." if most else ""
            self.fields["maximum"] = IntegerField(
                label="Caractères au plus",
                required=False,
                help_text=known,
            )

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.ajustement = self._read(cleaned)
        if self.ajustement.same_rule(Ajustement(self.field.name, source=self.ajustement.source)):
            raise forms.ValidationError(
                "Choisissez ce que la campagne demande de plus, ou retirez l’ajustement.",
            )
        wrong = loosenings(self.field, self.ajustement)
        if not wrong:
            programme = apply(self.programme, [self.ajustement], source="")
            wrong = unreachable(programme, self.field.name)
        if wrong:
            raise forms.ValidationError(wrong)
        return cleaned

    def _read(self, cleaned) -> Ajustement:
        need = Need(cleaned["obligation"]) if cleaned.get("obligation") else None
        value = cleaned.get("valeur")
        return Ajustement(
            champ=self.field.name,
            need=need,
            value=None if empty(value) else value,
            allowed=tuple(cleaned.get("admis") or ()),
            minimum=cleaned.get("minimum"),
            maximum=cleaned.get("maximum"),
            message=" ".join(cleaned["message"].split()),
            source=cleaned["source"].strip(),
        )


def bound_field(field, label):
    """Return the field of a bound of a number, in the unit of what it bounds."""
    if field.unit:
        label = f"{label} ({field.unit})"
    if field.kind is Kind.INTEGER:
        return IntegerField(label=label, required=False)
    return DecimalField(
        label=label,
        required=False,
        max_digits=9,
        decimal_places=2,
    )


def initial_of(field, ajustement: Ajustement | None) -> dict:
    if ajustement is None:
        return {}
    return {
        "obligation": ajustement.need or "",
        "valeur": initial(field, ajustement.value),
        "admis": list(ajustement.allowed),
        "minimum": ajustement.minimum,
        "maximum": ajustement.maximum,
        "message": ajustement.message,
        "source": ajustement.source,
    }


def choices_field(field):
    """Return the field of the values that the campaign keeps, among those of the programme."""
    about = {
        "label": "Valeurs admises",
        "required": False,
        "help_text": "Aucune cochée : toutes celles du programme.",
    }
    if field.table is None and not field.allowed:
        about["help_text"] = "Aucune choisie : toutes celles du programme."
        return TermesField(field.famille, **about)
    codes = field.allowed or tuple(field.table)
    choices = [(code, field.table.get(code, code) if field.table else code) for code in codes]
    return forms.MultipleChoiceField(
        choices=choices,
        widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
        **about,
    )


class SaveForm(forms.Form):
    """From when the rules hold, and why they change."""

    effet = DayField(label="Prend effet le")
    motif = forms.CharField(
        label="Pourquoi les règles changent",
        max_length=500,
        widget=unfold.UnfoldAdminTextareaWidget({"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
