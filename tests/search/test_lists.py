"""The lists of the back-office search by words, within what the policy shows.

At a constant number of queries.
"""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.search.ways import searched
from tests import factories as make

pytestmark = pytest.mark.django_db


def rows(client, name, text):
    page = client.get(reverse(f"admin:core_{name}_changelist"), {"q": text})
    return list(page.context["cl"].result_list)


@pytest.fixture
def owner():
    return make.etablissement("Académie Alpha")


def test_every_way_belongs_to_a_list_and_every_list_that_searches_has_one():
    assert {model for model, site in admin.site._registry.items() if site.search_fields} == {
        *searched()
    }


def test_a_list_is_searched_within_what_the_policy_shows(client, owner):
    other = make.etablissement("Académie Beta")
    mine, theirs = (
        make.offer(row, "draft", intitule="Élagage des haies") for row in (owner, other)
    )
    client.force_login(make.member(owner))
    for name in ("action", "formation", "session"):
        assert len(rows(client, name, "elagage haie")) == 1
        assert rows(client, name, "academie beta") == []
        assert rows(client, name, "elagage beta") == []
    assert rows(client, "action", f"{theirs.formation_id}-{theirs.pk}") == []
    assert rows(client, "action", f"F{mine.formation_id}-A{mine.pk}") == [mine]
    client.force_login(make.staff())
    assert {*rows(client, "action", "élagage")} == {mine, theirs}
    assert rows(client, "action", "élagage beta") == [theirs]


def test_a_search_keeps_the_filters_of_the_list(client, owner):
    draft, sent = (
        make.offer(owner, situation, intitule="Élagage") for situation in ("draft", "submitted")
    )
    client.force_login(make.staff())
    page = client.get(
        reverse("admin:core_action_changelist"), {"q": "elagage", "etat": "submitted"}
    )
    assert list(page.context["cl"].result_list) == [sent]
    assert {*rows(client, "action", "elagage")} == {draft, sent}


@pytest.mark.parametrize("text", ["elagage", "elagage alpha nantes", "12", "130 005 481"])
def test_a_search_asks_as_often_for_three_rows_as_for_one(client, owner, text):
    client.force_login(make.staff())
    urls = [
        f"{reverse(f'admin:core_{n}_changelist')}?q={text}"
        for n in ("action", "session", "formation", "etablissement", "site")
    ]
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make.offer(owner, "draft", intitule="Élagage 12, 130 005 481, Nantes")
            make.site(make.etablissement("Élagage 12 Alpha, 130 005 481"), "Nantes, site alpha")
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).context["cl"].result_list
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


def test_an_autocomplete_finds_by_words(client, owner):
    client.force_login(make.staff())
    about = {"app_label": "core", "model_name": "contact", "field_name": "site"}
    said = client.get(reverse("admin:autocomplete"), about | {"term": "academie nantes"}).json()
    assert [int(row["id"]) for row in said["results"]] == [owner.sites.get().pk]


# The palette ----------------------------------------------------------------------------------


def palette(client, text):
    return client.get(reverse("admin:search"), {"s": text}).text


def test_the_palette_finds_pages_and_rows_of_ones_own(client, owner):
    other = make.etablissement("Académie Beta")
    mine, theirs = (
        make.offer(row, "draft", intitule="Élagage des haies") for row in (owner, other)
    )
    client.force_login(make.member(owner))
    assert "Établissements" in palette(client, "etabl")
    assert "Comptes" not in palette(client, "comptes")  # a page of the administrators
    found = palette(client, "elagage")
    assert mine.get_absolute_url() in found
    assert theirs.get_absolute_url() not in found
    assert mine.sessions.get().get_absolute_url() not in found
    for number in (
        mine.sessions.get().code,
        f"S{mine.sessions.get().pk}",
        str(mine.sessions.get().pk),
    ):
        assert mine.sessions.get().get_absolute_url() in palette(client, number.zfill(2))
    assert owner.get_absolute_url() in palette(client, "académie alpha")
    assert "Académie Beta" not in palette(client, "académie")
    for nothing in ("", "*"):
        assert palette(client, nothing) == ""
    assert "<a" not in palette(client, "introuvable")


def test_the_palette_shows_a_few_rows_and_asks_for_no_more(
    client, owner, django_assert_num_queries
):
    client.force_login(make.staff())
    for _ in range(7):
        make.offer(owner, "draft", intitule="Élagage")
    palette(client, "elagage")
    with CaptureQueriesContext(connection) as queries:
        found = palette(client, "elagage")
    assert (
        found.count("<li") == 5
    )  # actions: a session is found by its number, its dossier by words
    for _ in range(3):
        make.offer(owner, "draft", intitule="Élagage")
    with django_assert_num_queries(len(queries)):
        palette(client, "elagage")
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
