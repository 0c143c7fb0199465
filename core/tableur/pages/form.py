"""The form that takes a filled workbook, and what it may be of."""

from django import forms
from unfold import widgets as unfold

from core.tableur.purpose import purposes
from core.tableur.reading import MAX_LINES, MAX_SIZE


class EnvoiForm(forms.Form):
    """The filled workbook, and what it was made for: a campaign, or the ordinary offers."""

    campagne = forms.ChoiceField(
        label="Programme et campagne", widget=unfold.UnfoldAdminSelectWidget(),
        error_messages={
            "required": "Choisissez le programme et la campagne.",
            "invalid_choice": "Ce choix n’est pas de ceux que vous avez : reprenez-le dans la liste.",
        },
    )  # fmt: skip
    fichier = forms.FileField(
        label="Classeur rempli",
        help_text=f"Classeur Excel (.xlsx) ou CSV, {MAX_SIZE // 1024**2} Mo et {MAX_LINES} lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "bouton bouton-second"}),
        max_length=200,
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.cadres = purposes(user)
        self.fields["campagne"].choices = [
            ("", "Choisissez"),
            *((key, str(cadre)) for key, cadre in self.cadres.items()),
        ]
        if len(self.cadres) <= 2:  # one campaign, or none
            self.fields["campagne"].initial = next(iter(self.cadres))

    def clean_campagne(self):
        return self.cadres[self.cleaned_data["campagne"]]

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > MAX_SIZE:
            raise forms.ValidationError(
                f"Le fichier dépasse {MAX_SIZE // 1024**2} Mo : découpez-le.",
            )
        return fichier
