"""The archive: a compressed tar of `tables/*.jsonl`, `fichiers/**` and, last, `manifeste.json`, which says what each holds.

Nothing of it is believed: names are checked one by one, and every digest is, before anything is written.
"""

import gzip
import hashlib
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

FORMAT = 1
MANIFEST = "manifeste.json"
TABLES, FILES = "tables/", "fichiers/"
PRIVATE = 0o600
LONGEST_MANIFEST = 256 * 1024 * 1024
BLOCK = 1024 * 1024


class Problem(Exception):
    """Why a backup or a restoration is not done: a French sentence."""


class Damaged(Problem):
    """The archive is not what was written, or was not written by us."""


class Digested:
    """A stream whose bytes are counted, and digested, as they pass."""

    def __init__(self, stream: BinaryIO):
        self.stream, self.digest, self.bytes = stream, hashlib.sha256(), 0

    def read(self, size=-1) -> bytes:
        return self._passed(self.stream.read(size))

    def write(self, block) -> int:
        self.stream.write(self._passed(block))
        return len(block)

    def flush(self):
        self.stream.flush()

    def __iter__(self) -> Iterator[bytes]:
        return map(self._passed, self.stream)

    def _passed(self, block):
        self.digest.update(block)
        self.bytes += len(block)
        return block

    def drain(self):
        while self.read(BLOCK):
            pass
        return self

    @property
    def sha256(self) -> str:
        return self.digest.hexdigest()


# Writing ----------------------------------------------------------------------------------------


@contextmanager
def new_file(path: Path) -> Iterator[Digested]:
    """Open a file that only its owner reads, and that takes its name when it is whole; never over another."""
    if path.exists():
        raise Problem(f"« {path} » existe déjà : donnez un autre nom.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield (written := Digested(file))
            written.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def packing(stream) -> Iterator[tarfile.TarFile]:
    with (
        gzip.GzipFile(filename="", fileobj=stream, mode="wb", compresslevel=4) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield tar


def add(tar: tarfile.TarFile, name: str, stream, size: int, mtime: float = 0) -> Digested:
    """Copy a stream of a known size into the archive; return what passed."""
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, PRIVATE, int(mtime)
    tar.addfile(member, passed := Digested(stream))
    tar.members = []  # tarfile would keep them all
    return passed


# Reading ----------------------------------------------------------------------------------------


@contextmanager
def telling_damage():
    """Say in French what reading an archive may raise; around whoever reads the streams of `members`."""
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise Damaged(f"L’archive est abîmée ou incomplète : {error}.") from error


def members(path: Path) -> Iterator[tuple[str, Digested]]:
    """Yield the name and the stream of each member, to be read before the next one."""
    with gzip.open(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as tar:
        for member in tar:
            refuse_odd(member)
            yield member.name, Digested(tar.extractfile(member))
            tar.members = []
        while unpacked.read(BLOCK):  # to the end, where gzip keeps its own check
            pass


def refuse_odd(member: tarfile.TarInfo) -> None:
    """Refuse what we never write: a link, a device, a name that leaves the archive."""
    name = member.name
    parts = PurePosixPath(name).parts
    ours = name == MANIFEST or name.startswith((TABLES, FILES))
    if not (ours and member.isreg() and str(PurePosixPath(name)) == name and not {"..", "/"} & set(parts) and "\\" not in name):
        raise Damaged(f"L’archive contient « {name} », qui n’y a pas sa place : elle n’est pas utilisée.")


@telling_damage()
def verified(path: Path) -> dict:
    """Read the whole archive, hold each member against the manifest, and return the manifest."""
    found, manifest = {}, None
    for name, stream in members(path):
        if name in found or manifest is not None:
            raise Damaged(f"L’archive contient « {name} » à une place qui n’est pas la sienne.")
        if name == MANIFEST:
            manifest = read_manifest(stream)
            continue
        found[name] = (stream.drain().sha256, stream.bytes)
    if manifest is None:
        raise Damaged("L’archive est incomplète : son manifeste manque.")
    said = {f"{TABLES}{table}.jsonl": (t["sha256"], t["bytes"]) for table, t in manifest["tables"].items()}
    said |= {f"{FILES}{name}": (f["sha256"], f["bytes"]) for name, f in manifest["files"].items()}
    if wrong := sorted(name for name in said.keys() | found.keys() if said.get(name) != found.get(name)):
        raise Damaged(f"L’archive est abîmée : « {wrong[0]} » n’est pas ce que son manifeste annonce.")
    return manifest


def read_manifest(stream: Digested) -> dict:
    try:
        manifest = json.loads(stream.read(LONGEST_MANIFEST))
        if manifest["format"] != FORMAT:
            raise Problem(f"Cette archive est au format {manifest['format']}, que cette version de SOFI ne lit pas.")
        for one in (*manifest["tables"].values(), *manifest["files"].values()):
            one["sha256"], one["bytes"]
        manifest["migrations"], manifest["made_at"], manifest["version"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("L’archive est abîmée : son manifeste ne se lit pas.") from error
    return manifest


def extract(stream: Digested, name: str, folder: Path, mode: int) -> None:
    """Write a file of the archive under a folder, and nowhere else."""
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        raise Damaged(f"L’archive contient « {name} », qui sortirait du dossier.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        shutil.copyfileobj(stream, file, BLOCK)
        os.fsync(file.fileno())
    target.chmod(mode)
