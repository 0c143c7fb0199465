"""What every row that holds a fiche of the FASD has."""

from django.db import models

from core.models.columns import extra_column
from core.policy import Scoped


class FasdRow(models.Model):
    """A row that holds one fiche: its version is bumped at each save and carried by its form."""

    version = models.PositiveIntegerField("version", default=1, editable=False)
    extra = extra_column()

    objects = Scoped.as_manager()

    class Meta:
        abstract = True

    @property
    def key(self):
        """Return the key of this row's fiche, as `S143842`."""
        return f"{self.level}{self.pk or 0}"
