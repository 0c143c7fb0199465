"""What the fiche Formation proposes.

Domains from its title, and what replaces an archived certification.
"""

import pytest
from playwright.sync_api import expect

from core.models import RemplacementCertifinfo
from tests import factories as make


@pytest.fixture
def action(server):
    return make.draft(make.etablissement("Alpha"), certifinfo="54664")


def test_domains_are_proposed_and_a_replaced_code_is_mended(action, people, picture):
    RemplacementCertifinfo.objects.create(ancien="54664", nouveau="54660")
    page = people(make.member(action.porteur))
    page.goto(f"/gestion/core/formation/{action.formation_id}/change/")
    title = page.locator("#id_intitule")
    title.fill("Anglais et pâtisserie")
    title.press("Tab")
    offered = page.get_by_role("group", name="Domaines proposés d’après l’intitulé").get_by_role(
        "button", name="Pâtisserie"
    )
    offered.first.press("Enter")
    expect(page.locator(".formacode-choisis")).to_contain_text("Pâtisserie")
    expect(
        page.locator(".formacode-propositions button:visible", has_text=" - Pâtisserie")
    ).to_have_count(0)
    picture(page, "propositions")
    page.locator("#id_intitule").press("Enter")  # saves, and replaces nothing
    expect(page.locator("body")).to_contain_text("C’est enregistré")
    assert make.fresh(action.formation).certifinfo == "54664"
    page.get_by_role("button", name="Prendre 54660").click()
    expect(page.locator("body")).to_contain_text("C’est enregistré")
    formation = make.fresh(action.formation)
    assert (formation.certifinfo, formation.intitule) == ("54660", "Anglais et pâtisserie")
