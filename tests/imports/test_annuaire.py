"""Import of the annuaire: shown first, then written to drafts; what is online does not move."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.demo.organisations import siret
from core.models import Etablissement
from tests import factories as make
from tests.pages import form_of
from workflows.models import Change

pytestmark = pytest.mark.django_db
UPLOAD, PREVIEW = "/gestion/import-annuaire/", "/gestion/import-annuaire/apercu/"


@pytest.fixture
def owner(client):
    client.force_login(make.staff())
    return make.etablissement("Alpha")


def send(client, *lines, name="annuaire.csv"):
    content = "\n".join(";".join(line) for line in lines).encode()
    client.post(UPLOAD, {"fichier": SimpleUploadedFile(name, content)})
    return client.get(PREVIEW)


def confirm(client):
    return client.post(PREVIEW, {**form_of(client.get(PREVIEW), "plan"), "confirmer": "1"})


def test_what_changes_is_shown_then_written_to_a_draft(client, owner):
    site = owner.sites.get()
    page = send(
        client,
        ("SIRET", "Site", "Téléphone fixe", "Ligne 1"),
        (owner.siret, str(site.pk), "02 41 00 00 00", ""),
    )
    assert "02 41 00 00 00" in page.text
    assert make.fresh(site).telephone_fixe == "02 40 20 40 20"
    assert confirm(client).status_code == 302
    after = make.fresh(site)
    assert (after.telephone_fixe, after.ligne1, after.state) == (
        "02 41 00 00 00",
        site.ligne1,
        "draft",
    )
    assert after.is_online
    assert (
        after.publications().first().payload["fiche"]["values"]["telephone_fixe"]
        == "02 40 20 40 20"
    )
    assert Change.objects.of(site).first().door == "import"
    assert make.fresh(owner).state == "validated"


def test_an_unknown_siret_becomes_a_draft_with_its_site(client, owner):
    number = siret(91234567)
    send(
        client,
        ("siret", "raison_sociale", "domaines", "commune", "code_postal"),
        (
            number,
            "Nouvelle",
            "15061 - Accompagnement vers emploi, 15474",
            "44109 - Nantes",
            "44000",
        ),
    )
    confirm(client)
    new = Etablissement.objects.get(siret=number)
    assert (new.raison_sociale, new.domaines, new.state) == (
        "Nouvelle",
        ["15061", "15474"],
        "draft",
    )
    assert (new.sites.get().principal, new.sites.get().commune) == (True, "44109")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"SIRET": "12345678901234"}, "clé de contrôle"),
        ({"SIRET": "", "Ligne 2": "Bâtiment B"}, "Le SIRET manque."),
        ({"Site": "999999"}, "n’est pas un site de cet établissement"),
        ({"Site": "abc"}, "n’est pas un numéro de site"),
        ({"Email": "personne"}, "adresse e-mail"),
        ({"NDA": "12"}, "11 caractères"),
        ({"Fin de certification Qualiopi": "demain"}, "n’est pas une date"),
        ({"Domaine formation": "99999"}, "n’est pas un code connu"),
        ({"Commune INSEE": "99999"}, "n’est pas un code connu"),
        ({"Qualité": "Autre"}, "n’est pas un choix possible"),
        ({"Ligne 1": "x" * 51}, "50 au plus"),
    ],
)
def test_a_fault_refuses_the_whole_file_by_a_sentence(client, owner, line, sentence):
    cells = {"SIRET": owner.siret} | line
    cells["Numéro de déclaration d’activité"] = cells.pop("NDA", "")
    page = send(client, tuple(cells), tuple(cells.values()))
    assert sentence in page.text
    assert "plan" not in page.text.split('<form method="post"')[-1].split("name=")[1][:6]
    assert client.post(PREVIEW, {"plan": "x", "confirmer": "1"}).status_code == 200
    assert not Change.objects.of(owner).filter(door="import").exists()


def test_what_waits_is_left_and_what_moved_since_is_asked_again(client, owner):
    from workflows.service import perform

    site = owner.sites.get()
    send(client, ("SIRET", "Ligne 2"), (owner.siret, "Bâtiment B"))
    shown = form_of(client.get(PREVIEW), "plan")
    perform(site, "reopen", by=make.staff())
    make.fill_annuaire(make.fresh(site), {"ligne2": "Étage 3"})
    assert "a changé depuis" in client.post(PREVIEW, {**shown, "confirmer": "1"}).text
    perform(make.fresh(site), "submit", by=make.staff())
    assert "elle est laissée comme elle est" in client.get(PREVIEW).text
    assert make.fresh(site).ligne2 == "Étage 3"


def test_the_export_of_the_list_comes_back_unchanged(client, owner):
    for model in ("etablissement", "site"):
        file = client.get(reverse(f"admin:core_{model}_export"), {"_format": "csv"}).content
        client.post(UPLOAD, {"fichier": SimpleUploadedFile("export.csv", file)})
        page = client.get(PREVIEW)
        assert page.context["errors"] == []
        assert page.context["plan"].empty, page.context["differences"]


def test_two_lines_that_contradict_each_other_are_refused(client, owner):
    page = send(
        client, ("SIRET", "NDA"), (owner.siret, "52440000044"), (owner.siret, "52440000045")
    )
    assert page.context["errors"]


@pytest.mark.parametrize("who", ["member", "manager", "nobody"])
def test_only_the_cariforef_imports(client, owner, who):
    user = {
        "member": lambda: make.member(owner),
        "manager": lambda: make.manager(make.regional()),
        "nobody": make.nobody,
    }[who]()
    client.force_login(user)
    assert client.get(UPLOAD).status_code == 404
    assert client.get(PREVIEW).status_code == 404
    assert client.post(UPLOAD, {}).status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"\0\0", b"<html>", b"SIRET\n", b"PK\x03\x04", b"a;b\n1;2\n"]
)
def test_what_is_no_annuaire_is_refused(client, owner, content):
    page = client.post(UPLOAD, {"fichier": SimpleUploadedFile("x.csv", content)}, follow=True)
    assert page.status_code == 200
    assert "alerte-erreur" in page.text


def test_a_large_file_costs_no_more_queries_to_read(client, owner, django_assert_max_num_queries):
    from core.imports.annuaire.prepare import prepare

    rows = [f"{siret(93000000 + n)};Organisme {n};15061" for n in range(1500)]
    content = "\n".join(
        ["SIRET;Raison sociale ou enseigne INSEE;Domaine formation", *rows]
    ).encode()
    with django_assert_max_num_queries(8):
        assert len(prepare(content).created) == 1500
