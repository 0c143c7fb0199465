"""What a fiche tells beside its fields, and what it mends as it saves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.texts import shapes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(client):
    owner = make.etablissement("Alpha")
    client.force_login(make.member(owner))
    return make.draft(owner, sessions=2)


def page_of(client, row):
    return client.get(reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk]))


def test_units_lengths_reasons_and_dates_are_told_to_the_page(action, client):
    session = action.sessions.first()
    text = page_of(client, session).text
    assert '<span class="unite">h</span>' in text
    assert 'data-longueur="150"' in text
    assert "maxlength" not in text.partition('name="commentaire_duree"')[2][:200]
    assert 'data-debut="id_date_debut"' in text
    sister = action.sessions.last()
    assert f'data-jours="{(sister.date_fin - sister.date_debut) // timedelta(days=1)}"' in text
    assert 'data-somme="id_duree_centre id_duree_entreprise"' in text
    assert (
        "Demandé par : Procédure Parcours Entrepreneur, novembre 2023. Commun à toutes les offres."
        in text
    )


def test_an_address_typed_short_is_completed_as_it_is_saved(action, client):
    url = reverse("admin:core_action_change", args=[action.pk])
    form = page_of(client, action).context["adminform"].form
    data = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "")
    }
    rows = {"equipements-TOTAL_FORMS": 0, "equipements-INITIAL_FORMS": 0}
    typed = {
        "url_action": "www.exemple.fr/offre?a=1",
        "objectifs": "Un.\r\nDeux.",
        "version": action.version,
    }
    assert client.post(url, {**data, **rows, **typed}).status_code == 302
    action = make.fresh(action)
    assert action.url_action == "https://www.exemple.fr/offre?a=1"
    assert action.objectifs == "Un.\nDeux."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("exemple.fr", "https://exemple.fr"),
        ("http://exemple.fr", "http://exemple.fr"),
        ("ftp://exemple.fr", "ftp://exemple.fr"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("à venir", "à venir"),
        ("quelqu.un@exemple.fr", "quelqu.un@exemple.fr"),
        ("", ""),
    ],
)
def test_what_is_not_a_bare_address_is_left_as_typed(typed, kept):
    assert shapes.url(typed) == kept
