"""The page of the import.

Staff only, a preview that writes nothing, a confirmation that writes it all.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.fasd.identifiants import grouped
from core.models import Attribution, Etablissement, Membership, Role, User
from tests.imports.samples import as_csv, as_xlsx, line, lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STATIC_ROOT = None
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def staff(client):
    user = User.objects.create_user("cariforef@example.org")
    Membership.objects.create(user=user, role=Role.CARIFOREF)
    client.force_login(user)
    return client


def send(client, content, name="region.csv"):
    return client.post(
        reverse("admin:import_region"), {"fichier": SimpleUploadedFile(name, content)}, follow=True
    )


def waiting(folder):
    return list((folder / "imports").glob("*")) if (folder / "imports").exists() else []


@pytest.mark.parametrize("name", ["admin:import_region", "admin:import_region_apercu"])
def test_an_organisation_does_not_know_that_the_page_exists(client, name):
    user = User.objects.create_user("of@example.org")
    Membership.objects.create(
        user=user,
        role=Role.ORGANISME,
        etablissement=Etablissement.objects.create(siret="13000511900032"),
    )
    assert client.get(reverse(name)).status_code == 302  # nobody yet: the login page
    client.force_login(user)
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"confirmer": "1"}).status_code == 404


def test_staff_sees_the_form_and_its_columns(staff):
    page = staff.get(reverse("admin:import_region")).content.decode()
    assert '<label for="id_fichier">' in page
    assert "nom_site_realisation" in page
    assert "<script>" not in page.split("<main")[1]


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_preview_writes_nothing_and_confirm_writes_all(staff, tmp_path, make):
    response = send(staff, make(lines(2)))
    assert "Rien n’a encore été enregistré" in response.content.decode()
    assert f"GIP CARIF OREF ({grouped('13000511900032')})" in response.content.decode()
    assert not Attribution.objects.exists()
    assert len(waiting(tmp_path)) == 1
    data = {"plan": response.context["fingerprint"], "confirmer": "1"}
    response = staff.post(reverse("admin:import_region_apercu"), data, follow=True)
    assert "est importé" in response.content.decode()
    assert Attribution.objects.count() == 2
    assert waiting(tmp_path) == []


def test_errors_stand_in_a_table_and_cannot_be_confirmed(staff):
    response = send(staff, as_csv([line(places="douze", annee="26")]))
    page = response.content.decode()
    assert "2 erreurs à corriger" in page
    assert "« douze » n’est pas un nombre entier." in page
    assert "confirmer" not in page
    staff.post(reverse("admin:import_region_apercu"), {"confirmer": "1", "plan": "?"})
    assert not Attribution.objects.exists()


def test_a_base_that_changed_since_the_preview_asks_again(staff):
    fingerprint = send(staff, as_csv(lines(2))).context["fingerprint"]
    Etablissement.objects.create(siret="26850242400297", raison_sociale="Créé entre-temps")
    response = staff.post(
        reverse("admin:import_region_apercu"), {"plan": fingerprint, "confirmer": "1"}
    )
    assert "La base a changé depuis l’aperçu" in response.content.decode()
    assert not Attribution.objects.exists()
    data = {"plan": response.context["fingerprint"], "confirmer": "1"}
    staff.post(reverse("admin:import_region_apercu"), data)
    assert Attribution.objects.count() == 2


def test_giving_up_forgets_the_file(staff, tmp_path):
    send(staff, as_csv([line()]))
    response = staff.post(reverse("admin:import_region_apercu"), {"abandonner": "1"}, follow=True)
    assert "abandonné" in response.content.decode()
    assert waiting(tmp_path) == []
    response = staff.get(reverse("admin:import_region_apercu"), follow=True)
    assert "Aucun fichier n’attend" in response.content.decode()


def test_a_second_file_replaces_the_first(staff, tmp_path):
    send(staff, as_csv([line()]))
    send(staff, as_csv(lines(2)))
    assert len(waiting(tmp_path)) == 1


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n\x00\x01", b"", b"PK\x03\x04abc", b"x" * (10 * 1024 * 1024 + 1)]
)
def test_other_contents_are_refused_beside_the_field(staff, tmp_path, content):
    response = send(staff, content)
    assert response.context["form"].errors["fichier"]
    assert 'role="alert"' in response.content.decode()
    assert waiting(tmp_path) == []


def test_nothing_new_offers_nothing_to_confirm(staff):
    response = send(staff, as_csv([line()]))
    staff.post(
        reverse("admin:import_region_apercu"),
        {"plan": response.context["fingerprint"], "confirmer": "1"},
    )
    page = send(staff, as_csv([line()])).content.decode()
    assert "Rien ne change" in page
    assert "Confirmer" not in page
