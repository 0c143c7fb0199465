"""What an action, an établissement and a site answer alike to the life cycle."""

from dataclasses import replace

from django.utils import timezone

from core.fasd.annuaire import ANNUAIRE
from core.models.versions import in_force, pinned, rules, stamp
from core.plugins import manager as plugins
from workflows.lifecycle import Lifecycle, State
from workflows.models import Change

JUDGED = (
    State.SUBMITTED,
    State.VALIDATED,
    State.ARCHIVED,
)  # by the rules of the last submission (D24)


UNJUDGED = "programme."  # codes of a programme that is missing or broken: no version of its rules can excuse that


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
        """Return the programme that judges this subject: as pinned when it was last sent, as it stands while it is written."""
        return self.rules(pinned(self.rules_version) if self.state in JUDGED else None)

    def rules(self, numero=None):
        """Return the programme as a version of its campaign asks it; the version in force unless one is named."""
        if self.programme_code == ANNUAIRE.code:
            return ANNUAIRE
        return (
            rules(self.campagne, numero)
            if self.campagne
            else plugins.programme(self.programme_code)
        )

    def fiches(self):
        """Return the rows as fiches, the root first."""
        from core.dossiers import rows as fiche  # reads these models

        return fiche.read(self)

    def issues(self, root=None, known=None):
        """Judge these rows; `root` and `known` (`core.lookups`) are given where they were read with those of others."""
        root = root or self.fiches()
        return [*self.programme.issues(root), *self.more_issues(root, known)]

    def more_issues(self, root, known=None):
        """Return what only the base can tell of these fiches, as typed or as saved."""
        return []

    def issues_for(self, name):
        """Judge a validation by the rules pinned at the last submission (D24): what is newer, or due to the day, is advice."""
        if name != "validate":
            return self.issues()
        root = self.fiches()
        more = self.more_issues(root)
        issues = [*self.programme.issues(root), *more]
        if self.plugin_changed_since_sent() and not self.corrected_since_sent():
            return [
                i if i.code.startswith(UNJUDGED) else replace(i, blocking=False) for i in issues
            ]
        day = (
            timezone.localdate(self.submitted_at) if self.submitted_at else root.contexte.aujourdhui
        )
        then = self.programme.issues(replace(root, contexte=replace(root.contexte, aujourdhui=day)))
        lasting = {(issue.code, issue.path) for issue in [*then, *more]}
        return [i if (i.code, i.path) in lasting else replace(i, blocking=False) for i in issues]

    def plugin_changed_since_sent(self):
        """Whether the programme itself, not its campaign, asks otherwise than when this was sent."""
        sent = pinned(self.rules_version)
        return self.rules_version != stamp(sent or 0, self.rules(sent))

    def corrected_since_sent(self):
        """Whether somebody changed what was judged when it was sent."""
        return (
            Change.objects.of(self).filter(at__gt=self.submitted_at).exists()
            if self.submitted_at
            else True
        )

    def allows(self, user, name):
        from core.policy import asking as policy  # names these models

        return policy.can(user, name, self)

    def payload(self):
        from core.dossiers import rows as fiche

        return fiche.payload(self.fiches(), self.programme_code)

    def write_back(self, payload):
        from core.dossiers import rows as fiche

        fiche.restore(self, payload)

    def current_rules_version(self):
        """Return what is pinned when this is sent: the version of its campaign, and a fingerprint of the rules in force."""
        numero = in_force(self.campagne) if self.campagne else 0
        return stamp(numero, self.rules(numero))
