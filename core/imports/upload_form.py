"""The form that takes a file to import."""

from django import forms

from core.files.spreadsheets import MAX_SIZE


class UploadForm(forms.Form):
    """A CSV file or a workbook; who makes the form says of what."""

    max_size = MAX_SIZE
    too_large = "Le fichier dépasse {megabytes} Mo."
    help_id = "id_fichier_aide"  # of the help that the template writes; none: where Django puts it

    fichier = forms.FileField(
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "class": "bouton bouton-second"}),
        max_length=200,
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )

    def __init__(self, *args, label: str, help_text: str, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["fichier"]
        field.label = label
        field.help_text = help_text
        if self.help_id:
            field.widget.attrs["aria-describedby"] = self.help_id

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > self.max_size:
            megabytes = self.max_size // 1024**2
            raise forms.ValidationError(self.too_large.format(megabytes=megabytes))
        return fichier
