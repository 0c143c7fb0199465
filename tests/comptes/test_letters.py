"""Letters, and who has them printed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.comptes import cles, letters
from core.comptes.models import CleActivation
from tests import factories as make
from tests.comptes.entering import NEVER

pytestmark = pytest.mark.django_db


def test_letters_are_printed_and_no_markup_is_read(alpha):
    type(alpha).objects.filter(pk=alpha.pk).update(
        raison_sociale='#panic("x") *gras* $x$ <l> & "guillemets" \\ #sys.inputs'
    )
    row, key = cles.create_key(make.fresh(alpha), by=make.staff())
    content = letters.pdf([(row, key)])
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content
    assert alpha.siret not in letters.code("x")


def test_staff_make_keys_from_a_list_and_get_the_letters(client, alpha):
    beta = make.etablissement("Bêta")
    client.force_login(make.staff())
    address = reverse("admin:cles_nouvelles")
    assert "Alpha" in client.get(f"{address}?q=alpha").text
    assert "Alpha" not in client.get(f"{address}?q=beta").text
    sirets = f"{alpha.siret}\n{beta.siret}\n{NEVER}"
    file = SimpleUploadedFile("liste.csv", f"Nom;SIRET\nBêta;{beta.siret}\n".encode())
    preview = client.post(address, {"choisis": [alpha.pk], "sirets": NEVER, "fichier": file})
    assert "Bêta" in preview.text
    assert "Alpha" in preview.text
    assert NEVER in preview.text
    assert CleActivation.objects.count() == 0
    done = client.post(address, {"sirets": sirets, "confirmer": "1"})
    assert done["Content-Type"] == "application/pdf"
    assert done.content.startswith(b"%PDF-")
    assert CleActivation.objects.count() == 2


def test_the_list_of_keys_leads_to_the_page_that_makes_them(client):
    client.force_login(make.staff())
    assert f'href="{reverse("admin:cles_nouvelles")}">Créer des clés</a>' in client.get(
        reverse("admin:comptes_cleactivation_changelist")
    ).text  # fmt: skip


def test_what_is_typed_and_is_no_siret_is_told(client, alpha):
    client.force_login(make.staff())
    page = client.post(reverse("admin:cles_nouvelles"), {"sirets": f"{alpha.siret}, abc\n12 34"})
    assert page.context["unknown"] == ["abc", "1234"]


def test_organisations_make_no_key(client, alpha):
    client.force_login(make.member(alpha))
    assert client.get(reverse("admin:cles_nouvelles")).status_code == 404
    assert (
        client.post(
            reverse("admin:cles_nouvelles"), {"sirets": alpha.siret, "confirmer": "1"}
        ).status_code
        == 404
    )
    assert CleActivation.objects.count() == 0
