"""Files received from organisations.

Known by their content, kept under names of ours, never shown as a page.

What a file is comes from its bytes alone; its name gives only the words by which people know it.
"""

import re
import secrets
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.text import slugify

MAX_SIZE = 5 * 1024 * 1024  # S1
END = 66_000  # where the directory of a ZIP may hide
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.(pdf|png|jpg)")
SECRET = re.compile(r"[A-Za-z0-9_-]{24}")
FOLDER = "depots"


class FileRefused(Exception):
    """The file is not taken; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of file that is taken."""

    ending: str
    content_type: str


PDF, PNG, JPEG = Type("pdf", "application/pdf"), Type("png", "image/png"), Type("jpg", "image/jpeg")
TYPES = {kind.ending: kind for kind in (PDF, PNG, JPEG)}
NOT_TAKEN = (
    "Ce fichier n’est ni un PDF, ni une image PNG ou JPEG : envoyez le certificat dans "
    "l’un de ces formats."
)


def check(content: bytes, *, size: int | None = None) -> Type:
    """Return what a received file is, or raise `Refused`."""
    if (size if size is not None else len(content)) > MAX_SIZE:
        raise FileRefused(
            f"Le fichier dépasse {MAX_SIZE // 1024**2} Mo : réduisez-le, ou numérisez-le en moins "
            "fin.",
        )
    if not content:
        raise FileRefused("Le fichier est vide.")
    kind = next((kind for kind, starts in STARTS if content.startswith(starts)), None)
    if kind is None:
        raise FileRefused(NOT_TAKEN)
    if not COMPLETE[kind](content) or b"PK\x05\x06" in content[-END:]:
        raise FileRefused(
            "Ce fichier est abîmé, ou contient autre chose que le certificat : enregistrez-le de "
            "nouveau.",
        )
    return kind


def _pdf_is_complete(content):
    return b"%%EOF" in content[-1024:]


def _png_is_complete(content):
    """Whether a PNG is made of its chunks, and of nothing after them."""
    place = len(PNG_SIGNATURE)
    first = True
    while place + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[place : place + 8])
        if first and name != b"IHDR":
            return False
        first = False
        place += 12 + length
        if name == b"IEND":
            return place == len(content)
    return False


def _jpeg_is_complete(content):
    return content.rstrip(b"\0\r\n").endswith(b"\xff\xd9")


STARTS = ((PDF, b"%PDF-1."), (PDF, b"%PDF-2."), (PNG, PNG_SIGNATURE), (JPEG, b"\xff\xd8\xff"))
COMPLETE = {PDF: _pdf_is_complete, PNG: _png_is_complete, JPEG: _jpeg_is_complete}


def readable(name: str, kind: Type) -> str:
    """Return a file name of ours made of the words of a received one: `certificat-2026.pdf`."""
    stem = (
        slugify(PurePosixPath(name.replace("\\", "/")).stem)
        .replace("_", "-")
        .strip("-")[:60]
        .strip("-")
    )
    return f"{stem or 'certificat'}.{kind.ending}"


def stored_name(instance, filename: str) -> str:
    """Return where a checked file is kept.

    A folder that nobody can guess, then its readable name.
    """
    kind = TYPES[filename.rpartition(".")[2]]
    return f"{FOLDER}/{secrets.token_urlsafe(18)}/{readable(filename, kind)}"


def is_ours(stored: str) -> bool:
    """Whether a path is one that `stored_name` gives, and leads nowhere else."""
    folder, _, rest = stored.partition("/")
    secret, _, name = rest.partition("/")
    return (
        folder == FOLDER
        and SECRET.fullmatch(secret) is not None
        and SAFE.fullmatch(name) is not None
    )


def kind_of(stored: str) -> Type | None:
    """Return the type of a file that we keep, from the ending that we gave it.

    Nothing if the name is not ours.
    """
    name = PurePosixPath(stored).name
    return TYPES[name.rpartition(".")[2]] if SAFE.fullmatch(name) else None


def said(stored: str) -> str:
    """Return the words by which people know a file that we keep."""
    return PurePosixPath(stored).name
