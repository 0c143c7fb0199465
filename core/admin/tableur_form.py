"""The form that takes a filled workbook, and the campaigns that it may be of."""

from django import forms
from unfold import widgets as unfold

from core.models import Attribution, Campagne
from core.tableur.lecture import MAX_LIGNES, MAX_SIZE


def campagnes(user):
    """Return the campaigns of which this person may describe an attribution."""
    return Campagne.objects.filter(pk__in=Attribution.objects.allowed(user, "view").values("lot__campagne"))


class EnvoiForm(forms.Form):
    """The filled workbook, and its campaign."""

    campagne = forms.ModelChoiceField(
        None, label="Programme et campagne", empty_label="Choisissez", widget=unfold.UnfoldAdminSelectWidget(),
        error_messages={"required": "Choisissez le programme et la campagne."},
    )  # fmt: skip
    fichier = forms.FileField(
        label="Classeur rempli",
        help_text=f"Classeur Excel (.xlsx) ou CSV, {MAX_SIZE // 1024**2} Mo et {MAX_LIGNES} lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "bouton bouton-second"}),
        max_length=200,
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = campagnes(user)
        self.fields["campagne"].queryset = rows
        if (only := rows[:2]) and len(only) == 1:
            self.fields["campagne"].initial = only[0]

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > MAX_SIZE:
            raise forms.ValidationError(f"Le fichier dépasse {MAX_SIZE // 1024**2} Mo : découpez-le.")
        return fichier
