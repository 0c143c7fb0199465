"""A save that is refused says how many answers are to be mended, leads to each.

And judges what is typed.
"""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tests.pages import address, filled, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(client):
    action = make.draft(make.etablissement("Alpha"))
    client.force_login(make.member(action.porteur))
    return action.sessions.get()


def refused(client, row, **typed):
    """Return the page that refuses these answers, and what its banner says.

    The sentence, [(name, address)].
    """
    page = client.post(address(row), filled(client.get(address(row))) | typed)
    assert page.status_code == 200
    [banner] = html.fromstring(page.text).xpath("//*[@id='a-corriger']")
    links = [(a.text_content().strip(), a.get("href")) for a in banner.iterfind(".//a")]
    return page, " ".join(banner.find(".//p").text_content().split()), links


def test_the_banner_counts_the_answers_and_leads_to_each(client, session):
    meeting = {"informations_collectives-0-date": "un jour"}
    page, said, links = refused(client, session, date_debut="demain", duree_centre="-3", **meeting)
    assert said == "La fiche n’est pas enregistrée. 3 réponses sont à corriger :"
    assert links == [
        ("Date début", "#champ-date_debut"),
        ("Durée en centre", "#champ-duree_centre"),
        ("Informations collectives, ligne 1 : Date", "#id_informations_collectives-0-date"),
    ]
    ids = html.fromstring(page.text).xpath("//@id")
    assert [ids.count(url[1:]) for _, url in links] == [1, 1, 1]
    assert "Corrigez" not in page.text
    described = (
        html.fromstring(page.text).xpath("//*[@id='id_date_debut']/@aria-describedby")[0].split()
    )
    assert set(described) <= set(ids)  # the sentence beside the field is read with it


def test_one_answer_is_told_in_the_singular(client, session):
    _, said, links = refused(client, session, date_debut="demain")
    assert said == "La fiche n’est pas enregistrée. Une réponse est à corriger :"
    assert links == [("Date début", "#champ-date_debut")]


def test_the_panel_of_a_refused_page_judges_what_is_typed(client, session):
    saved = client.get(address(session)).context["panel"]
    data = filled(client.get(address(session)))
    make.save(session, by=make.member(session.action.porteur), date_debut=None, duree_hebdo=None)
    assert "« Date début » est à renseigner." in client.get(address(session)).text
    page = client.post(
        address(session),
        data | {"version": make.fresh(session).version, "duree_centre": "beaucoup"},
    )
    assert page.status_code == 200
    assert page.context["panel"] == saved  # as if it were saved
    period = rows("periodes_inscription", {"type": "inscription", "date_debut": "", "date_fin": ""})
    page, _, _ = refused(client, session, duree_centre="beaucoup", **period)
    assert "Périodes d’inscription, ligne 1 : « Date début » est à renseigner." in page.text


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_an_accepted_page_has_no_banner(client, session, level):
    row = make.rows_of(session.action)[level]
    assert "a-corriger" not in client.get(address(row)).text


@pytest.mark.parametrize(("left_out", "said"), [
    (["nom"], "Corrigez l’erreur signalée ci-dessous."),
    (["nom", "site"], "Corrigez les erreurs signalées ci-dessous."),
])  # fmt: skip
def test_the_other_pages_count_too(client, session, left_out, said):
    data = {"site": session.site_lieu_id, "nom": "Durand", "actif": "on"}
    page = client.post(
        reverse("admin:core_contact_add"), {k: v for k, v in data.items() if k not in left_out}
    )
    assert said in page.text
