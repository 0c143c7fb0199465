"""The pages of diffusion: for the Cariforef, and for nobody else."""

import pytest
from django.urls import reverse
from lxml import html

from exports.lheo.schema import problems
from exports.models import Diffusion, GroupePublie
from tests.exports import rows
from workflows.models import Publication

pytestmark = pytest.mark.django_db
EXPORT = "admin:exports_diffusion_export"


@pytest.fixture
def owner():
    return rows.etablissement(1)


@pytest.fixture
def online(owner):
    return rows.put_online(rows.action(owner, intitule="Vente <b> & conseil"))


@pytest.fixture
def staff_client(client):
    client.force_login(rows.staff())
    return client


def pages(online):
    publication, group = online.publications().get(), GroupePublie.objects.get()
    return [
        reverse(EXPORT),
        reverse("admin:exports_diffusion_preview", args=[publication.pk]),
        reverse("admin:exports_diffusion_changelist"),
        reverse("admin:exports_groupepublie_changelist"),
        reverse("admin:exports_groupepublie_change", args=[group.pk]),
        reverse("admin:workflows_publication_changelist"),
        reverse("admin:workflows_publication_change", args=[publication.pk]),
    ]


def test_staff_read_each_page(staff_client, online):
    for page in pages(online):
        assert staff_client.get(page).status_code == 200, page


def test_no_code_is_read_in_the_lists(staff_client, online, owner):
    publication, group = online.publications().get(), GroupePublie.objects.get()
    publications = reverse("admin:workflows_publication_changelist")
    for page in (publications, reverse("admin:exports_groupepublie_changelist"),
                 reverse("admin:workflows_publication_change", args=[publication.pk]),
                 reverse("admin:exports_groupepublie_change", args=[group.pk])):  # fmt: skip
        text = html.fromstring(staff_client.get(page).text).get_element_by_id("main").text_content()
        assert "Offre de formation" in text
        assert not {"ordinaire", "Offre de formation | action"} & {
            line.strip() for line in text.splitlines()
        }
    text = staff_client.get(publications).text
    assert (
        f'href="{reverse("admin:core_action_change", args=[online.pk])}">Action {online.pk}</a>'
        in text
    )
    of_owner = staff_client.get(publications, {"nature": "etablissement"}).text
    assert f">Établissement {owner.pk}</a>" in of_owner
    assert f">Action {online.pk}</a>" not in of_owner


def test_an_organisation_finds_nothing(client, online, owner):
    client.force_login(rows.organisation(owner))
    for page in pages(online):
        assert client.get(page).status_code == 404, page
    assert client.post(reverse(EXPORT)).status_code == 404


def test_a_visitor_is_asked_to_log_in(client, online):
    for page in pages(online):
        assert client.get(page).status_code == 302, page


def test_rows_are_not_edited(staff_client, online):
    publication = online.publications().get()
    for name in ("exports_diffusion", "exports_groupepublie", "workflows_publication"):
        assert staff_client.get(reverse(f"admin:{name}_add")).status_code == 404
    change = reverse("admin:workflows_publication_change", args=[publication.pk])
    assert staff_client.post(change, {"online": ""}).status_code == 403
    assert (
        staff_client.post(
            reverse("admin:workflows_publication_delete", args=[publication.pk])
        ).status_code
        == 404
    )
    assert Publication.objects.get(pk=publication.pk).online


def test_download(staff_client, online):
    response = staff_client.post(reverse(EXPORT), {"profile": "2.3"})
    assert response.streaming
    assert response["Content-Type"] == "application/xml"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="sofi-lheo-2.3-20')
    assert problems(response.getvalue()) == []
    row = Diffusion.objects.get()
    assert (row.verdict, row.sessions, row.by) == ("telechargee", 1, rows.staff())
    assert "Téléchargée" in staff_client.get(reverse(EXPORT)).text


def test_a_download_that_is_left_is_said_so(staff_client, online, monkeypatch):
    monkeypatch.setattr("exports.diffusion.stream.BLOCK", 10)
    response = staff_client.post(reverse(EXPORT))
    next(iter(response))
    # as the server does; `response.close()` would take the test's connection too
    response._iterator.close()
    assert Diffusion.objects.get().verdict == "interrompue"


def test_nothing_to_download_is_said(staff_client):
    response = staff_client.post(reverse(EXPORT), follow=True)
    assert "Aucune session active n’est en ligne" in response.text
    assert Diffusion.objects.get().verdict == "refusee"


def test_an_unknown_profile_is_refused(staff_client, online):
    assert staff_client.post(reverse(EXPORT), {"profile": "1.0"}).status_code == 400


def test_preview_shows_the_xml_escaped(staff_client, online):
    page = staff_client.get(
        reverse("admin:exports_diffusion_preview", args=[online.publications().get().pk])
    ).text
    assert (
        "&lt;intitule-formation&gt;Vente &amp;lt;b&amp;gt; &amp;"
        "amp; conseil&lt;/intitule-formation&gt;"
    ) in page
    assert "Conforme à LHÉO" in page


def test_preview_says_what_is_wrong(staff_client, online):
    publication = online.publications().get()
    payload = publication.payload
    payload["fiche"]["children"][0]["children"][0]["values"]["modalites_enseignement"] = ""
    Publication.objects.filter(pk=publication.pk).update(payload=payload)
    page = staff_client.get(reverse("admin:exports_diffusion_preview", args=[publication.pk])).text
    assert "« Modalités d’enseignement » est à renseigner : LHÉO le demande." in page
    assert f"/session/{online.sessions.get().pk}/" in page


def test_the_fiche_of_an_etablissement_has_no_preview(staff_client, owner):
    publication = owner.publications().get()
    assert (
        staff_client.get(
            reverse("admin:exports_diffusion_preview", args=[publication.pk])
        ).status_code
        == 404
    )
