"""The form that takes a filled workbook, and what it may be of."""

from django import forms
from unfold import widgets as unfold

from core.imports.upload_form import UploadForm
from core.tableur.purpose import purposes
from core.tableur.reading import MAX_LINES, MAX_SIZE


class EnvoiForm(UploadForm):
    """The filled workbook, and what it was made for: a campaign, or the ordinary offers."""

    max_size = MAX_SIZE
    too_large = "Le fichier dépasse {megabytes} Mo : découpez-le."
    help_id = ""
    field_order = ("campagne", "fichier")

    campagne = forms.ChoiceField(
        label="Programme et campagne",
        widget=unfold.UnfoldAdminSelectWidget(),
        error_messages={
            "required": "Choisissez le programme et la campagne.",
            "invalid_choice": "Ce choix n’est pas de ceux que vous avez : "
            "reprenez-le dans la liste.",
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(
            *args,
            label="Classeur rempli",
            help_text=f"Classeur Excel (.xlsx) ou CSV, {MAX_SIZE // 1024**2} Mo "
            f"et {MAX_LINES} lignes au plus.",
            **kwargs,
        )
        self.cadres = purposes(user)
        self.fields["campagne"].choices = [
            ("", "Choisissez"),
            *((key, str(cadre)) for key, cadre in self.cadres.items()),
        ]
        if len(self.cadres) <= 2:  # one campaign, or none
            self.fields["campagne"].initial = next(iter(self.cadres))

    def clean_campagne(self):
        return self.cadres[self.cleaned_data["campagne"]]
