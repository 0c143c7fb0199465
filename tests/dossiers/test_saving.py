"""A save of a fiche.

Nobody's work is overwritten, what changed is kept, and looking changes nothing.
"""

from html import unescape

import pytest
from django.urls import reverse
from lxml import html

from core.dossiers.saving import change_porteur
from core.models import Action, Formation, Session
from tests import factories as make
from tests.contracts.world import picture
from tests.pages import address, filled, rows
from workflows.models import Change
from workflows.service import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return make.draft(make.etablissement("Alpha"))


@pytest.fixture
def colleagues(action):
    """Return two accounts of one organisation, with names to be told apart."""
    names = (("un", "Premier"), ("deux", "Second"))
    return [
        make.account(local, nom, "organisme", etablissement=action.porteur) for local, nom in names
    ]


def open_page(client, user, row):
    client.force_login(user)
    page = client.get(address(row))
    assert page.status_code == 200
    return filled(page)


def changes(subject):
    return [
        (c.by_label, c.door, [(f["path"], f["before"], f["after"]) for f in c.fields])
        for c in Change.objects.of(subject)
    ]


def test_a_save_is_kept_field_by_field(client, action, colleagues):
    data = open_page(client, colleagues[0], action)
    Change.objects.all().delete()
    assert (
        client.post(
            address(action), data | {"objectifs": "Autres objectifs", "mon_plus": "Un atelier"}
        ).status_code
        == 302
    )
    assert changes(action) == [
        ("Camille Premier", "ecran", [
            (f"A{action.pk}.objectifs", "Entrer en formation ou en emploi.", "Autres objectifs"),
            (f"A{action.pk}.mon_plus", "—", "Un atelier"),
        ])
    ]  # fmt: skip
    assert make.fresh(action).version == action.version + 1


def test_a_save_without_a_change_is_not_kept(client, action, colleagues):
    data = open_page(client, colleagues[0], action)
    Change.objects.all().delete()
    assert client.post(address(action), data).status_code == 302
    assert changes(action) == []


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_saving_a_page_as_it_stands_changes_no_value(client, action, colleagues, level):
    row = make.rows_of(action)[level]
    before = action.payload()
    data = open_page(client, colleagues[0], row)
    assert client.post(address(row), data).status_code == 302
    assert make.fresh(action).payload() == before


def test_lines_of_a_small_table_are_kept_in_the_history(client, action, colleagues):
    session = action.sessions.get()
    data = open_page(client, colleagues[0], session)
    Change.objects.all().delete()
    data |= rows(
        "informations_collectives",
        {"date": "2026-02-03", "heure_debut": "09:30", "lieu": session.site_lieu_id},
    )
    data["informations_collectives-0-id"] = ""
    data["informations_collectives-0-session"] = session.pk
    assert client.post(address(session), data).status_code == 302
    assert [str(row.date) for row in session.informations_collectives.all()] == [
        "2026-01-06",
        "2026-02-03",
    ]
    [(_, _, [(path, before, after)])] = changes(action)
    assert path == f"S{session.pk}.informations_collectives"
    assert "3 février 2026" in after
    assert "3 février 2026" not in before


def test_an_incomplete_draft_saves(client, action, colleagues):
    data = open_page(client, colleagues[0], action)
    emptied = dict.fromkeys(data, "") | {
        k: v for k, v in data.items() if k == "version" or "_FORMS" in k
    }
    emptied = {
        k: v for k, v in emptied.items() if not (k.startswith("equipements-0") or k == "prerequis")
    }
    emptied |= {"equipements-TOTAL_FORMS": 0, "equipements-INITIAL_FORMS": 0}
    assert client.post(address(action), emptied).status_code == 302
    assert make.fresh(action).objectifs == ""
    assert make.fresh(action).site_dispensateur is None


def test_an_ill_shaped_value_is_told_beside_its_field_and_nothing_is_lost(
    client, action, colleagues
):
    session = action.sessions.get()
    data = open_page(client, colleagues[0], session) | {
        "date_debut": "demain",
        "duree_centre": "-3",
        "commentaire_duree": "x" * 151,
    }
    page = client.post(address(session), data)
    assert page.status_code == 200
    assert set(page.context["adminform"].form.errors) == {
        "date_debut",
        "duree_centre",
        "commentaire_duree",
    }
    for typed in ("demain", "-3", "x" * 151):
        assert f'value="{typed}"' in page.text
    assert make.fresh(session).version == session.version


