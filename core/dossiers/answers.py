"""What every subject of ours answers to the life cycle: by the rules, the fiches and the policy."""

from dataclasses import replace

from django.utils import timezone

from core import policy
from core.dossiers import rows as fiche
from core.models import Membership, Role
from core.models.versions import in_force, pinned, stamp
from workflows.answers import Answers
from workflows.lifecycle import MOVES
from workflows.models import Change

# Codes of a programme that is missing or broken: no version of its rules can excuse that.
UNJUDGED = "programme."


class SubjectAnswers(Answers):
    """Answers for a subject that a programme judges."""

    def issues(self, subject, root=None, known=None):
        """Judge the rows of a subject.

        `root` and `known` (`core.dossiers.lookups`) are given where they were read with those of
        others.
        """
        root = root or fiche.read(subject)
        return [*subject.programme.issues(root), *self.more_issues(subject, root, known)]

    def more_issues(self, subject, root, known=None):
        """Return what only the base can tell of these fiches, as typed or as saved."""
        return []

    def issues_for(self, subject, name):
        """Judge a validation by the rules pinned at the last submission (D24).

        What is newer, or due to the day, is advice. Example: sent on 3 March under « début au plus
        tôt le 15 », validated on the 20th: the start that was right on the 3rd does not refuse it.
        """
        if not MOVES[name].judged_as_sent:
            return self.issues(subject)
        root = fiche.read(subject)
        more = self.more_issues(subject, root)
        issues = [*subject.programme.issues(root), *more]
        if plugin_changed_since_sent(subject) and not corrected_since_sent(subject):
            return [
                issue if issue.code.startswith(UNJUDGED) else replace(issue, blocking=False)
                for issue in issues
            ]
        day_sent = root.contexte.aujourdhui
        if subject.submitted_at:
            day_sent = timezone.localdate(subject.submitted_at)
        root_then = replace(root, contexte=replace(root.contexte, aujourdhui=day_sent))
        issues_then = [*subject.programme.issues(root_then), *more]
        lasting = {(issue.code, issue.path) for issue in issues_then}
        return [
            issue if (issue.code, issue.path) in lasting else replace(issue, blocking=False)
            for issue in issues
        ]

    def allows(self, subject, user, name):
        return policy.can(user, name, subject)

    def payload(self, subject):
        return fiche.payload(fiche.read(subject), subject.programme_code)

    def write_back(self, subject, payload):
        fiche.restore(subject, payload)

    def recipients(self, subject, audience):
        return addresses(audience, self.entered_by(subject))

    def entered_by(self, subject) -> list[int]:
        """Return the établissements whose members hear of this subject."""
        return []

    def current_rules_version(self, subject):
        """Return the version of the campaign, and a fingerprint of the rules in force."""
        version = in_force(subject.campagne) if subject.campagne else 0
        return stamp(version, subject.rules(version))


def plugin_changed_since_sent(subject) -> bool:
    """Whether the programme itself, not its campaign, asks otherwise than when this was sent."""
    version_sent = pinned(subject.rules_version)
    return subject.rules_version != stamp(version_sent or 0, subject.rules(version_sent))


def corrected_since_sent(subject) -> bool:
    """Whether somebody changed what was judged when it was sent."""
    if not subject.submitted_at:
        return True
    return Change.objects.of(subject).filter(at__gt=subject.submitted_at).exists()


def addresses(audience, etablissements) -> list[str]:
    """Return the addresses of the members of these établissements, or of the Cariforef's staff."""
    members = Membership.objects.filter(user__is_active=True, user__notifications=True)
    if audience == "cariforef":
        members = members.filter(role=Role.CARIFOREF)
    else:
        members = members.filter(role=Role.ORGANISME, etablissement__in=etablissements)
    return sorted(set(members.values_list("user__email", flat=True)))
