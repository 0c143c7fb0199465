"""The export: stored fragments put end to end. Flat memory, whatever the size of the base."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.utils import timezone

from exports.diffusion.raw_bytes import octets, rows
from exports.lheo.element import element, extras
from exports.lheo.profiles import Profile
from exports.lheo.writer import DECLARATION
from exports.models import SessionPubliee

BLOCK = 512 * 1024  # bytes given at once
EMPTY = (
    "Aucune session active n’est en ligne : LHÉO demande au moins une formation, "
    "il n’y a rien à exporter."
)


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
    waiting = []
    size = 0
    with Digest(tally) as count:
        for part in parts(profile, tally, today):
            waiting.append(part)
            size += len(part)
            if size >= BLOCK:
                yield count(b"".join(waiting))
                waiting = []
                size = 0
        yield count(b"".join(waiting))


class Digest:
    """Counts the blocks that go by, and computes their digest beside, in a thread.

    It costs a third of the reading.
    """

    def __init__(self, tally: Tally):
        self.tally = tally
        self.beside = ThreadPoolExecutor(1)
        self.last = None

    def __enter__(self):
        return self

    def __call__(self, block: bytes) -> bytes:
        self.wait()
        self.tally.bytes += len(block)
        self.last = self.beside.submit(self.tally.digest.update, block)
        return block

    def wait(self):
        if self.last is not None:
            self.last.result()

    def __exit__(self, *raised):
        self.wait()
        self.beside.shutdown()


def parts(profile: Profile, tally: Tally, today=None) -> Iterator[bytes]:
    """Yield the document: each formation with its active actions; any subset of them is valid."""
    if not SessionPubliee.objects.active(today).exists():
        raise Empty(EMPTY)
    current = None
    end = b""
    yield f'{DECLARATION}\n<lheo xmlns="{profile.grammar.namespace}"><offres>'.encode()
    for group, before, after, written in rows(texts(profile, today)):
        if group != current:
            yield end
            yield before
            current = group
            end = after
            tally.groups += 1
        yield written
        tally.sessions += 1
    yield end
    yield f"\n{element('extras', flux_intercarif(), profile.grammar)}</offres></lheo>\n".encode()


def texts(profile: Profile, today=None):
    """Return, of each active session, its formation's number and texts, and its own text."""
    head, tail, fragment = (profile.column(name) for name in ("head", "tail", "fragment"))
    columns = {
        "before": octets(f"group__{head}"),
        "after": octets(f"group__{tail}"),
        "written": octets(fragment),
    }
    active = SessionPubliee.objects.active(today).order_by("group_id", "session")
    return active.annotate(**columns).values_list("group_id", *columns)


def flux_intercarif():
    """Return when this was made, under the names of the national feed."""
    now = timezone.localtime()
    return extras(
        "flux-intercarif",
        {"date-export": f"{now:%Y%m%d}", "heure-export": f"{now:%H%M%S}"},
    )
