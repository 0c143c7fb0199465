"""The référentiels, that every base of the tests holds from its making."""

from io import StringIO

from django.core.management import call_command
from django.db.models.signals import post_migrate

from core.models import RemplacementCertifinfo, Terme
from core.referentiels.load.load import load


def keep_loaded() -> None:
    """Load the référentiels where Django makes the content types: after migrations and flushes.

    A test that commits ends by a flush, so the next one finds them again.
    """
    post_migrate.connect(_load_into_an_empty_base, dispatch_uid="référentiels of the tests")


def _load_into_an_empty_base(*, app_config, **kwargs) -> None:
    if app_config.label == "core" and not Terme.objects.exists():
        load_referentiels()


def load_referentiels() -> None:
    """Load the excerpt and the terms of plugins, as a fresh installation does."""
    call_command("load_referentiels", "--extrait", stdout=StringIO())


def without_referentiels() -> None:
    """Empty the tables: for a test that loads its own."""
    RemplacementCertifinfo.objects.all().delete()
    Terme.objects.update(parent=None)  # a term protects its parent
    Terme.objects.all().delete()


def load_every_commune() -> None:
    """Load the communes of France, as an installation does: a test asks for them."""
    load(national=True)
