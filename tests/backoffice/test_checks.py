"""What the start refuses."""

from django.apps import apps
from django.core.checks import run_checks
from django.test.utils import isolate_apps

from core.backoffice.checks import without_answers
from core.models import Action, Etablissement, Lot, Site
from workflows.answers import answered
from workflows.lifecycle import Lifecycle


def test_the_project_starts():
    assert run_checks() == []


def test_every_subject_has_its_answers():
    subjects = {model for model in apps.get_models() if issubclass(model, Lifecycle)}
    assert subjects == {Action, Etablissement, Site} == answered()


@isolate_apps("core")
def test_a_subject_without_answers_is_named():
    class Orphan(Lifecycle):
        class Meta:
            app_label = "core"

    assert without_answers([Action, Lot, Orphan]) == [Orphan]
