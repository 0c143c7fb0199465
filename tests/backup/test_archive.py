"""What is not a sound archive of ours is refused before anything is written."""

import gzip
import io
import stat
import tarfile

import pytest

from core.exploitation.backup import archive
from core.exploitation.backup.archive import FILES, MANIFEST, Damaged, Digested, Problem
from tests.backup.samples import TABLE, packed, unpacked, with_manifest, write


@pytest.fixture
def sound(tmp_path):
    return write(tmp_path / "sofi.tar.gz")


def refused(path, match="abîmée"):
    with pytest.raises(Damaged, match=match):
        archive.verified(path)


def test_a_sound_archive_is_read(sound):
    assert set(archive.verified(sound)["files"]) == {"a/été.pdf", "vide"}
    assert stat.S_IMODE(sound.stat().st_mode) == 0o600


def test_a_file_is_written_whole_or_not_at_all(sound, tmp_path):
    before = sound.read_bytes()
    with pytest.raises(Problem, match="existe déjà"):
        write(sound)
    assert sound.read_bytes() == before
    with pytest.raises(TypeError), archive.new_file(tmp_path / "autre") as file:
        file.write("du texte au lieu d’octets")
    assert [p.name for p in tmp_path.iterdir()] == [sound.name]


# Damage -----------------------------------------------------------------------------------------


def test_any_byte_that_changed_is_found(sound):
    """But for the head of gzip, of which only the first bytes mean something."""
    good = sound.read_bytes()
    for place in (
        0,
        1,
        2,
        30,
        len(good) // 3,
        len(good) // 2,
        len(good) - 60,
        len(good) - 6,
        len(good) - 1,
    ):
        sound.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        refused(sound)


def test_an_archive_cut_short_is_found(sound):
    good = sound.read_bytes()
    for left in (0, 10, len(good) // 3, len(good) // 2, -100, -9, -1):
        sound.write_bytes(good[:left])
        refused(sound, "abîmée|incomplète")


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "texte.tar.gz"
    path.write_text("bonjour")
    refused(path)
    path.write_bytes(gzip.compress(b"bonjour" * 1000))
    refused(path, "abîmée|incomplète")


def test_a_changed_or_missing_member_is_named(sound):
    content = unpacked(sound)
    refused(
        packed(sound, content | {TABLE: content[TABLE].replace(b"Alpha 9", b"Omega 9")}),
        f"« {TABLE} »",
    )
    refused(packed(sound, {n: c for n, c in content.items() if n != TABLE}), f"« {TABLE} »")
    refused(packed(sound, {n: c for n, c in content.items() if n != MANIFEST}), "manifeste manque")
    refused(packed(sound, {f"{FILES}de trop": b""} | content), "de trop")


@pytest.mark.parametrize(
    "change", [dict.clear, lambda m: m.update(tables=[]), lambda m: m["files"].update({"x": 1})]
)
def test_a_manifest_that_does_not_read_is_refused(sound, change):
    refused(packed(sound, with_manifest(unpacked(sound), change)), "manifeste")
    refused(packed(sound, unpacked(sound) | {MANIFEST: b"{"}), "manifeste")


def test_a_format_to_come_is_refused(sound):
    packed(sound, with_manifest(unpacked(sound), lambda m: m.update(format=99)))
    with pytest.raises(Problem, match="format 99"):
        archive.verified(sound)


# Malice -----------------------------------------------------------------------------------------

LEAVING = [
    "fichiers/../../dehors.txt", "/fichiers/x", "../x", "fichiers/./x", "fichiers//x", "autre.txt", "fichiers/a\\..\\b",
    "fichiers/..", "tables/../fichiers/x",
]  # fmt: skip


@pytest.mark.parametrize("name", LEAVING)
def test_a_name_that_leaves_the_archive_is_refused(sound, name):
    refused(packed(sound, {name: b"malice"} | unpacked(sound)), "pas sa place")


@pytest.mark.parametrize("name", ["../dehors.txt", "/dehors.txt", "a/../../dehors.txt"])
def test_nothing_is_written_out_of_the_folder(tmp_path, name):
    folder = tmp_path / "dossier"
    folder.mkdir()
    with pytest.raises(Damaged, match="sortirait"):
        archive.extract(Digested(io.BytesIO(b"malice")), name, folder, 0o600)
    (folder / "lien").symlink_to(tmp_path)
    with pytest.raises(Damaged, match="sortirait"):
        archive.extract(Digested(io.BytesIO(b"malice")), "lien/dehors.txt", folder, 0o600)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dossier"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_what_is_not_a_file_is_refused(sound, kind):
    member = tarfile.TarInfo(f"{FILES}lien")
    member.type, member.linkname = kind, "/etc/passwd"
    refused(packed(sound, {}, member), "pas sa place")


def test_a_member_given_twice_or_after_the_manifest_is_refused(sound):
    content = unpacked(sound)
    with tarfile.open(sound, "w:gz") as tar:
        for _ in range(2):
            tar.addfile(tarfile.TarInfo(f"{FILES}vide"), io.BytesIO())
    refused(sound, "pas la sienne")
    refused(packed(sound, {MANIFEST: content.pop(MANIFEST)} | content), "pas la sienne")
