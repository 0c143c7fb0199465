"""One line that is typed or pasted: mended where that is certain, refused in a sentence otherwise.

For the forms that the table of the FASD does not make: contacts, portes ouvertes, accounts.
"""

from django import forms
from django.core.exceptions import ValidationError

from core.fasd.shapes import siret, siret_refusal
from core.texts import shapes


class ShapedField(forms.CharField):
    """One line of a shape: subclasses say which."""

    @staticmethod
    def mend(text: str) -> str:
        return shapes.visible(text)

    @staticmethod
    def problem(label: str, text: str) -> str:
        return ""

    def to_python(self, value):
        text = super().to_python(value)
        return self.mend(text) if text else text

    def validate(self, value):
        super().validate(value)
        sentence = self.problem(self.label, value) if value else ""
        if sentence:
            raise ValidationError(sentence, code="invalid")


class EmailField(ShapedField):
    mend = staticmethod(shapes.email)
    problem = staticmethod(shapes.email_problem)


class PhoneField(ShapedField):
    mend = staticmethod(shapes.phone)
    problem = staticmethod(shapes.phone_problem)


class UrlField(ShapedField):
    mend = staticmethod(shapes.url)
    problem = staticmethod(shapes.url_problem)


class PostalCodeField(ShapedField):
    mend = staticmethod(shapes.postal_code)
    problem = staticmethod(shapes.postal_code_problem)


class SiretField(ShapedField):
    mend = staticmethod(siret)

    @staticmethod
    def problem(label: str, text: str) -> str:
        return siret_refusal(text)


class NumberOfOrganisationField(ShapedField):
    """A NDA, a UAI: people space out its figures."""

    @staticmethod
    def mend(text: str) -> str:
        return shapes.digits_of(text).upper()
