"""What is typed on the page of a move: its comment, its remarks, the agreement of the Région."""

from django import forms
from unfold import widgets as unfold

from core.dossiers.contexte import last_publication
from core.dossiers.difference import where
from core.fiches.forms.widgets import Date
from core.models import AccordRegion
from core.rules import Need

REMARKS = 3


class MoveForm(forms.Form):
    """The comment of a move, and its remarks on fields."""

    comment = forms.CharField(required=False, widget=unfold.UnfoldAdminTextareaWidget({"rows": 4}))

    def __init__(self, *args, move, root, programme, siblings, **kwargs):
        super().__init__(*args, **kwargs)
        if move.comment:
            self.fields["comment"].label = move.comment
        else:
            del self.fields["comment"]
        if siblings:
            self._add_siblings(siblings)
        if move.remarks:
            self._add_remarks(root, programme)

    def _add_siblings(self, siblings):
        codes = ", ".join(sibling.code for sibling in siblings)
        self.fields["siblings"] = forms.BooleanField(
            label=f"Faire de même pour les autres actions de la formation : {codes}",
            required=False,
            help_text=(
                "Le texte de la fiche Formation leur est commun : sans cela, il ne change pas."
            ),
            widget=unfold.UnfoldBooleanWidget(),
        )

    def _add_remarks(self, root, programme):
        self.paths = paths_of(root, programme)
        choices = [("", "—"), *self.paths.items()]
        for n in range(REMARKS):
            self.fields[f"path{n}"] = forms.ChoiceField(
                label=f"Champ {n + 1}",
                choices=choices,
                required=False,
                widget=unfold.UnfoldAdminSelectWidget(),
            )
            self.fields[f"remark{n}"] = forms.CharField(
                label=f"Remarque sur le champ {n + 1}",
                required=False,
                widget=unfold.UnfoldAdminTextInputWidget(),
            )

    def clean(self):
        """A remark goes with a field, and a field with a remark: nothing typed is dropped."""
        cleaned = super().clean()
        for n in range(REMARKS):
            path = cleaned.get(f"path{n}")
            text = cleaned.get(f"remark{n}")
            if text and not path:
                self.add_error(f"path{n}", "Choisissez le champ que concerne cette remarque.")
            if path and not text:
                self.add_error(f"remark{n}", "Écrivez la remarque, ou videz le champ choisi.")
        return cleaned

    def remarks(self):
        """Return the remarks typed: [{"path", "label", "message"}]."""
        remarks = []
        for n in range(REMARKS):
            path = self.cleaned_data.get(f"path{n}")
            text = self.cleaned_data.get(f"remark{n}")
            if path and text:
                remarks.append({"path": path, "label": self.paths[path], "message": text})
        return remarks


def paths_of(root, programme) -> dict:
    """Return the name of each field of a dossier on which one may remark, by its path."""
    paths = {}
    for fiche in root.walk():
        for field in programme.fields.level(fiche.level):
            if field.need is not Need.UNUSED:
                paths[fiche.path(field.name)] = f"{where(fiche)}, {field.label}"
    return paths


class AccordForm(forms.ModelForm):
    """The Région's agreement to a change of an online offer (D3): now, or before submission."""

    class Meta:
        model = AccordRegion
        fields = ("date", "reference", "donne_par")
        widgets = {
            "date": Date(),
            "reference": unfold.UnfoldAdminTextInputWidget(),
            "donne_par": unfold.UnfoldAdminTextInputWidget(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self):
        cleaned = super().clean()
        given = [name for name in self.Meta.fields if cleaned.get(name)]
        if given and len(given) < len(self.Meta.fields):
            raise forms.ValidationError(
                "L’accord de la Région se note en entier : "
                "date, référence et nom de qui l’a donné.",
            )
        return cleaned

    def save_for(self, action, user):
        """Keep the agreement, if one was typed."""
        if not self.cleaned_data.get("reference"):
            return
        accord = super().save(commit=False)
        accord.action = action
        accord.saisi_par = user
        accord.publication = last_publication(action).number
        accord.save()


def accord_form(sent, subject, move):
    """Return the form of the agreement of the Région, where the move may need one."""
    if move not in ("reopen", "submit"):
        return None
    if not getattr(subject, "attribution_id", None) or not last_publication(subject):
        return None
    return AccordForm(sent, prefix="accord")
