"""Several dossiers read together: their rows, and what they ask of the base beside.

A few queries, however many they are.
"""

from django.db.models import prefetch_related_objects

from core.dossiers import rows as fiche
from core.dossiers.lookups import ReadTogether
from core.models import Session


class Dossiers:
    """The dossiers of actions read with their formation, `attribution__lot__campagne` too."""

    def __init__(self, actions):
        self.actions = list(actions)
        prefetch_related_objects(self.actions, "equipements", "formation__blocs")
        regional = [action.attribution for action in self.actions if action.attribution_id]
        campagnes = {}
        for attribution in regional:  # one object a campaign: its rules are kept on it
            lot = attribution.lot
            lot.campagne = campagnes.setdefault(lot.campagne_id, lot.campagne)
        self.sessions = {action.pk: [] for action in self.actions}
        for row in (
            fiche.kept(Session.objects.filter(action__in=self.sessions)) if self.actions else ()
        ):
            self.sessions[row.action_id].append(row)
        fixed = (action.programme.fields["certifinfo"].value for action in self.actions)
        self.known = ReadTogether(
            etablissements=[attribution.lot.mandataire for attribution in regional],
            certifications={
                *(action.formation.certifinfo for action in self.actions),
                *filter(None, fixed),
            },
            actions=self.actions,
            attributions={attribution.pk for attribution in regional},
        )

    def issues(self, action) -> list:
        """Return what a dossier lacks, as it would be judged if it were sent."""
        return action.issues(
            fiche.dossier(action, self.sessions[action.pk], self.known),
            self.known,
        )