def test_a_long_text_beyond_its_length_is_saved_in_a_draft_and_told(client, action, colleagues):
    data = open_page(client, colleagues[0], action) | {"mon_plus": "é" * 260}
    assert client.post(address(action), data).status_code == 302
    action = make.fresh(action)
    assert action.mon_plus == "é" * 260
    assert [i.message for i in action.issues() if i.blocking] == [
        "« Mon + formation » compte 260 caractères : 250 au plus, retirez-en 10."
    ]


# Two people ---------------------------------------------------------------------------------


def test_a_stale_page_is_refused_names_who_saved_and_loses_nothing(client, action, colleagues):
    first, second = colleagues
    mine, theirs = open_page(client, first, action), open_page(client, second, action)
    assert client.post(address(action), theirs | {"objectifs": "Ceux du second"}).status_code == 302
    client.force_login(first)
    page = client.post(
        address(action), mine | {"objectifs": "Ceux du premier", "mon_plus": "Du premier"}
    )
    assert page.status_code == 200
    assert "Camille Second a enregistré cette fiche pendant que vous la modifiiez." in page.text
    assert "Ceux du premier" in page.text
    assert "Du premier" in page.text
    assert make.fresh(action).objectifs == "Ceux du second"
    again = filled(page) | {"objectifs": "Ceux du premier", "mon_plus": "Du premier"}
    assert client.post(address(action), again).status_code == 302
    assert make.fresh(action).objectifs == "Ceux du premier"


