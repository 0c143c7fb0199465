"""Numbers of a fiche: read as French writes them; letters are refused, and stay on the screen."""

from decimal import Decimal

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispositif(client):
    owner = make.etablissement("Alpha")
    client.force_login(make.member(owner))
    return make.draft(owner).sessions.get().dispositifs.get()


def save(client, row, **typed):
    form = client.get(row.get_absolute_url()).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(row.get_absolute_url(), {**data, **typed})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("35,5", "35.50"), ("1 200,50", "1200.50"), ("1\u202f200,50 €", "1200.50")],
)
def test_a_french_number_is_read(client, dispositif, typed, kept):
    save(client, dispositif, frais_ht=typed)
    assert make.fresh(dispositif).frais_ht == Decimal(kept)


def test_letters_are_refused_by_a_sentence_and_stay(client, dispositif):
    answer = save(client, dispositif, frais_ht="douze")
    assert "« douze » n’est pas un nombre à 2 décimales au plus." in answer.text
    assert 'value="douze"' in answer.text
