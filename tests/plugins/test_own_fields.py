"""A field of a plugin's own, of each kind that it may be.

Shown, saved, read back, and empty again.
"""

from datetime import date, time
from decimal import Decimal

import pytest

from core.dossiers.rows import read
from core.models import Action
from core.plugins.trial import OWN_KINDS
from core.rules import Kind
from core.tableur.columns import bare_heading, by_heading, columns_of
from tests import factories as make
from tests.pages import address, filled
from tests.plugins.modules import bringing
from tests.plugins.test_passerelle import page_of
from tests.tableur import classeur
from workflows.models import Change

pytestmark = pytest.mark.django_db
KINDS = {  # kind: (typed, kept, more)
    Kind.TEXT: ("Alix", "Alix", ""),
    Kind.LONG: ("Deux\nlignes", "Deux\nlignes", ""),
    Kind.INTEGER: ("12", 12, ""),
    Kind.AMOUNT: ("12.50", Decimal("12.50"), ""),
    Kind.COORDINATE: ("47.218371", Decimal("47.218371"), ""),
    Kind.DATE: ("2026-05-28", date(2026, 5, 28), ""),
    Kind.TIME: ("14:15", time(14, 15), ""),
    Kind.BOOLEAN: ("non", False, ""),
    Kind.CHOICE: ("continue", "continue", "table=CADRE"),
    Kind.CHOICES: (["continue", "initiale"], ["continue", "initiale"], "table=CADRE"),
    Kind.CODE: ("15061", "15061", "famille='formacode'"),
    Kind.CODES: (["15061"], ["15061"], "famille='formacode'"),
    Kind.URL: ("https://essai.example/a", "https://essai.example/a", ""),
    Kind.EMAIL: ("a@essai.example", "a@essai.example", ""),
    Kind.PHONE: ("02 40 20 40 20", "02 40 20 40 20", ""),
}


def test_every_kind_is_tried():
    assert set(KINDS) == OWN_KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_of_its_own(client, outside, kind):
    typed, kept, more = KINDS[kind]
    field = (
        f"Field('propre', 'Champ propre', Level.SESSION, Kind.{kind.name}, source='Essai', {more})"
    )
    plugin = outside(bringing(f"programme(fields=REGIONAL.adding({field}))"))
    assert plugin.fault is None
    owner = make.etablissement("Alpha")
    action = make.draft(owner, attribution=make.attribution(owner, programme=plugin.programmes[0]))
    session = action.sessions.get()
    client.force_login(make.member(owner))
    for given, expected in ((typed, kept), ([] if isinstance(typed, list) else "", None)):
        data = filled(page_of(client, session)) | {"propre": given}
        assert client.post(address(session, "panneau"), data).status_code == 200
        assert client.post(address(session), data).status_code == 302
        value = read(make.fresh(action)).children[0].children[0]["propre"]
        assert value == expected if expected is not None else value in (None, "", [])
        assert action.payload()
    page = client.get(f"/gestion/core/action/{action.pk}/dossier/")
    assert page.status_code == 200


def test_it_is_a_column_of_the_saisie_template(outside):
    field = "Field('propre', 'Champ propre', Level.SESSION, source='Essai')"
    plugin = outside(bringing(f"programme(fields=REGIONAL.adding({field}))"))
    [programme] = plugin.programmes
    [column] = [
        c for c in columns_of(programme) if c.field is not None and c.field.name == "propre"
    ]
    assert "Champ propre" in column.heading
    assert by_heading(columns_of(programme))[bare_heading(column.heading)] == column


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ["ACTION", "SESSION"])
def test_it_comes_in_by_a_filled_workbook(client, outside, kind, level):
    typed, kept, more = KINDS[kind]
    field = (
        f"Field('propre', 'Champ propre', Level.{level}, Kind.{kind.name}, source='Essai', {more})"
    )
    plugin = outside(bringing(f"programme(fields=REGIONAL.adding({field}))"))
    owner = make.etablissement("Alpha")
    attribution = make.attribution(owner, programme=plugin.programmes[0])
    known = make.draft(owner, attribution=attribution)
    campagne = attribution.lot.campagne
    client.force_login(make.member(owner))
    cell = " ; ".join(typed) if isinstance(typed, list) else typed
    book = classeur.template(client, campagne)
    lines = [
        {"Lot": str(attribution.lot), "Champ propre": cell},
        {"Code FAS": known.sessions.get().code, "Champ propre": cell},
    ]
    preview = classeur.send(client, campagne, classeur.fill(book, *lines))
    assert "À corriger" not in preview.text
    classeur.confirm(client, preview)
    new = Action.objects.exclude(pk=known.pk).get()
    for action in (new, make.fresh(known)):
        own = read(action).children[0]
        assert (own if level == "ACTION" else own.children[0])["propre"] == kept
    told = [change.fields for change in Change.objects.of(known) if change.door == "import"]
    assert ["Champ propre" in line["label"] for [line] in told] == [True]
