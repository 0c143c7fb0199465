"""What an action, an établissement and a site have alike.

A key, a programme, and the rules that judge it.
"""

from core import plugins
from core.fasd.annuaire import ANNUAIRE
from core.models.versions import pinned, rules
from workflows.lifecycle import Lifecycle, State

JUDGED = (
    State.SUBMITTED,
    State.VALIDATED,
    State.ARCHIVED,
)  # by the rules of the last submission (D24)


class Subject(Lifecycle):
    """A life cycle judged by the rules of a programme; its answers are in `core/*/answers.py`."""

    class Meta:
        abstract = True

    @property
    def key(self):
        """Return the key of this subject's fiche, as `A89393`."""
        return f"{self.level}{self.pk or 0}"

    @property
    def programme_code(self):
        return ANNUAIRE.code

    @property
    def programme_label(self):
        """Return the name of the programme: what lists show, without reading its rules."""
        return (
            ANNUAIRE.label
            if self.programme_code == ANNUAIRE.code
            else plugins.programme(self.programme_code).titre
        )

    @property
    def campagne(self):
        """Return the campaign whose rules hold for this subject, if it has one."""
        return

    @property
    def programme(self):
        """Return the programme that judges this subject.

        As pinned when it was last sent, as it stands while it is written.
        """
        return self.rules(pinned(self.rules_version) if self.state in JUDGED else None)

    def rules(self, numero=None):
        """Return the programme as a version of its campaign asks it.

        The version in force unless one is named.
        """
        if self.programme_code == ANNUAIRE.code:
            return ANNUAIRE
        return (
            rules(self.campagne, numero)
            if self.campagne
            else plugins.programme(self.programme_code)
        )
