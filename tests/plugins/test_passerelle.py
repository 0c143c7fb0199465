"""A distribution that we do not know brings a programme, fields and a target.

Every door has them, with no line of ours.
"""

import importlib.metadata
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from core import plugins
from core.dossiers import rows as fiche
from core.dossiers.rows import read
from core.fasd import FASD
from core.models import Session
from exports.lheo.schema import problems_in_file
from exports.models import SessionPubliee
from tests import factories as make
from tests.pages import address, filled
from tests.plugins.installing import DISTRIBUTIONS
from workflows.models import Change
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(passerelle):
    owner = make.etablissement("Alpha")
    return make.draft(
        owner,
        attribution=make.attribution(owner, programme=passerelle),
        tuteur=None,
        date_jury=None,
    )


@pytest.fixture
def user(action):
    return make.member(action.porteur)


def page_of(client, row):
    page = client.get(address(row))
    assert page.status_code == 200
    return page


def fill_tutor(client, session, **values):
    data = (
        filled(page_of(client, session))
        | {"tuteur": "Alix Morand", "date_jury": "2026-05-28"}
        | values
    )
    return client.post(address(session), data)


def test_it_is_a_real_distribution_and_names_nothing_of_ours(passerelle):
    assert importlib.metadata.version("sofi-passerelle") == "1.0"
    [plugin] = [p for p in plugins.plugins() if p.is_outside]
    assert (plugin.label, plugin.fault) == ("sofi-passerelle 1.0", None)
    ours = [
        p
        for folder in ("core", "workflows", "exports", "programmes")
        for p in Path(folder).rglob("*.py")
    ]
    assert len(ours) > 100
    assert [p for p in ours if "sofi_passerelle" in p.read_text(encoding="utf-8")] == []


def test_its_own_field_is_shown_in_its_group(client, action, user):
    client.force_login(user)
    page = page_of(client, action.sessions.get())
    assert 'name="tuteur"' in page.text
    assert 'name="date_jury"' in page.text
    assert "La personne qui suit les stagiaires en entreprise." in page.text
    assert [name for name, _ in page.context["fiche_groups"] if name == "Tutorat"] == ["Tutorat"]


def test_its_own_field_left_empty_is_an_issue_that_leads_to_it(client, action, user):
    session = action.sessions.get()
    client.force_login(user)
    page = page_of(client, session)
    assert "« Tuteur » est à renseigner." in page.text
    assert f"/gestion/core/session/{session.pk}/change/#champ-tuteur" in page.text
    with pytest.raises(Refused) as refusal:
        perform(action, "submit", by=user)
    assert [(i.path, i.message) for i in refusal.value.issues] == [
        (f"{session.key}.tuteur", "« Tuteur » est à renseigner.")
    ]


def test_the_panel_follows_its_own_field_while_it_is_typed(client, action, user):
    session = action.sessions.get()
    client.force_login(user)
    data = filled(page_of(client, session))
    panel = client.post(address(session, "panneau"), data)
    assert "« Tuteur » est à renseigner." in panel.text
    assert "Réseau des tuteurs" in panel.text
    assert "aucun tuteur" in panel.text
    panel = client.post(
        address(session, "panneau"), data | {"tuteur": "Alix Morand", "date_jury": "2026-01-01"}
    )
    assert "« Tuteur » est à renseigner." not in panel.text
    assert "aucun tuteur" not in panel.text
    assert "Le jury précède le début de la session." in panel.text
    assert make.fresh(session).extra["tuteur"] is None


def test_its_own_field_is_saved_in_json_and_kept_in_the_history(client, action, user):
    session = action.sessions.get()
    client.force_login(user)
    assert fill_tutor(client, session).status_code == 302
    assert Session.objects.get().extra == {"tuteur": "Alix Morand", "date_jury": "2026-05-28"}
    assert read(make.fresh(action)).children[0].children[0]["date_jury"] == date(2026, 5, 28)
    said = {f["label"]: f["after"] for f in Change.objects.of(action).first().fields}
    assert said == {
        f"Session {session.pk}, Tuteur": "Alix Morand",
        f"Session {session.pk}, Date du jury": "28 mai 2026",
    }
    page = page_of(client, session)
    assert 'value="Alix Morand"' in page.text
    assert 'value="2026-05-28"' in page.text
    assert "Alix Morand" in client.get(f"/gestion/core/action/{action.pk}/dossier/").text


def test_its_own_field_keeps_its_shape(client, action, user):
    client.force_login(user)
    page = fill_tutor(client, action.sessions.get(), tuteur="x" * 101)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["tuteur"]
    assert Session.objects.get().extra["tuteur"] is None


def test_its_own_field_goes_to_the_extras_of_lheo(client, action, user, tmp_path):
    client.force_login(user)
    fill_tutor(client, action.sessions.get())
    for who, name in ((user, "submit"), (make.staff(), "validate")):
        perform(action, name, by=who)
    path = tmp_path / "lheo.xml"
    call_command("export_lheo", str(path))
    assert '<extra info="tuteur">Alix Morand</extra>' in path.read_text(encoding="utf-8")
    assert '<extra info="date-jury">2026-05-28</extra>' in path.read_text(encoding="utf-8")
    assert problems_in_file(path) == []
    [published] = SessionPubliee.objects.all()
    assert published.programme == "passerelle"


def test_its_own_field_comes_back_when_changes_are_given_up(client, action, user):
    client.force_login(user)
    fill_tutor(client, action.sessions.get())
    for who, name in ((user, "submit"), (make.staff(), "validate"), (user, "reopen")):
        perform(action, name, by=who)
    fill_tutor(client, action.sessions.get(), tuteur="Quelqu’un d’autre")
    perform(action, "give_up", by=user)
    assert Session.objects.get().extra["tuteur"] == "Alix Morand"


def test_its_own_field_has_a_column_for_files(passerelle):
    own = {f.name: f.column or f.name for f in passerelle.fields if f.extra}
    assert own == {"tuteur": "tuteur_entreprise", "date_jury": "date_jury"}


def test_another_programme_has_neither_its_field_nor_its_extras(client, passerelle):
    owner = make.etablissement("Alpha")
    action = make.offer(owner, "online", attribution=make.attribution(owner))
    client.force_login(make.member(owner))
    assert (
        "tuteur"
        not in fiche.payload(read(action), action.programme_code)["fiche"]["children"][0][
            "children"
        ][0]["values"]
    )
    assert 'info="tuteur"' not in SessionPubliee.objects.get().fragment_2_3


def test_its_example_is_tried_on_the_page(client, passerelle):
    client.force_login(make.staff())
    page = client.get("/gestion/essayer/", {"regles": "p:passerelle"})
    assert "Rien ne manque" in page.text
    assert "Réseau des tuteurs" in page.text


def test_the_distribution_is_removed_and_its_offers_stay_readable(client, action, user, settings):
    plugins.start(settings.PROGRAMMES, common=FASD, entry_points=False)
    client.force_login(user)
    page = client.get(f"/gestion/core/action/{action.pk}/dossier/")
    assert page.status_code == 200
    assert "n’est pas installé" in page.text
    assert (
        client.get(address(action.sessions.get())).status_code == 302
    )  # read only: back to the dossier


def test_the_distributions_of_the_tests_are_the_ones_tried():
    assert [p.name for p in DISTRIBUTIONS.iterdir()] == ["sofi-passerelle"]