def compared(page):
    """Return the table of a page that refuses: [(field, saved, typed)]."""
    lines = html.fromstring(page.text).xpath("//*[@id='non-enregistre']//tbody/tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in line) for line in lines]


def test_a_stale_page_shows_what_differs(client, action, colleagues):
    """Theirs, which the next save would overwrite, and mine; nothing of what is the same."""
    first, second = colleagues
    session = action.sessions.get()
    mine, theirs = open_page(client, first, session), open_page(client, second, session)
    meeting = {
        "date": "2026-02-03",
        "heure_debut": "09:30",
        "lieu": session.site_lieu_id,
        "session": session.pk,
        "id": "",
    }
    assert (
        client.post(
            address(session), theirs | {"duree_hebdo": "30", "commentaire_duree": "Le même"}
        ).status_code
        == 302
    )
    client.force_login(first)
    changed = {"commentaire_duree": "Le même", "duree_centre": "beaucoup"}
    page = client.post(address(session), mine | changed | rows("informations_collectives", meeting))
    told = compared(page)
    assert ("Durée hebdo", "30 h", "35 h") in told
    assert [line for line in told if line[0] == "Durée en centre"] == [
        ("Durée en centre", "700 h", "beaucoup")
    ]
    [(_, before, after)] = [line for line in told if line[0] == "Informations collectives"]
    assert ("6 janvier 2026" in before, "3 février 2026" in before, "3 février 2026" in after) == (
        True,
        False,
        True,
    )
    assert len(told) == 3


def test_a_stale_page_that_says_what_is_saved_has_nothing_to_compare(client, action, colleagues):
    first, second = colleagues
    mine, theirs = open_page(client, first, action), open_page(client, second, action)
    client.post(address(action), theirs | {"objectifs": "Les mêmes"})
    client.force_login(first)
    page = client.post(address(action), mine | {"objectifs": "Les mêmes"})
    assert compared(page) == []
    assert "Votre saisie est la même que ce qui est enregistré" in page.text


def test_a_stale_page_names_who_saved_this_fiche_not_another(client, action, colleagues):
    first, second = colleagues
    session = action.sessions.get()
    third = make.account("trois", "Troisième", "organisme", etablissement=action.porteur)
    mine, theirs = open_page(client, first, session), open_page(client, second, session)
    client.post(address(session), theirs | {"duree_hebdo": "30"})
    client.force_login(third)
    client.post(address(action), open_page(client, third, action) | {"objectifs": "Autres"})
    client.force_login(first)
    page = client.post(address(session), mine | {"duree_hebdo": "20"})
    assert "Camille Second a enregistré cette fiche" in page.text


def test_two_fiches_of_a_dossier_are_saved_side_by_side(client, action, colleagues):
    first, second = colleagues
    session = action.sessions.get()
    mine, theirs = open_page(client, first, session), open_page(client, second, action)
    assert client.post(address(action), theirs | {"objectifs": "Autres"}).status_code == 302
    client.force_login(first)
    assert client.post(address(session), mine | {"duree_hebdo": "30"}).status_code == 302
    assert make.fresh(session).duree_hebdo == 30


def test_a_page_that_was_open_when_the_dossier_was_sent_saves_nothing(client, action, colleagues):
    data = open_page(client, colleagues[0], action)
    make.bring(action, "submitted", by=colleagues[1])
    before = picture()
    page = client.post(address(action), data | {"objectifs": "Trop tard"}, follow=True)
    assert "Rien n’a été enregistré : cette fiche ne peut pas être modifiée." in page.text
    assert picture() == before


def test_what_was_typed_in_a_page_that_saves_nothing_is_shown(client, action, colleagues):
    session = action.sessions.get()
    data = open_page(client, colleagues[0], session)
    make.bring(action, "submitted", by=colleagues[1])
    line = {"date": "2026-02-03", "heure_debut": "09:30", "lieu": session.site_lieu_id}
    typed = {"commentaire_duree": "Mon commentaire", "duree_centre": "beaucoup", "date_fin": ""}
    page = client.post(
        address(session),
        data | typed | rows("informations_collectives", line, line | {"DELETE": "on"}),
    )
    assert [(d.label, d.after) for d in page.context["lost"]][-1] == ("Durée en centre", "beaucoup")
    told = unescape(page.text)
    for sentence in ("Mon commentaire", "beaucoup", "3 février 2026", "Rien n’a été enregistré"):
        assert sentence in told
    same = client.post(address(session), data, follow=True)
    assert same.request["PATH_INFO"] == address(action, "dossier")
    assert "Rien n’a été enregistré" in same.text


def test_a_correction_of_the_cariforef_is_kept_as_one(client, action):
    make.bring(action, "submitted", by=make.member(action.porteur))
    data = open_page(client, make.staff(), action)
    Change.objects.all().delete()
    client.post(address(action), data | {"objectifs": "Corrigés"})
    [(who, door, _)] = changes(action)
    assert (who, door) == ("Camille Cariforef", "correction")
    client.force_login(make.member(action.porteur))
    assert "(correction du Cariforef)" in client.get(address(action, "dossier")).text


# Looking writes nothing -------------------------------------------------------------------------


def test_neither_a_page_nor_its_panel_writes(client, action, colleagues):
    client.force_login(colleagues[0])
    for row in make.rows_of(action):
        data = filled(client.get(address(row)))
        before = picture()
        client.get(address(row))
        page = client.post(
            address(row, "panneau"), {k: "" if "_FORMS" not in k else v for k, v in data.items()}
        )
        assert page.status_code == 200
        assert picture() == before


def test_the_panel_judges_what_is_typed(client, action, colleagues):
    session = action.sessions.get()
    data = open_page(client, colleagues[0], session)
    assert "Rien ne manque" in client.post(address(session, "panneau"), data).text
    page = client.post(
        address(session, "panneau"),
        data | {"date_fin": "2026-01-01", "type_parcours": "inconnu", "duree_centre": ""},
    )
    assert "3 points à corriger" in page.text
    for sentence in (
        "La session finit avant d’avoir commencé.",
        "« Durée en centre » est à renseigner.",
        "« inconnu » ne peut pas être diffusé",
    ):
        assert sentence in page.text
    assert f"{address(session)}#champ-date_fin" in page.text


def test_the_panel_counts_the_lines_that_are_typed(client, action, colleagues):
    session = action.sessions.get()
    data = open_page(client, colleagues[0], session) | rows(
        "periodes_inscription", {"type": "inscription", "date_debut": ""}
    )
    page = client.post(address(session, "panneau"), data)
    assert "Périodes d’inscription, ligne 1 : « Date début » est à renseigner." in page.text


# Porteur -----------------------------------------------------------------------------------------


def test_a_change_of_porteur_is_kept(action):
    other = make.etablissement("Beta")
    change_porteur(action, other, by=make.staff())
    [(who, door, [(path, before, after)])] = changes(action)[:1]
    assert (who, door, path, before, after) == (
        "Camille Cariforef",
        "ecran",
        f"A{action.pk}.porteur",
        str(action.porteur),
        str(other),
    )
    with pytest.raises(NotAllowed):
        make.save(action, by=make.member(action.porteur), objectifs="Trop tard")
    make.save(action, by=make.member(other), objectifs="À moi")


def test_rows_that_changed_outside_a_fiche_are_untouched(action, client, colleagues):
    """Saving one dossier leaves every row of the others as it was."""
    other = make.draft(action.porteur)
    before = other.payload()
    data = open_page(client, colleagues[0], action)
    client.post(address(action), data | {"objectifs": "Autres"})
    assert make.fresh(other).payload() == before
    assert (Formation.objects.count(), Action.objects.count(), Session.objects.count()) == (2, 2, 2)
    assert client.get(reverse("admin:index")).status_code == 200
