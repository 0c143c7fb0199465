"""Small archives, made without a base; and altered ones."""

import io
import json
import tarfile

from core.exploitation.backup import archive
from core.exploitation.backup.archive import FILES, MANIFEST, TABLES

TABLE = f"{TABLES}core_etablissement.jsonl"


def write(path):
    """Write a sound archive of one table and two files."""
    manifest = {
        "format": archive.FORMAT,
        "version": "1",
        "made_at": "2026-01-05",
        "migrations": [],
        "tables": {},
        "files": {},
    }
    rows = b"".join(b'[%d,"Alpha %d"]\n' % (i, i * i) for i in range(2_000))
    members = {TABLE: rows, f"{FILES}a/été.pdf": bytes(range(256)), f"{FILES}vide": b""}
    with archive.new_file(path) as file, archive.packing(file) as tar:
        for name, data in members.items():
            passed = archive.add(tar, name, io.BytesIO(data), len(data))
            kind = "tables" if name == TABLE else "files"
            key = name.partition("/")[2].removesuffix(".jsonl")
            manifest[kind][key] = {
                "bytes": passed.bytes,
                "sha256": passed.sha256,
                "rows": 2_000,
                "last": None,
            }
        text = json.dumps(manifest).encode()
        archive.add(tar, MANIFEST, io.BytesIO(text), len(text))
    return path


def unpacked(path):
    """Return the members of an archive: name, content."""
    with tarfile.open(path) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar}


def packed(path, content, *odd):
    """Write an archive, with members that are not files after the others."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for member in odd:
            tar.addfile(member)
    return path


def with_manifest(content, change):
    """Return the members with another manifest."""
    manifest = json.loads(content[MANIFEST])
    change(manifest)
    return content | {MANIFEST: json.dumps(manifest).encode()}
