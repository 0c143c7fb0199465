"""The Qualiopi certificate.

Taken by its content, kept apart, sent to those who may read it, run by nobody.
"""

import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.files import received as files
from tests import factories as make
from tests.pages import address, filled

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SCRIPTED = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    b"trailer<<>>\n%%EOF\n"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40 + b"\xff\xd9"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def png(after=b""):
    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
        + after
    )


@pytest.fixture
def site(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    owner = make.etablissement("Alpha", online=False)
    client.force_login(make.member(owner))
    return owner.sites.get()


def send(client, site, content, name="certificat.pdf", content_type="application/pdf", **more):
    data = filled(client.get(address(site)))
    data.pop("certification", None)
    return client.post(
        address(site),
        data | {"certification": SimpleUploadedFile(name, content, content_type)} | more,
    )


def certificate(site):
    return reverse("admin:site_certificat", args=[site.pk])


def kept(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "ending"), [(PDF, "pdf"), (png(), "png"), (JPEG, "jpg")], ids=["pdf", "png", "jpg"]
)
def test_a_pdf_or_an_image_is_kept_and_given_back(client, site, content, ending):
    assert (
        send(client, site, content, name="n’importe quoi.exe", content_type="text/html").status_code
        == 302
    )
    name = make.fresh(site).certification.name
    assert name.startswith("depots/")
    assert name.endswith(f"/nimporte-quoi.{ending}")
    response = client.get(certificate(site))
    assert response.content == content
    assert response["Content-Type"] == files.TYPES[ending].content_type
    assert response["Content-Disposition"] == f'attachment; filename="nimporte-quoi.{ending}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


REFUSED = {
    "html": HTML,
    "svg": SVG,
    "html_pdf": HTML + PDF,
    "xml_pdf": b"<!--" + PDF + b"-->",
    "truncated_pdf": PDF[:30],
    "pdf_zip": PDF + b"PK\x05\x06" + b"\0" * 18 + b"%%EOF",
    "png_html": png(HTML),
    "png_bare": b"\x89PNG\r\n\x1a\n" + HTML,
    "jpeg_html": JPEG + HTML,
    "jpeg_zip": JPEG[:-2] + b"PK\x05\x06\xff\xd9",
    "gif": b"GIF89a" + b"\0" * 30,
    "text": b"certificat",
    "space_pdf": b" " + PDF,
    "exe": b"MZ" + b"\0" * 60,
}


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_by_a_sentence(client, site, settings, what):
    page = send(client, site, REFUSED[what])
    [sentence] = page.context["adminform"].form.errors["certification"]
    assert sentence.endswith(".")
    assert make.fresh(site).certification.name == ""
    assert kept(settings) == []


def test_six_megabytes_and_nothing_are_refused(client, site, settings):
    big = PDF[:-7] + b"\n" * (6 * 1024 * 1024) + b"%%EOF\n"
    assert "5 Mo" in send(client, site, big).context["adminform"].form.errors["certification"][0]
    assert "vide" in send(client, site, b"").context["adminform"].form.errors["certification"][0]
    assert kept(settings) == []


def test_a_pdf_with_a_script_is_given_as_a_file_to_save(client, site):
    send(client, site, SCRIPTED)
    response = client.get(certificate(site))
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\x.pdf",
        "/etc/cron.d/x",
        "a\0b.pdf",
        "CON.pdf",
        ".htaccess",
        "x" * 180 + ".pdf",
        "é\r\nX: y.pdf",
        "a.pdf.html",
        "%2e%2e%2f.pdf",
        ".pdf",
    ],
)
def test_no_name_leads_elsewhere(client, site, settings, name):
    assert send(client, site, PDF, name=name).status_code == 302
    [path] = kept(settings)
    assert path.parent.parent == Path(settings.MEDIA_ROOT, "depots")
    assert files.SAFE.fullmatch(path.name)
    response = client.get(certificate(site))
    assert response.status_code == 200
    assert "\n" not in response["Content-Disposition"]


def test_two_files_of_one_name_are_kept_apart(client, site, settings):
    send(client, site, PDF)
    send(client, site, PDF + b"\n")
    assert len({path.parent for path in kept(settings)}) == 2


def test_a_file_is_removed_from_the_fiche_by_its_box(client, site):
    send(client, site, PDF)
    data = filled(client.get(address(site)))
    data.pop("certification")
    assert client.post(address(site), data | {"certification-clear": "on"}).status_code == 302
    assert make.fresh(site).certification.name == ""
    assert client.get(certificate(site)).status_code == 404


def test_a_page_saved_without_a_file_keeps_the_one_it_had(client, site):
    send(client, site, PDF)
    before = make.fresh(site).certification.name
    data = filled(client.get(address(site)))
    data.pop("certification")
    assert client.post(address(site), data | {"ligne2": "Bâtiment B"}).status_code == 302
    assert make.fresh(site).certification.name == before


@pytest.mark.parametrize("typed", ["depots/x/certificat.pdf", "../../sofi.sqlite3"])
def test_a_path_typed_by_hand_is_nothing(client, site, typed):
    data = filled(client.get(address(site)))
    client.post(address(site), data | {"certification": typed})
    assert make.fresh(site).certification.name == ""


@pytest.mark.parametrize(
    "name", ["../../sofi.sqlite3", "imports/abc", "depots/x/page.html", "depots/x/image.svg"]
)
def test_a_name_that_is_not_ours_is_never_served(client, site, settings, name):
    path = Path(settings.MEDIA_ROOT, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HTML)
    type(site).objects.filter(pk=site.pk).update(certification=name)
    assert client.get(certificate(site)).status_code == 404


def test_the_certificate_is_read_by_its_organisation_and_the_cariforef_alone(client, site):
    send(client, site, PDF)
    other, third = make.etablissement("Beta"), make.etablissement("Gamma")
    answers = {}
    for user in (
        make.member(other),
        make.nobody(),
        make.manager(make.regional()),
        make.staff(),
        make.admin(),
    ):
        client.force_login(user)
        answers[user.email] = client.get(certificate(site)).status_code
    assert list(answers.values()) == [404, 404, 404, 200, 200]
    client.force_login(
        make.member(site.etablissement, sites=[third.sites.get()], local="restreint")
    )
    assert client.get(certificate(site)).status_code == 404
    client.logout()
    assert client.get(certificate(site)).status_code == 302


def test_a_mandataire_reads_the_site_of_its_lot_and_not_its_certificate(client, site):
    send(client, site, PDF)
    lead = make.etablissement("Mandataire")
    make.attribution(site.etablissement, lead)
    client.force_login(make.member(lead))
    assert client.get(reverse("admin:core_site_dossier", args=[site.pk])).status_code == 200
    assert client.get(certificate(site)).status_code == 404


def test_the_online_certificate_stays_while_another_waits(client, site, settings):
    send(client, site, PDF)
    make.put_online(make.fresh(site))
    from workflows.service import perform

    perform(make.fresh(site), "reopen", by=make.staff())
    send(client, site, png(), name="nouveau.png")
    online = client.get(certificate(site), {"version": "en-ligne"})
    assert online["Content-Type"] == "application/pdf"
    assert client.get(certificate(site))["Content-Type"] == "image/png"
    page = client.get(reverse("admin:core_site_dossier", args=[site.pk])).text
    assert "nouveau.png" in page
    perform(make.fresh(site), "give_up", by=make.staff())
    assert client.get(certificate(site))["Content-Type"] == "application/pdf"
