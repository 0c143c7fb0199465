"""A certificate that nothing names any more leaves the disk: after the commit, and never before."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction

from core.models import Site
from tests import factories as make
from tests.files.test_received import PDF, certificate, kept, png, send, site
from tests.pages import address, filled
from workflows.service import perform

__all__ = ["site"]  # a fixture
pytestmark = pytest.mark.django_db
DAYS = 86_400


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return what does a step, then what its commit brings."""

    def do(step, *args, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return step(*args, **more)

    return do


def removed(client, site):
    data = filled(client.get(address(site)))
    data.pop("certification")
    return client.post(address(site), data | {"certification-clear": "on"})


def test_a_certificate_that_is_replaced_or_removed_leaves_the_disk(
    client, site, settings, committed
):
    committed(send, client, site, PDF)
    [first] = kept(settings)
    committed(send, client, site, png(), name="nouveau.png")
    [second] = kept(settings)
    assert second != first
    assert not first.parent.exists()
    assert client.get(certificate(site)).getvalue() == png()
    committed(removed, client, site)
    assert kept(settings) == []


def test_nothing_leaves_before_the_commit_nor_after_a_rollback(client, site, settings, committed):
    committed(send, client, site, PDF)
    [path] = kept(settings)

    def undone():
        with transaction.atomic():
            row = make.fresh(site)
            row.certification = ""
            row.save()
            transaction.set_rollback(True)

    committed(undone)
    assert path.exists()
    assert client.get(certificate(site)).getvalue() == PDF
    send(client, site, png())  # not committed: nobody may tell yet
    assert path.exists()


def test_a_published_certificate_stays_while_a_version_names_it(client, site, settings, committed):
    send(client, site, PDF)
    perform(make.put_online(make.fresh(site)), "reopen", by=make.staff())
    committed(send, client, site, png())
    assert len(kept(settings)) == 2
    committed(removed, client, site)
    [path] = kept(settings)
    assert path.read_bytes() == PDF
    committed(perform, make.fresh(site), "give_up", by=make.staff())
    assert client.get(certificate(site)).getvalue() == PDF


def test_what_is_given_up_leaves_and_what_another_site_names_stays(
    client, site, settings, committed
):
    committed(send, client, site, PDF)
    [path] = kept(settings)
    name = make.fresh(site).certification.name
    other = make.site(site.etablissement, "Annexe", online=False)
    Site.objects.filter(pk=other.pk).update(certification=name)
    committed(removed, client, site)
    assert path.exists()
    perform(make.put_online(make.fresh(site)), "reopen", by=make.staff())
    committed(send, client, site, png())
    committed(perform, make.fresh(site), "give_up", by=make.staff())
    assert kept(settings) == [path]


@pytest.mark.parametrize(
    "name",
    ["../dehors.pdf", "depots/../dehors.pdf", "depots/x/certificat.pdf", "imports/annuaire.pdf"],
)
def test_a_path_that_is_not_ours_is_never_removed(site, settings, committed, name):
    path = Path(settings.MEDIA_ROOT, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PDF)
    Site.objects.filter(pk=site.pk).update(certification=name)
    row = make.fresh(site)
    row.certification = ""
    committed(row.save)
    assert path.exists()
    path.unlink()


def test_what_a_transaction_undone_left_behind_goes_with_the_nightly_command(
    client, site, settings
):
    send(client, site, PDF)
    left = default_storage.save("depots/" + "a" * 24 + "/perdu.pdf", ContentFile(PDF))
    young = default_storage.save("depots/" + "b" * 24 + "/en-cours.pdf", ContentFile(PDF))
    for path in kept(settings):
        if path.name != "en-cours.pdf":
            os.utime(path, (time.time() - 2 * DAYS,) * 2)
    out = StringIO()
    call_command("effacer_anciens", stdout=out)
    assert "fichiers : 1." in out.getvalue()
    assert default_storage.exists(left)
    call_command("effacer_anciens", "--faire", stdout=out)
    assert not default_storage.exists(left)
    assert default_storage.exists(young)
    assert default_storage.exists(make.fresh(site).certification.name)
