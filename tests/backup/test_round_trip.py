"""What a backup holds comes back: every row, every file, every number, in another base and on another engine."""

import re
import stat
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session as LoginSession
from django.core.management import CommandError, call_command
from django.db import connection

from core.demo import build as demo
from core.exploitation.backup import tables
from core.models import Etablissement, Session
from tests import factories as make
from tests.backup.places import contents, files, manage, other_base, told
from workflows.models import Change


def without_date(path):
    """Return a LHÉO file but for the moment at which it was made."""
    return re.sub(rb'(info="(?:date|heure)-export">)\d+', rb"\1", path.read_bytes())


@pytest.fixture
def demonstration(transactional_db, files_root, monkeypatch):
    """A small demonstration, where the newest session was deleted and somebody is logged in."""
    monkeypatch.setattr(demo, "ACTIONS", 8)
    demo.build()
    action = make.draft(Etablissement.objects.order_by("pk").first(), complete=False)
    action.sessions.get().delete()
    LoginSession.objects.create(
        session_key="x" * 32, session_data="secret", expire_date=datetime(2099, 1, 1, tzinfo=UTC)
    )
    change = Change.objects.order_by("pk").last()
    change.fields = [
        {
            "path": "É.x",
            "z": None,
            "a": [1.5, "« l’été »\n", True],
            "before": "",
            "after": "\\ \" 'é",
        }
    ]
    change.save()
    Change.objects.filter(pk=change.pk).update(
        at=datetime(2026, 1, 5, 8, 30, 1, 123457, tzinfo=UTC)
    )


def test_the_demonstration_comes_back_elsewhere(demonstration, files_root, tmp_path):
    archive, before = tmp_path / "sofi.tar.gz", contents()
    last = before["core_session"].last
    assert last > Session.objects.order_by("-pk").values_list("pk", flat=True)[0]
    call_command("backup", str(archive), verbosity=0)
    call_command("export_lheo", str(tmp_path / "avant.xml"))
    for vendor in dict.fromkeys([connection.vendor, "sqlite"]):
        var, again = tmp_path / vendor, tmp_path / f"{vendor}.tar.gz"
        with other_base(vendor, tmp_path) as url:
            manage("restore", str(archive), url=url, var=var)
            manage("backup", str(again), url=url, var=var)
            manage("export_lheo", str(tmp_path / "apres.xml"), url=url, var=var)
        assert told(again) == told(archive) == before
        assert files(var / "fichiers") == files(files_root)
        assert without_date(tmp_path / "apres.xml") == without_date(tmp_path / "avant.xml")
        Session.objects.all().delete()
        LoginSession.objects.all().delete()
        call_command("restore", str(again), "--replace")  # and back, from the other engine
        assert contents() == before
    assert Etablissement.objects.create(siret="0" * 14).pk == before["core_etablissement"].last + 1


def test_what_came_since_is_replaced_when_asked(saved, owner, files_root):
    before, held = contents(), files(files_root)
    make.offer(owner, "draft")
    (files_root / "nouveau.txt").write_text("ajouté depuis")
    assert contents() != before
    call_command("restore", str(saved), "--replace")
    assert contents() == before
    assert files(files_root) == held
    assert [p.name for p in files_root.parent.iterdir()] == ["fichiers"]  # nothing is left beside
    call_command("flush", interactive=False, verbosity=0)
    with pytest.raises(CommandError, match="Le dossier des fichiers n’est pas vide"):
        call_command("restore", str(saved))
    assert files(files_root) == held


def test_a_backup_replaces_nothing_and_leaves_nothing_half_made(saved):
    before = saved.read_bytes()
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", str(saved))
    assert saved.read_bytes() == before
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("backup", str(saved.parent / "absent" / "x.tar.gz"))
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [p.name for p in saved.parent.iterdir() if p.name.startswith(".")] == []


@pytest.mark.django_db
def test_every_table_of_the_base_is_saved_or_named():
    assert tables.unknown(connection) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 1, 5, 8, 30, 1, 123457, tzinfo=UTC), "2026-01-05T08:30:01.123457+00:00"),
        (Decimal("12.50"), "12.50"),
        (b"\x00\xff", "AP8="),
    ],
)
def test_a_value_keeps_its_last_digit(value, text):
    assert tables.written(value) == text
