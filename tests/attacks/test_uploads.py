"""Files sent to the imports: bombs, pages, programs, odd names.

Certificates are shown by tests/files/test_received.py.
"""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.files.spreadsheets import MAX_UNPACKED
from tests import factories as make
from tests.files.test_received import HTML, PDF, SVG
from tests.imports.samples import as_csv, as_xlsx, line

pytestmark = pytest.mark.django_db
DOORS = {
    "admin:import_annuaire": "admin:import_annuaire_apercu",
    "admin:import_region": "admin:import_region_apercu",
    "admin:tableur": "admin:tableur_apercu",
}


@pytest.fixture
def campagne(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.attribution(make.etablissement("Alpha")).lot.campagne


@pytest.fixture
def staff(client, campagne):
    client.force_login(make.staff())
    return client


def send(client, door, content, campagne, name="fichier.xlsx"):
    return client.post(
        reverse(door), {"campagne": campagne.pk, "fichier": SimpleUploadedFile(name, content)}
    )


def kept(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def with_member(name, text) -> bytes:
    """Return a workbook with one more member, or with one in place of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([line()]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for member in source.namelist():
            if member != name:
                archive.writestr(member, source.read(member))
        archive.writestr(name, text)
    return out.getvalue()


def nested() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", b"0" * (MAX_UNPACKED + 1))
    return inner.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" if n else "&a;"}{f"&a{n - 1};" if n else "&a;"}">'
        for n in range(40)
    )
    + '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    '<c t="inlineStr"><is><t>&a39;&f;</t></is></c></row></sheetData></worksheet>'
)
REFUSED = {
    "bomb": lambda: with_member("xl/media/image1.bin", b"\0" * (MAX_UNPACKED + 1)),
    "bomb_of_words": lambda: with_member("xl/sharedStrings.xml", b" " * (MAX_UNPACKED + 1)),
    "nested": nested,
    "html": lambda: HTML + b"\0",
    "svg": lambda: SVG + b"\0",
    "pdf": lambda: PDF + b"\0",
    "exe": lambda: b"MZ\0\0" + b"\0" * 60,
    "cut": lambda: as_xlsx([line()])[:-40],
    "too_big": lambda: b"a;b\n" * (3 * 1024 * 1024),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_by_a_sentence_and_not_kept(
    staff, campagne, settings, door, what
):
    page = send(staff, door, REFUSED[what](), campagne)
    assert page.status_code == 200
    [sentence] = page.context["form"].errors["fichier"]
    assert sentence.endswith(".")
    assert kept(settings) == []


@pytest.mark.parametrize("door", DOORS)
def test_entities_of_a_workbook_are_not_unfolded(staff, campagne, door):
    send(staff, door, with_member("xl/worksheets/sheet1.xml", ENTITIES), campagne)
    page = staff.get(reverse(DOORS[door]), follow=True)
    assert "root:" not in page.text
    assert "aaaaaaaaaaaaaaaaaaaa" not in page.text


NAMES = [
    "../../../etc/cron.d/x.csv",
    "..\\..\\x.csv",
    "a\0b.csv",
    "CON.csv",
    "é\r\nSet-Cookie: x=y.csv",
    "<script>alert(1)</script>.csv",
    '"><img src=x onerror=alert(1)>.csv',
    "%2e%2e%2fx.csv",
    "x" * 190 + ".csv",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_a_word_to_show_and_nothing_else(staff, campagne, settings, name):
    assert (
        send(staff, "admin:import_region", as_csv([line()]), campagne, name=name).status_code == 302
    )
    [path] = kept(settings)
    assert path.parent == Path(settings.MEDIA_ROOT, "imports")
    page = staff.get(reverse("admin:import_region_apercu"))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "Set-Cookie: x" not in str(page.headers)


def test_a_name_without_end_is_refused_by_a_sentence(staff, campagne):
    page = send(staff, "admin:import_region", as_csv([line()]), campagne, name="x" * 240 + ".csv")
    assert page.context["form"].errors["fichier"]


def test_what_a_cell_says_is_not_run_by_the_preview(staff, campagne):
    content = (
        "SIRET;raison_sociale;"
        f"<script>alert(2)</script>\n{make.etablissement('Beta').siret};<script>alert(1)</script>;x\n"
    )
    send(staff, "admin:import_annuaire", content.encode(), campagne, name="a.csv")
    page = staff.get(reverse("admin:import_annuaire_apercu"))
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("door", DOORS)
def test_the_file_that_waits_is_of_one_session(staff, campagne, door):
    """Another of the same right sees nothing of it: nothing in an address names it."""
    content = (
        as_csv([line()])
        if door != "admin:import_annuaire"
        else f"SIRET;ligne 2\n{make.etablissement('B').siret};X\n".encode()
    )
    send(staff, door, content, campagne, name="fichier.csv")
    other = Client()
    other.force_login(make.staff("autre"))
    page = other.get(reverse(DOORS[door]), follow=True)
    assert "fichier.csv" not in page.text
