"""What an action, an établissement and a site answer alike to the life cycle."""

import hashlib
from dataclasses import replace

from core import plugins
from core.annuaire import ANNUAIRE
from workflows.lifecycle import Lifecycle
from workflows.models import Change


class Subject(Lifecycle):
    """A life cycle whose questions are answered by the rules, the fiches and the policy."""

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
    def programme(self):
        """Return the programme that judges this subject."""
        return ANNUAIRE if self.programme_code == ANNUAIRE.code else plugins.programme(self.programme_code)

    def fiches(self):
        """Return the rows as fiches, the root first."""
        from core import fiche  # reads these models

        return fiche.read(self)

    def issues(self):
        root = self.fiches()
        return [*self.programme.issues(root), *self.more_issues(root)]

    def more_issues(self, root):
        """Return what only the base can tell of these fiches, as typed or as saved."""
        return []

    def issues_for(self, name):
        """Judge a validation by the rules pinned at the last submission (D24): newer ones are advice."""
        issues = self.issues()
        newer = name == "validate" and self.rules_version != self.current_rules_version()
        if newer and not self.corrected_since_sent():
            return [replace(issue, blocking=False) for issue in issues]
        return issues

    def corrected_since_sent(self):
        """Whether somebody changed what was judged when it was sent."""
        return Change.objects.of(self).filter(at__gt=self.submitted_at).exists() if self.submitted_at else True

    def allows(self, user, name):
        from core import policy  # names these models

        return policy.can(user, name, self)

    def payload(self):
        from core import fiche

        return fiche.payload(self.fiches(), self.programme_code)

    def write_back(self, payload):
        from core import fiche

        fiche.restore(self, payload)

    def current_rules_version(self):
        """Return a fingerprint of the programme's table: the same rules, the same value."""
        asked = [(f.name, f.need, f.value, f.allowed, f.max_length, f.maximum, f.minimum) for f in self.programme.fields]
        table = repr([*asked, *(check.__name__ for check in self.programme.checks)])
        return hashlib.sha1(table.encode(), usedforsecurity=False).hexdigest()
