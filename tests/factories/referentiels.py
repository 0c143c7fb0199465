"""The excerpt of the référentiels that the repository carries."""

from io import StringIO

from django.core.management import call_command


def referentiels() -> None:
    """Load it, as a fresh installation does."""
    call_command("load_referentiels", stdout=StringIO())
