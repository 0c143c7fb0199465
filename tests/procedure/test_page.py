"""The pages of the procédures, and their PDF: who reads which, and with which rules."""

import json
import re
import zlib
from contextlib import suppress
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core import plugins
from core.models import LigneAjustement, VersionRegles
from core.procedure.content import procedure
from core.procedure.names import Excerpt
from core.procedure.pdf import pdf
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def attribution():
    return make.attribution(make.etablissement("Alpha"))


def page_of(campagne):
    return reverse("admin:core_campagne_procedure", args=[campagne.pk])


def tighten(campagne, numero=1, **line):
    """Keep a version of the rules in force, as the page of the campaign does."""
    now = timezone.now()
    version = VersionRegles.objects.create(
        campagne=campagne, numero=numero, effet=date(2026, 1, 1), le=now, par_label="Gaëlle Tion"
    )
    LigneAjustement.objects.create(version=version, le=now, par_label="Gaëlle Tion", **line)
    campagne.derniere_version = numero
    campagne.save()


def test_an_organisation_reads_the_procedure_of_its_campaign(client, attribution):
    client.force_login(make.member(attribution.formateur))
    campagne = attribution.lot.campagne
    listed = client.get(reverse("admin:procedures")).text
    assert page_of(campagne) in listed
    text = client.get(page_of(campagne)).text
    assert f"Campagne {campagne.annee}" in text
    for title in (
        "Connexion au tableau de bord",
        "Fiche Formation",
        "Fiche Dispositif",
        "Ressources et contact",
    ):
        assert title in text
    assert "15061 - Accompagnement vers emploi" in text


def test_it_is_rendered_with_the_ajustements_of_the_campaign(client, attribution):
    campagne = attribution.lot.campagne
    tighten(
        campagne,
        champ="mon_plus",
        obligation="required",
        message="Trois points forts.",
        source="Note du 2 mars",
    )
    client.force_login(make.member(attribution.formateur))
    text = client.get(page_of(campagne)).text
    assert "version 1, en vigueur depuis le 1er janvier 2026 (Gaëlle Tion)" in text
    assert "Trois points forts." in text
    assert "Note du 2 mars" in text


def test_the_pdf_is_tagged_in_french_and_named(client, attribution):
    client.force_login(make.member(attribution.formateur))
    response = client.get(page_of(attribution.lot.campagne), {"format": "pdf"})
    assert response["Content-Type"] == "application/pdf"
    assert "sofi-procedure-" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF-1.7")
    content = unpacked(response.content)
    for mark in (
        b"pdfuaid:part",
        b"/MarkInfo",
        b"/Marked true",
        b"/Lang(fr)",
        b"/StructTreeRoot",
        b"/TH",
        b"/Table",
    ):
        assert mark in content, mark


def unpacked(content: bytes) -> bytes:
    """Return a PDF with its compressed streams in clear."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"".join(found)


def test_hostile_texts_are_data_in_the_pdf():
    """What looks like markup of typst is shown, not run."""
    hostile = '#read("/etc/passwd") $x$ #panic() <label> @ref */ "'
    found = procedure(make.regional(), names=Excerpt(), version=hostile, day=hostile)
    assert pdf(found).startswith(b"%PDF")
    assert hostile in json.dumps(found.as_data(), ensure_ascii=False).replace('\\"', '"')


def test_an_unknown_format_is_refused(client, attribution):
    client.force_login(make.member(attribution.formateur))
    assert client.get(page_of(attribution.lot.campagne), {"format": "doc"}).status_code == 400


def test_the_campaign_of_others_does_not_exist(client, attribution):
    other = make.etablissement("Beta")
    client.force_login(make.member(other))
    assert client.get(page_of(attribution.lot.campagne)).status_code == 404
    assert str(attribution.lot.campagne) not in client.get(reverse("admin:procedures")).text
    assert client.get(reverse("admin:procedure_programme", args=["ordinaire"])).status_code == 200
    code = attribution.lot.campagne.programme
    assert client.get(reverse("admin:procedure_programme", args=[code])).status_code == 404


def test_a_manager_reads_those_of_its_programmes_only(client, attribution):
    first = plugins.programme(attribution.lot.campagne.programme)
    client.force_login(make.manager(first))
    assert client.get(page_of(attribution.lot.campagne)).status_code == 200
    assert client.get(reverse("admin:procedure_programme", args=[first.code])).status_code == 200
    other = next((p for p in make.programmes() if p.code != first.code), None)
    if other:
        assert (
            client.get(reverse("admin:procedure_programme", args=[other.code])).status_code == 404
        )
        client.force_login(make.manager(other))
        assert client.get(page_of(attribution.lot.campagne)).status_code == 404


def test_staff_read_them_all(client, attribution):
    client.force_login(make.staff())
    assert client.get(page_of(attribution.lot.campagne)).status_code == 200
    for programme in plugins.programmes():
        text = client.get(reverse("admin:procedure_programme", args=[programme.code])).text
        assert ("Règles à confirmer" in text) is programme.a_confirmer


def test_an_account_without_a_role_reads_none(client, attribution):
    client.force_login(make.nobody())
    assert client.get(reverse("admin:procedures")).status_code == 404
    assert client.get(page_of(attribution.lot.campagne)).status_code == 404


def test_the_page_asks_as_often_for_many_campaigns(client, attribution, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(make.staff())
    client.get(reverse("admin:procedures"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("admin:procedures"))
    for year in (2031, 2032):
        make.attribution(attribution.formateur, annee=str(year), numero_lot=f"L{year}")
    with django_assert_num_queries(len(one)):
        client.get(reverse("admin:procedures"))


def test_the_command_writes_the_pages_and_refuses_an_unknown_code(tmp_path, capsys):
    (tmp_path / "disparu.md").write_text("vieux")
    call_command("procedure_de_saisie", "--all", "--dossier", str(tmp_path))
    assert not (tmp_path / "disparu.md").exists()
    assert (tmp_path / "ordinaire.md").read_text().startswith("# Procédure de saisie SOFI")
    with pytest.raises(CommandError, match="Programme inconnu"):
        call_command("procedure_de_saisie", "inconnu")
    with pytest.raises(CommandError, match="--all"):
        call_command("procedure_de_saisie")
