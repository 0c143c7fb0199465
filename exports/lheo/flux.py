"""The export: stored fragments put end to end. Flat memory, whatever the size of the base."""

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from exports.lheo.element import element, extras
from exports.lheo.profiles import Profile
from exports.lheo.writer import DECLARATION
from exports.models import SessionPubliee

ROWS = 500  # fetched at once
BLOCK = 256 * 1024  # bytes given at once
EMPTY = "Aucune session active n’est en ligne : LHÉO demande au moins une formation, il n’y a rien à exporter."


class Empty(Exception):
    """There is no active session to export."""


@dataclass(slots=True)
class Tally:
    """What went by."""

    groups: int = 0
    sessions: int = 0
    bytes: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)


def stream(profile: Profile, tally: Tally, today=None) -> Iterator[bytes]:
    """Yield the LHÉO of every session that is active today, counting it in `tally`."""
    waiting, size = [], 0
    for part in parts(profile, tally, today):
        waiting.append(part)
        size += len(part)
        if size >= BLOCK:
            yield _block(waiting, tally)
            waiting, size = [], 0
    yield _block(waiting, tally)


def _block(waiting, tally):
    block = "".join(waiting).encode()
    tally.bytes += len(block)
    tally.digest.update(block)
    return block


def parts(profile: Profile, tally: Tally, today=None) -> Iterator[str]:
    """Yield the document: each formation with its active actions; any subset of them is valid."""
    head, tail, fragment = (profile.column(name) for name in ("head", "tail", "fragment"))
    active = SessionPubliee.objects.active(today).order_by("group_id", "session")
    found = active.values_list("group_id", f"group__{head}", f"group__{tail}", fragment)
    if not active.exists():
        raise Empty(EMPTY)
    current, end = None, ""
    yield f'{DECLARATION}\n<lheo xmlns="{profile.grammar.namespace}"><offres>'
    with _cursor():
        for group, before, after, action in found.iterator(chunk_size=ROWS):
            if group != current:
                yield end + before
                current, end = group, after
                tally.groups += 1
            yield action
            tally.sessions += 1
    yield end
    yield f"\n{element('extras', flux_intercarif(), profile.grammar)}</offres></lheo>\n"


def flux_intercarif():
    """Return when this was made, under the names of the national feed."""
    now = timezone.localtime()
    return extras("flux-intercarif", {"date-export": f"{now:%Y%m%d}", "heure-export": f"{now:%H%M%S}"})


def _cursor():
    """Keep a server-side cursor in a transaction on PostgreSQL; on SQLite that would lock writers out."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
