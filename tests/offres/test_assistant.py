"""« Formations publiques ».

Five questions that narrow one another, over the attributions that one may enter (S3, D18).
"""

import pytest
from django.urls import reverse

from core.models import Action
from tests import factories as make
from tests.pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def formateur():
    return make.etablissement("Formateur")


def ask(client, **answers):
    return client.get(reverse("admin:formations_publiques"), answers)


def held(page):
    return {question.name: question.value for question in page.context["form"].questions}


def offered(page, name):
    return [
        c.label
        for q in page.context["form"].questions
        if q.name == name
        for c in q.choices
        if not c.refused
    ]


def test_a_single_answer_answers_itself(client, formateur):
    attribution = make.attribution(formateur, places="12")
    client.force_login(make.member(formateur))
    page = ask(client)
    assert page.context["form"].attribution == attribution
    assert held(page)["attribution"] == str(attribution.pk)
    assert "Vous allez décrire une offre" in page.text
    assert "12 places" in page.text


def test_each_answer_narrows_the_next(client, formateur):
    first, second = make.region(
        make.region_line(formateur, numero_lot="L1", intitule_lot="Lot un"),
        make.region_line(formateur, numero_lot="L2", intitule_lot="Lot deux"),
    )
    client.force_login(make.member(formateur))
    page = ask(client)
    assert offered(page, "lot") == ["L1 - Lot un", "L2 - Lot deux"]
    assert held(page)["lot"] == held(page)["attribution"] == ""
    assert "Choisissez d’abord le lot." in page.text
    page = ask(client, organisme=formateur.pk, campagne=second.lot.campagne_id, lot=second.lot_id)
    assert page.context["form"].attribution == second
    assert first.nom_site == second.nom_site


def test_another_s_lot_is_never_shown(client, formateur):
    other = make.etablissement("Étrangère")
    attribution = make.attribution(other, numero_lot="SECRET")
    client.force_login(make.member(formateur))
    page = ask(client, attribution=attribution.pk, organisme=other.pk, lot=attribution.lot_id)
    assert "SECRET" not in page.text
    assert "Aucun lot de la Région n’est attribué" in page.text
    data = {"organisme": formateur.pk, "lot": attribution.lot_id, "attribution": attribution.pk}
    client.post(reverse("admin:formations_publiques"), data)
    assert not Action.objects.exists()


def test_staff_enter_in_the_name_of_an_organisation_or_of_nobody(client, formateur):
    attribution = make.attribution(formateur)
    client.force_login(make.staff())
    page = ask(client, attribution=attribution.pk)
    client.post(reverse("admin:formations_publiques"), form_of(page, "attribution"))
    assert Action.objects.get().porteur is None
    page = ask(client, attribution=attribution.pk, organisme=formateur.pk)
    client.post(reverse("admin:formations_publiques"), form_of(page, "attribution"))
    assert Action.objects.order_by("-pk").first().porteur == formateur


def test_a_next_action_joins_the_formation_of_the_programme(client, formateur):
    attribution = make.attribution(formateur)
    first = make.draft(formateur, attribution=attribution)
    client.force_login(make.member(formateur))
    page = ask(client)
    response = client.post(
        reverse("admin:formations_publiques"),
        form_of(page, "attribution") | {"formation": first.formation_id},
    )
    assert response.status_code == 302
    assert Action.objects.order_by("-pk").first().formation == first.formation


def test_oui_wants_a_code(client, formateur):
    programme = next(
        (p for p in make.programmes() if p.fields["certifinfo"].need.value == "optional"), None
    )
    if programme is None:
        pytest.skip("Aucun programme installé ne laisse le choix de la référence Certifinfo.")
    make.attribution(formateur, programme=programme)
    client.force_login(make.member(formateur))
    form = form_of(ask(client), "attribution")
    page = client.post(reverse("admin:formations_publiques"), form | {"reference": "oui"})
    assert "Donnez le code Certifinfo" in page.text
    client.post(
        reverse("admin:formations_publiques"), form | {"reference": "oui", "certifinfo": "21466"}
    )
    assert Action.objects.get().formation.certifinfo == "21466"


def test_continue_creates_nothing(client, formateur):
    make.attribution(formateur)
    client.force_login(make.member(formateur))
    page = client.post(reverse("admin:formations_publiques"), {"_continue": "1"})
    assert page.status_code == 200
    assert not Action.objects.exists()
