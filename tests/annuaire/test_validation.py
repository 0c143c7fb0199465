"""The life of a fiche of the annuaire.

Warned before sending, locked while it waits, compared, linked.
"""

import pytest
from django.urls import reverse

from tests import factories as make
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha", online=False)


def page(row, move):
    return reverse(f"admin:core_{row._meta.model_name}_mouvement", args=[row.pk, move])


def dossier(row):
    return reverse(f"admin:core_{row._meta.model_name}_dossier", args=[row.pk])


def test_one_is_warned_before_sending_and_locked_after(client, owner):
    client.force_login(make.member(owner))
    assert "vous ne pouvez plus revenir dessus" in client.get(page(owner, "submit")).text
    client.post(page(owner, "submit"), {"envoyer": "1"})
    assert make.fresh(owner).state == "submitted"
    with pytest.raises(Refused):
        perform(make.fresh(owner), "take_back", by=make.member(owner))
    locked = client.get(owner.get_absolute_url(), follow=True).text
    assert "La fiche a été transmise le" in locked


def test_an_action_is_not_warned_of_what_it_may_take_back(client):
    action = make.draft(make.etablissement("Beta"))
    client.force_login(make.member(action.porteur))
    assert "revenir dessus" not in client.get(page(action, "submit")).text


def test_staff_ask_compare_and_validate(client, owner):
    site = make.put_online(owner.sites.get())
    user = make.member(owner)
    perform(site, "reopen", by=user)
    make.fill_annuaire(make.fresh(site), {"ligne1": "Nouvelle adresse"}, by=user)
    perform(make.fresh(site), "submit", by=user)
    client.force_login(make.staff())
    seen = client.get(dossier(site)).text
    assert "<ins>Nouvelle adresse</ins>" in seen
    assert "12 rue de l’Étoile" in seen
    client.post(page(site, "ask"), {"comment": "Depuis quand ?"})
    perform(make.fresh(site), "answer", by=user, comment="Depuis mars.")
    client.post(page(site, "validate"), {"comment": ""})
    assert (
        make.fresh(site).publications().first().payload["fiche"]["values"]["ligne1"]
        == "Nouvelle adresse"
    )


def test_what_an_offer_lacks_in_the_annuaire_links_to_the_fiche_that_mends_it(client, owner):
    action = make.offer(owner, "submitted")
    client.force_login(make.staff())
    text = client.get(page(action, "validate")).text
    assert f'href="{dossier(owner)}"' in text
    assert f'href="{dossier(owner.sites.get())}"' in text
