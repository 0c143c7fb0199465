"""Certifinfo: searched by code, word or RNCP.

A code that was replaced is refused, and its successor offered.
"""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Action, RemplacementCertifinfo, Terme
from core.offres.creation import create_action
from core.referentiels import certifinfo
from core.referentiels.load.files import read_terms
from core.referentiels.load.load import load
from core.referentiels.load.tables import SOURCES
from tests import factories as make
from tests.pages import address, filled
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    row = make.etablissement("Alpha")
    client.force_login(make.member(row))
    for code, libelle, donnees in (
        ("90001", "Ancien maçon", {}),
        ("90002", "Maçon intermédiaire", {}),
        ("90003", "Maçon du bâti", {"rncp": "35510"}),
        ("90004", "Maçon ancien bâti", {}),
        ("90005", "Carreleur", {}),
    ):
        Terme.objects.create(
            famille="certifinfo", code=code, libelle=libelle, donnees=donnees,
            recherche=certifinfo_words(code, libelle, donnees),
        )  # fmt: skip
    return row


def certifinfo_words(code, libelle, donnees):
    content = (
        "code,intitule,type_code,type_libelle,niveau_code,"
        f"rncp\n{code},{libelle},,,,{donnees.get('rncp', '')}\n"
    )
    [source] = [s for s in SOURCES if s.file == "certifinfo.csv"]
    return read_terms(content.encode(), source)[code].recherche


def replace(*pairs):
    for old, new in pairs:
        RemplacementCertifinfo.objects.create(ancien=old, nouveau=new)


def asked(client, words):
    return client.get(reverse("admin:termes", args=["certifinfo"]), {"term": words}).json()[
        "results"
    ]


def test_it_is_found_by_code_word_and_rncp(client, owner):
    line = {"id": "90003", "text": "90003 - Maçon du bâti (RNCP 35510)"}
    for words in ("90003", "macon bati", "35510"):
        assert line in asked(client, words)


def test_an_archived_code_is_shown_and_cannot_be_chosen_what_replaces_it_follows(client, owner):
    replace(("90001", "90002"), ("90002", "90003"))
    assert asked(client, "90001") == [
        {
            "id": "90001",
            "text": "90001 - Ancien maçon – archivé, remplacé par 90003",
            "disabled": True,
        },
        {"id": "90003", "text": "90003 - Maçon du bâti (RNCP 35510)"},
    ]


def test_several_successors_are_all_offered(client, owner):
    replace(("90001", "90003"), ("90001", "90004"))
    first, *others = asked(client, "90001")
    assert first["text"].endswith("archivé, remplacé par 90003 ou 90004")
    assert [line["id"] for line in others] == ["90003", "90004"]


def test_a_code_that_left_the_table_is_archived_without_successor(client, owner):
    Terme.objects.filter(code="90005").update(valide_au=date(2026, 1, 1))
    assert asked(client, "90005") == [
        {
            "id": "90005",
            "text": "90005 - Carreleur – archivé, sans remplaçant connu",
            "disabled": True,
        }
    ]


@pytest.mark.parametrize(
    "pairs",
    [[("90001", "90002"), ("90002", "90001")], [("90001", "90001")], [("90001", "inconnu")]],
)
def test_a_loop_or_a_hole_of_the_file_ends(owner, pairs):
    replace(*pairs)
    assert certifinfo.archived(["90001"])["90001"].successors == ()


def test_the_queries_do_not_grow_with_the_codes(owner, django_assert_max_num_queries):
    replace(("90001", "90002"), ("90002", "90003"), ("90005", "90004"))
    with django_assert_max_num_queries(4):
        assert set(certifinfo.archived(["90001", "90002", "90003", "90004", "90005"])) == {
            "90001",
            "90002",
            "90005",
        }


def test_a_new_offer_refuses_it_and_proposes_the_only_successor(client, owner):
    replace(("90001", "90003"))
    form = {"porteur": owner.pk, "certifinfo": "90001"}
    page = client.post(reverse("admin:creer"), form)
    assert (
        "Le code Certifinfo 90001 est archivé : il est remplacé par "
        "« 90003 - Maçon du bâti (RNCP 35510) »."
    ) in page.text
    assert page.context["form"]["certifinfo"].value() == "90003"
    assert not Action.objects.exists()
    client.post(reverse("admin:creer"), form | {"certifinfo": "90003"})
    assert Action.objects.get().formation.certifinfo == "90003"
    with pytest.raises(Refused, match="90001 est archivé"):
        create_action(by=make.member(owner), porteur=owner, certifinfo="90001")


def test_a_new_offer_asks_which_of_several(client, owner):
    replace(("90001", "90003"), ("90001", "90004"))
    page = client.post(reverse("admin:creer"), {"porteur": owner.pk, "certifinfo": "90001"})
    assert "Choisissez celui qui convient." in page.text
    assert "Prendre 90003" in page.text
    assert "Prendre 90004" in page.text
    assert page.context["form"]["certifinfo"].value() == "90001"


def test_a_draft_whose_code_is_replaced_says_so_and_takes_the_successor_by_a_button(client, owner):
    action = make.draft(owner, certifinfo="90001")
    replace(("90001", "90003"))
    page = client.get(address(action.formation))
    [issue] = [i for i in make.fresh(action).issues() if i.code == "certifinfo.archive"]
    assert (issue.blocking, issue.path) == (True, f"F{action.formation_id}.certifinfo")
    assert f"{address(action.formation)}#champ-certifinfo" in page.text
    assert "Prendre 90003 - Maçon du bâti" in page.text
    assert (
        client.post(
            address(action.formation), filled(page) | {"certifinfo": ["90001", "90003"]}
        ).status_code
        == 302
    )
    assert make.fresh(action.formation).certifinfo == "90003"
    assert not [i for i in make.fresh(action).issues() if i.code == "certifinfo.archive"]


def test_it_cannot_be_sent_with_an_archived_code_and_what_was_sent_may_be_validated(owner):
    action, sent = (
        make.draft(owner, certifinfo="90001"),
        make.offer(owner, "submitted", certifinfo="90001"),
    )
    replace(("90001", "90003"))
    with pytest.raises(Refused) as refusal:
        perform(action, "submit", by=make.member(owner))
    assert [i.code for i in refusal.value.issues] == ["certifinfo.archive"]
    perform(sent, "validate", by=make.staff())
    assert make.fresh(sent).is_online


def test_a_loaded_table_flags_the_actions_and_a_new_code_takes_the_flag_away(tmp_path, owner):
    action, other = make.draft(owner, certifinfo="90001"), make.draft(owner, certifinfo="90003")
    header = "code_ancien,libelle_ancien,etat_ancien,code_nouveau,libelle_nouveau,etat_nouveau"
    (tmp_path / "certifinfo_remplacements_extrait.csv").write_text(
        f"{header}\n90001,a,3,90003,b,3\n"
    )
    load(tmp_path)
    assert (make.fresh(action).certifinfo_remplace, make.fresh(other).certifinfo_remplace) == (
        True,
        False,
    )
    make.save(action.formation, by=make.member(owner), certifinfo="90003")
    assert not make.fresh(action).certifinfo_remplace
