"""A restoration that is refused, or that fails on its way, leaves the base and the files as they were."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.exploitation.backup import restoring
from core.exploitation.backup.archive import Problem
from tests.backup.places import contents, files
from tests.backup.samples import packed, unpacked, with_manifest


@pytest.fixture
def refused(saved, files_root):
    """Return what tries an archive, hears why it is refused, and finds nothing changed."""
    before, held = contents(), files(files_root)

    def tried(path=saved, *options, match):
        with pytest.raises(CommandError, match=match):
            call_command("restore", str(path), *options or ["--replace"])
        assert contents() == before
        assert files(files_root) == held
        assert [p.name for p in files_root.parent.iterdir()] == ["fichiers"]

    return tried


def test_what_cannot_be_restored_is_refused_with_a_sentence(saved, refused, tmp_path):
    content, path = unpacked(saved), tmp_path / "autre.tar.gz"
    packed(path, with_manifest(content, lambda m: m["migrations"].append(["core", "9999_future"])))
    refused(path, match=r"core\.9999_future, que cette base n’a pas")
    packed(path, with_manifest(content, lambda m: m["migrations"].remove(["core", "0001_initial"])))
    refused(path, match=r"core\.0001_initial, que l’archive n’a pas")
    packed(path, content | {"tables/core_site.jsonl": b""})
    refused(path, match="« tables/core_site.jsonl »")
    refused(saved, "--no-color", match="La base n’est pas vide .* --replace")
    refused(tmp_path / "absent.tar.gz", match="absent.tar.gz")


def test_a_failure_at_any_step_leaves_everything(refused, monkeypatch):
    for step in ("read", "verify", "Swap"):
        real = getattr(restoring, step)

        def failing(*args, step=step, real=real):
            if step == "read":
                real(*args)
            raise Problem(f"panne de {step}")

        with monkeypatch.context() as patch:
            patch.setattr(restoring, step, failing)
            refused(match=f"panne de {step}")


def test_a_failure_at_the_commit_puts_the_files_back(refused, monkeypatch):
    class Late(restoring.Swap):
        def __init__(self, *folders):
            super().__init__(*folders)
            with connection.cursor() as cursor:  # a membership of nobody: refused at the end
                cursor.execute(
                    "INSERT INTO core_membership (user_id, role, programme) VALUES (999999, 'cariforef', '')"
                )

    monkeypatch.setattr(restoring, "Swap", Late)
    refused(match="La base refuse ces données")
