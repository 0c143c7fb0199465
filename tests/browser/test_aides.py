"""The helps beside the fields.

The browser counts as the server does, proposes an end, and adds up durations.
"""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.axe import violations

TEXTS = [
    "",
    "abc",
    "a\nb",
    "été",
    "e\u0301te\u0301",
    "👩‍🌾 et 🎓",
    "ligne\r\nautre\r\n",
    "œuvre\u00a0: «\u202f1\u202f»",
]


@pytest.fixture
def action(server):
    return make.draft(make.etablissement("Alpha"), sessions=2)


def test_helps_of_a_fiche(action, people, picture):
    page = people(make.member(action.porteur))
    page.goto(f"/gestion/core/action/{action.pk}/change/")
    area, line = page.locator("#id_objectifs"), page.locator("#id_objectifs_compte-lettres")
    for text in TEXTS:
        area.fill(text)
        expect(line).to_have_text(f"{len(text.replace('\r\n', '\n'))} sur 3\u202f000 caractères")
    area.fill("é" * 3001)
    expect(line).to_contain_text("retirez-en 1")
    area.fill(TEXTS[6])
    page.locator("#id_url_action").fill("exemple.fr")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("body")).to_contain_text("C’est enregistré")
    expect(page.locator("#id_url_action")).to_have_value("https://exemple.fr")
    assert len(make.fresh(action).objectifs) == len("ligne\nautre\n")
    page.goto(f"/gestion/core/session/{action.sessions.first().pk}/change/")
    page.locator("#id_date_fin").fill("")
    page.locator("#id_date_debut").fill("2027-01-11")
    page.get_by_role("button", name="Proposer le").click()
    assert page.locator("#id_date_fin").input_value() > "2027-01-11"
    expect(page.locator("#id_date_fin")).to_have_attribute("min", "2027-01-11")
    page.locator("#id_duree_centre").fill("700")
    page.locator("#id_duree_entreprise").fill("350")
    expect(page.locator("#id_duree_entreprise_somme")).to_have_text("Durée totale : 1\u202f050 h")
    page.locator("#champ-duree_centre summary").press("Enter")
    expect(page.locator("#champ-duree_centre .demande p")).to_be_visible()
    picture(page, "aides")
    page.keyboard.press("Escape")
    expect(page.locator("#champ-duree_centre .demande p")).to_be_hidden()


def test_what_the_panel_says_of_a_field_is_told_beside_it(server, people, picture):
    action = make.draft(make.etablissement("Alpha"), complete=False)
    page = people(make.member(action.porteur))
    fiche = f"/gestion/core/session/{action.sessions.get().pk}/change/"
    page.goto(fiche)
    expect(page.locator("#panneau .bloquant").first).to_be_visible()
    expect(page.locator(".champ-point")).to_have_count(0)  # nothing in red before one starts
    page.locator("#id_date_debut").focus()
    page.keyboard.press("Shift+Tab")
    told = page.locator("#champ-date_debut .champ-point")
    expect(told).to_have_text("« Date début » est à renseigner.")
    expect(page.locator("#id_date_debut")).to_have_accessible_description(
        "« Date début » est à renseigner."
    )
    page.locator("#id_date_debut").fill("2027-01-11")
    expect(told).to_have_count(0)
    link = page.locator("#panneau a[href$='#champ-duree_centre']")
    link.click()
    expect(page.locator("#champ-duree_centre .champ-point")).to_be_visible()
    expect(
        page.locator("#champ-duree_hebdo .champ-point, #champ-duree_entreprise .champ-point").first
    ).to_be_visible()
    assert violations(page) == []
    picture(page, "points")
