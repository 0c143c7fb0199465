"""The address by which an account is known: one account whatever its capitals."""

from django.db import models


class AdresseField(models.EmailField):
    """An address in small letters, wherever it is written or looked for.

    Forms, rows, searches, in bulk or one by one.
    """

    default_error_messages = {"unique": "Un compte porte déjà cette adresse."}

    def to_python(self, value):
        return small(super().to_python(value))

    def get_prep_value(self, value):
        return small(super().get_prep_value(value))

    def pre_save(self, model_instance, add):
        value = small(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self):
        """Be an `EmailField` to the base, which knows no other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


def small(value):
    return value.lower() if isinstance(value, str) else value
