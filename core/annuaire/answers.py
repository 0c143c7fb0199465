"""What an établissement and a site answer to the life cycle, beside what every subject does."""

from core.dossiers.answers import SubjectAnswers
from core.models import Etablissement, Site
from core.referentiels.communes import site_issues
from workflows import answers


class EtablissementAnswers(SubjectAnswers):
    """Answers for an établissement."""

    def entered_by(self, etablissement):
        return [etablissement.pk]


class SiteAnswers(SubjectAnswers):
    """Answers for a site: its commune tells what its address and coordinates should be."""

    def more_issues(self, site, root, known=None):
        return site_issues(root)

    def entered_by(self, site):
        return [site.etablissement_id]


def start():
    """Register the answers of the annuaire."""
    answers.register(Etablissement, EtablissementAnswers())
    answers.register(Site, SiteAnswers())
