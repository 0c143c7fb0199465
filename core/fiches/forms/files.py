"""The field of a received file: judged by its content, renamed.

Shown by a link that the policy checks.
"""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.urls import reverse

from core.files import received as files


class FileWidget(forms.ClearableFileInput):
    """The file that is kept, a box to remove it, and another to send; `row` is set by the form."""

    template_name = "core/annuaire/file.html"
    row = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["known"] = files.said(value.name)
            context["url"] = self.url()
        return context

    def url(self):
        if self.row is None:
            return ""
        return reverse("admin:site_certificat", args=[self.row.pk])

    def render(self, name, value, attrs=None, renderer=None):
        return super().render(name, value, attrs, TemplatesSetting())


class FileField(forms.FileField):
    """A PDF or an image, whatever its name says."""

    widget = FileWidget

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        types = [kind.content_type for kind in files.TYPES.values()]
        self.widget.attrs["accept"] = ",".join(types)
        self.error_messages |= {
            "empty": "Le fichier est vide.",
            "contradiction": "Envoyez un autre fichier, ou cochez « Retirer » : pas les deux.",
        }

    def to_python(self, data):
        """Judge what was received before its name is ever used."""
        if data in self.empty_values:
            return None
        if not isinstance(data, UploadedFile):
            raise forms.ValidationError(files.NOT_TAKEN)
        try:
            content = b"" if data.size > files.MAX_SIZE else data.read()
            kind = files.check(content, size=data.size)
        except files.FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        data.seek(0)
        data.name = files.readable(data.name or "", kind)
        return data
