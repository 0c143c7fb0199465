"""The chooser of Formacodes: what its search answers, its tree, and the fiche it fills."""

import pytest
from django.urls import reverse
from lxml import html

from core.models import Terme
from tests import factories as make
from tests.pages import address, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisme(client):
    owner = make.etablissement("Alpha", online=False)
    client.force_login(make.member(owner))
    return owner


def found(client, words, famille="formacode"):
    return client.get(reverse("admin:termes_chercher", args=[famille]), {"q": words}).json()[
        "termes"
    ]


def test_a_word_a_code_and_a_domain_are_found_without_their_accents(client, organisme):
    assert found(client, "neige")[0]["code"] == "15474"
    assert found(client, "15061")[0]["code"] == "15061"
    assert found(client, "patisserie")[0]["libelle"] == "Pâtisserie"
    assert found(client, "PÂTISSIER")[0]["libelle"] == "Pâtisserie"  # a synonym
    assert found(client, "langues")[0]["code"] == "15254"
    assert {"15214", "15234"} <= {
        t["code"] for t in found(client, "langues")
    }  # what the domain holds
    assert all(t["code"].startswith("152") for t in found(client, "152"))


def test_the_nearest_come_first(client, organisme):
    labels = [t["libelle"] for t in found(client, "anglais")]
    assert labels[:2] == ["Anglais", "Anglais appliqué"]


def test_a_term_says_its_path(client, organisme):
    [term] = [t for t in found(client, "15040") if t["code"] == "15040"]
    assert term["chemin"] == "Domaine 150 Développement personnel et professionnel › Mise à niveau"
    assert term["ancetres"] == ["15054", "15041"]


@pytest.mark.parametrize("words", ["", " ", "a", "zzzzzz", "%", "'" * 90, "x" * 5000])
def test_what_finds_nothing_answers_nothing(client, organisme, words):
    assert found(client, words) == []


def test_the_tree_is_walked_level_by_level(client, organisme):
    url = reverse("admin:termes_arbre", args=["formacode"])
    roots = client.get(url).json()["termes"]
    assert "15054" in {t["code"] for t in roots}
    assert all(t["ancetres"] == [] for t in roots)
    below = {t["code"]: t["enfants"] for t in client.get(url, {"sous": "15054"}).json()["termes"]}
    assert below["15041"]
    assert not below["15061"]
    assert client.get(url, {"sous": "inconnu"}).json()["termes"] == []
    assert client.post(url).status_code == 405


def test_a_term_that_is_no_longer_valid_is_not_offered(client, organisme):
    Terme.objects.filter(code="15474").update(valide_au="2020-01-01")
    assert found(client, "neige") == []


def test_only_those_with_a_role_search(client, organisme):
    client.force_login(make.nobody())
    assert found(client, "neige") == []


def test_the_search_asks_the_base_as_often_for_many_terms(
    client, organisme, django_assert_max_num_queries
):
    Terme.objects.bulk_create(
        Terme(
            famille="formacode",
            code=f"9{n:04}",
            libelle=f"Neige {n}",
            recherche=f"9{n:04} neige {n}",
        )
        for n in range(3000)
    )
    with django_assert_max_num_queries(6):
        assert len(found(client, "neige")) == 40
    with django_assert_max_num_queries(5):
        client.get(reverse("admin:termes_arbre", args=["formacode"]))


# The fiche ---------------------------------------------------------------------------------


def test_the_order_chosen_is_kept(client, organisme):
    data = filled(client.get(address(organisme))) | {"domaines": ["15474", "15061"]}
    assert client.post(address(organisme), data).status_code == 302
    assert make.fresh(organisme).domaines == ["15474", "15061"]
    page = html.fromstring(client.get(address(organisme)).text)
    assert page.xpath("//select[@name='domaines']/option/@value") == ["15474", "15061"]


def test_codes_may_be_typed_where_no_script_runs(client, organisme):
    data = filled(client.get(address(organisme))) | {
        "domaines": ["15061"],
        "domaines-codes": " 15474, 15254",
    }
    assert client.post(address(organisme), data).status_code == 302
    assert make.fresh(organisme).domaines == ["15061", "15474", "15254"]


@pytest.mark.parametrize("codes", [["99999"], ["<script>"], ["15061\0"]])
def test_an_unknown_code_is_refused(client, organisme, codes):
    data = filled(client.get(address(organisme))) | {"domaines": codes}
    page = client.post(address(organisme), data)
    assert "Code inconnu du référentiel" in page.context["adminform"].form.errors["domaines"][0]


def test_twenty_five_domains_at_most_and_five_for_a_formation(client, organisme):
    codes = list(Terme.objects.filter(famille="formacode").values_list("code", flat=True)[:26])
    page = client.post(
        address(organisme), filled(client.get(address(organisme))) | {"domaines": codes}
    )
    assert "25 choix au plus" in page.context["adminform"].form.errors["domaines"][0]
    formation = make.draft(organisme).formation
    page = client.post(
        address(formation), filled(client.get(address(formation))) | {"formacodes": codes[:6]}
    )
    assert "5 choix au plus" in page.context["adminform"].form.errors["formacodes"][0]


def test_the_principal_is_one_of_those_chosen(client, organisme):
    formation = make.draft(
        organisme, formacodes=["15061", "15474"], formacode_principal="15474"
    ).formation
    page = html.fromstring(client.get(address(formation)).text)
    assert page.xpath("//select[@name='formacode_principal']/option/@value") == [
        "",
        "15061",
        "15474",
    ]
    assert page.xpath("//select[@name='formacode_principal']/option[@selected]/@value") == ["15474"]
