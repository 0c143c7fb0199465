"""The export of everything that is active: streamed, valid, and never half-written."""

import hashlib
import logging
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from exports.diffusion import raw_bytes
from exports.diffusion import runs as diffusion
from exports.diffusion import stream as flux
from exports.lheo.profiles import DEFAULT
from exports.lheo.schema import problems, problems_in_file
from exports.models import Diffusion, GroupePublie, SessionPubliee
from tests.exports import rows

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


@pytest.fixture
def owner():
    return rows.etablissement(1)


@pytest.fixture
def offers(owner):
    """Return two offers online: one of two sessions, one of a session that ends today."""
    first = rows.put_online(rows.action(owner, sessions=2))
    second = rows.action(owner, intitule="Ancienne")
    second.sessions.update(date_fin=timezone.localdate())
    return first, rows.put_online(second)


def test_the_file_is_valid_and_says_when(offers, tmp_path):
    path = tmp_path / "lheo.xml"
    call_command("export_lheo", str(path))
    text = path.read_text(encoding="utf-8")
    assert problems_in_file(path) == []
    assert problems(text.encode()) == []
    assert text.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>'
    )
    assert (
        '<extras info="flux-intercarif"><extra '
        f'info="date-export">{timezone.localdate():%Y%m%d}</extra>'
    ) in text
    assert 'info="heure-export">' in text
    assert [p.name for p in tmp_path.iterdir()] == ["lheo.xml"]


def test_each_formation_tag_begins_a_line(offers, tmp_path):
    path = tmp_path / "lheo.xml"
    call_command("export_lheo", str(path))
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    assert sum(line.startswith("<formation ") for line in lines) == text.count("<formation ") == 2
    assert sum(line.startswith("</formation>") for line in lines) == text.count("</formation>") == 2


def test_a_session_is_active_until_the_end_of_its_last_day(offers):
    today = timezone.localdate()
    assert SessionPubliee.objects.active().count() == 3
    assert SessionPubliee.objects.active(today + YESTERDAY).count() == 2
    SessionPubliee.objects.update(active_until=None)
    assert SessionPubliee.objects.active(date(2199, 1, 1)).count() == 3


def test_ended_sessions_and_groups_without_any_are_left_out(offers, tmp_path):
    first, second = offers
    ended = SessionPubliee.objects.filter(
        session__in=[first.sessions.earliest("pk").pk, second.sessions.get().pk]
    )
    ended.update(active_until=timezone.localdate() - YESTERDAY)
    path = tmp_path / "lheo.xml"
    call_command("export_lheo", str(path))
    text = path.read_text(encoding="utf-8")
    assert problems(text.encode()) == []
    assert text.count("<formation ") == text.count("<action ") == 1
    assert f'<session numero="{first.sessions.latest("pk").pk}">' in text


def test_the_export_leaves_a_trace(offers, tmp_path, caplog):
    path = tmp_path / "lheo.xml"
    with caplog.at_level(logging.INFO, "sofi.exports"):
        call_command("export_lheo", str(path))
    row = Diffusion.objects.get()
    content = path.read_bytes()
    assert (row.profile, row.groups, row.sessions, row.verdict, row.by) == (
        "2.3",
        2,
        3,
        "valide",
        None,
    )
    assert (row.bytes, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert row.finished_at >= row.started_at
    [line] = [record for record in caplog.records if record.getMessage() == "export"]
    assert (line.groups, line.sessions, line.verdict) == (2, 3, "valide")


def test_nothing_active_is_refused_in_words(tmp_path):
    path = tmp_path / "lheo.xml"
    path.write_text("le précédent")
    with pytest.raises(CommandError, match="Aucune session active n’est en ligne"):
        call_command("export_lheo", str(path))
    assert path.read_text() == "le précédent"
    assert Diffusion.objects.get().verdict == "refusee"


def test_a_file_that_is_not_valid_does_not_replace_the_previous_one(offers, tmp_path, capsys):
    SessionPubliee.objects.filter(session=offers[1].sessions.get().pk).update(
        fragment_2_3="\n<action>?</action>"
    )
    path = tmp_path / "lheo.xml"
    path.write_text("le précédent")
    with pytest.raises(CommandError, match="pas conforme à LHÉO"):
        call_command("export_lheo", str(path))
    assert path.read_text() == "le précédent"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lheo.xml", "lheo.xml.refuse"]
    assert capsys.readouterr().err.startswith("ligne ")
    row = Diffusion.objects.get()
    assert row.verdict == "refusee"
    assert row.problems[0]["line"] > 1


def test_an_export_that_fails_leaves_nothing(offers, tmp_path, monkeypatch):
    def broken(*args):
        yield b"<lheo>"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(diffusion, "stream", broken)
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("export_lheo", str(tmp_path / "lheo.xml"))
    assert list(tmp_path.iterdir()) == []
    assert Diffusion.objects.get().verdict == "interrompue"


def test_standard_output(offers, capfdbinary):
    call_command("export_lheo", "-")
    assert problems(capfdbinary.readouterr().out) == []


def test_blocks_come_as_rows_are_read(offers, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(flux, "BLOCK", 1000)
    monkeypatch.setattr(raw_bytes, "ROWS", 1)
    queries = (
        1 if connection.vendor == "postgresql" else 5
    )  # is there something (COPY is not counted); everything and the cache
    with django_assert_num_queries(queries):
        blocks = list(flux.stream(DEFAULT, flux.Tally()))
    assert len(blocks) > 5
    assert problems(b"".join(blocks)) == []


def test_memory_stays_flat(offers, monkeypatch):
    """Rows are asked for as blocks leave: the export never holds the base."""
    group = GroupePublie.objects.latest("pk")
    model = SessionPubliee.objects.filter(group=group).first()
    fields = {
        f.attname: getattr(model, f.attname)
        for f in SessionPubliee._meta.fields
        if f.attname not in ("id", "session")
    }
    SessionPubliee.objects.bulk_create(
        SessionPubliee(**fields, session=10_000 + n) for n in range(2000)
    )
    monkeypatch.setattr(flux, "BLOCK", 64 * 1024)
    sizes = [len(block) for block in flux.stream(DEFAULT, flux.Tally())]
    assert sum(sizes) > 2000 * len(model.fragment_2_3)
    assert max(sizes) < 64 * 1024 + 3 * len(model.fragment_2_3) + len(group.head_2_3)
