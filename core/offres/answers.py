"""What an action answers to the life cycle, beside what every subject does."""

from django.utils import timezone

from core import plugins, policy
from core.dossiers import certifinfo, lookups
from core.dossiers.annuaire_first import missing_in_the_annuaire
from core.dossiers.answers import SubjectAnswers
from core.dossiers.given import write_all_given
from core.models import Action, Attribution, Formation
from core.rules import Issue
from workflows import answers
from workflows.lifecycle import MOVES, State


class ActionAnswers(SubjectAnswers):
    """Answers for an action: its formation is shared, its campaign opens and closes."""

    def prepare(self, action, name):
        """Lock the shared formation, and the attribution whose places are taken; write what is given."""
        Formation.objects.select_for_update().get(pk=action.formation_id)
        if MOVES[name].complete and action.attribution_id:
            Attribution.objects.select_for_update().get(pk=action.attribution_id)
        if MOVES[name].sends:
            write_all_given(action)

    def more_issues(self, action, root, known=None):
        """Say in a draft that its certification is archived, and that it cannot be sent today."""
        known = known or lookups.ONE_BY_ONE
        found = certifinfo.issues(action, root, known)
        reason = ""
        if action.campagne and action.state == State.DRAFT:
            reason = action.campagne.closed(timezone.localdate())
        if reason and not known.publication(action):
            found.append(campaign_closed(action, reason, blocking=False))
        return found

    def before_move(self, action, name, by):
        move = MOVES[name]
        if move.goes_out:
            stopped = plugins.stopped(action.programme_code, action.key + ".")
            if stopped:
                return stopped
        if name == "submit":
            reason = closed_to(action, by)
            if reason:
                return [campaign_closed(action, reason)]
        if move.goes_out and not move.payload:
            return missing_in_the_annuaire(action)
        return []

    def recipients(self, action, audience):
        if audience == "porteur" and action.porteur_id is None:
            audience = "cariforef"
        return super().recipients(action, audience)

    def entered_by(self, action):
        return [action.porteur_id]


def closed_to(action, user) -> str:
    """Return why this person may not send this action now.

    A change of a published offer is sent at any time (S2, S3).
    """
    if action.campagne is None or policy.is_staff(user) or action.publications().exists():
        return ""
    return action.campagne.closed(timezone.localdate())


def campaign_closed(action, reason, *, blocking=True) -> Issue:
    """Return the issue of a campaign that takes no new offer today."""
    return Issue(
        "campagne.fermee",
        action.key + ".",
        reason,
        blocking=blocking,
        source="Campagne",
    )


def start():
    """Register the answers of actions."""
    answers.register(Action, ActionAnswers())
