"""Formacodes suggested from the title.

By the words of the thesaurus, and by online offers that resemble it.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.referentiels.suggestions import suggest
from tests import factories as make
from tests.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    row = make.etablissement("Alpha")
    client.force_login(make.member(row))
    return row


def proposed(client, title):
    return client.get(
        reverse("admin:termes_proposer", args=["formacode"]), {"intitule": title}
    ).json()["termes"]


def test_the_words_of_a_title_are_those_of_the_thesaurus(client, owner):
    first = proposed(client, "Formation aux bases de la PATISSERIE")[0]
    assert (first["libelle"], first["raison"]) == ("Pâtisserie", "mot du titre : patisserie")
    assert proposed(client, "Anglais")[0]["libelle"] == "Anglais"


@pytest.mark.parametrize("title", ["", "de la les", "zzzz", "42", "%_", "x" * 5000])
def test_a_title_that_says_nothing_suggests_nothing(client, owner, title):
    assert proposed(client, title) == []


def test_online_offers_with_the_same_rare_words_give_theirs(client, owner):
    title = "Monter un projet de permaculture"
    make.offer(
        owner,
        "draft",
        intitule="Permaculture, un brouillon",
        formacodes=["14201"],
        formacode_principal="14201",
    )
    assert "14201" not in {s["code"] for s in proposed(client, title)}
    make.offer(
        owner,
        "online",
        intitule="La permaculture en ville",
        formacodes=["15474"],
        formacode_principal="15474",
    )
    found = {s["code"]: s["raison"] for s in proposed(client, title)}
    assert found["15474"] == "1 offre en ligne au titre voisin"
    assert "14201" not in found


def test_what_is_being_changed_is_not_read(client, owner):
    """A formation that is open again may hold what nobody validated."""
    make.offer(
        owner,
        "reopened",
        intitule="La permaculture en ville",
        formacodes=["15474"],
        formacode_principal="15474",
    )
    assert proposed(client, "Permaculture") == []


def test_the_same_title_gives_the_same_answer_in_as_many_queries(owner):
    user = make.member(owner)

    def asked():
        with CaptureQueriesContext(connection) as found:
            answer = suggest("Conduire un projet professionnel de pâtisserie", user)
        return len(found), answer

    asked()  # the roles of a user are read once
    first = asked()
    assert first == asked()
    for _ in range(3):
        make.offer(owner, "online")
    count, answer = asked()
    assert count == first[0]
    assert 0 < len(answer) <= 6


def test_only_formacodes_are_suggested_and_the_fiche_asks_for_them(client, owner):
    assert (
        client.get(
            reverse("admin:termes_proposer", args=["rome"]), {"intitule": "Anglais"}
        ).status_code
        == 404
    )
    page = client.get(address(make.draft(owner).formation))
    assert f'data-suggest="{reverse("admin:termes_proposer", args=["formacode"])}"' in page.text
