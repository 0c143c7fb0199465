"""What every programme shows: locked fields have no input, and rules to be confirmed say so."""

import re

import pytest
from django.urls import reverse

from core.dossiers import rows as fiche
from core.fiches.forms.fiche import fiche_form
from core.models import Action, Dispositif, Etablissement, Formation, Session, Site
from core.rules import Kind, Level, Need
from tests import factories as make
from tests.contracts.programmes.examples import OFFERS, by_code

MODELS = {
    Level.FORMATION: Formation,
    Level.ACTION: Action,
    Level.SESSION: Session,
    Level.DISPOSITIF: Dispositif,
    Level.ETABLISSEMENT: Etablissement,
    Level.SITE: Site,
}
INPUT = re.compile(r"<(input|select|textarea)\b")


@pytest.mark.django_db
@by_code
def test_a_locked_field_has_no_input_and_an_unused_one_is_absent(programme):
    for level, model in MODELS.items():
        fields = programme.fields.level(level)
        if not fields:
            continue
        row = model()
        fiche.write(
            row,
            fields,
            {
                f.name: f.value
                for f in fields
                if f.need.locked and isinstance(f.value, (str, list, bool))
            },
        )
        form = fiche_form(row, programme, make.staff())(instance=row)
        for f in fields:
            if f.need is Need.UNUSED or f.kind is Kind.ROWS:
                assert f.name not in form.fields
            elif f.name in form.fields:
                assert bool(INPUT.search(str(form[f.name]))) is not f.need.locked, f.name
            else:  # a received value that has not come yet
                assert f.need is Need.RECEIVED


@pytest.mark.django_db
@by_code
def test_what_is_posted_in_a_locked_field_is_ignored(programme):
    for level, model in MODELS.items():
        locked = [
            f
            for f in programme.fields.level(level)
            if f.need is Need.FIXED and f.kind in (Kind.TEXT, Kind.CHOICE)
        ]
        row = model()
        form = (
            fiche_form(row, programme, make.staff())(
                dict.fromkeys([f.name for f in locked], "9"), instance=row
            )
            if locked
            else None
        )
        if form:
            form.is_valid()
            assert [f.name for f in locked if getattr(row, f.name) == "9"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("programme", [p for p in OFFERS if p.a_confirmer], ids=lambda p: p.code)
def test_every_screen_says_that_rules_are_to_be_confirmed(client, programme):
    owner = make.etablissement("Alpha")
    action = make.draft(owner, attribution=make.attribution(owner, programme=programme))
    client.force_login(make.staff())
    rows = [
        action.formation,
        action,
        *action.sessions.all(),
        *action.sessions.first().dispositifs.all(),
    ]
    pages = [reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk]) for row in rows]
    pages += [
        reverse(name)
        for name in (
            "admin:index",
            "admin:core_action_changelist",
            "admin:core_campagne_changelist",
        )
    ]
    for page in pages:
        assert "gles à confirmer" in client.get(page, follow=True).content.decode(), page
