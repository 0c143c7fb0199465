"""A received file waits in a private folder between its preview and its confirmation."""

import re
import secrets
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
A_DAY = 24 * 3600
HELD = ".pris"  # after the name of a file that is being written


def keep(content: bytes) -> str:
    """Write a file under a name nobody can guess, and return that name.

    Forget those of the day before.
    """
    _purge()
    token = secrets.token_urlsafe(24)
    path = _path(token)
    path.touch(mode=0o600)
    path.write_bytes(content)
    return token


def read(token: str) -> bytes | None:
    """Return a file that waits, or nothing."""
    try:
        return _path(token).read_bytes() if TOKEN.fullmatch(token or "") else None
    except FileNotFoundError:
        return None


def drop(token: str) -> None:
    if TOKEN.fullmatch(token or ""):
        _path(token).unlink(missing_ok=True)


@contextmanager
def held(token: str):
    """Take a file while it is written, or nothing when somebody else has it.

    It waits again when that fails.
    """
    if not TOKEN.fullmatch(token or ""):
        yield None
        return
    path = _path(token)
    mine = _path(token + HELD)
    try:
        path.rename(mine)  # one of two succeeds
    except FileNotFoundError:
        yield None
        return
    try:
        yield mine.read_bytes()
    except BaseException:
        mine.rename(path)
        raise
    mine.unlink(missing_ok=True)


def is_held(token: str) -> bool:
    """Whether a file is being written."""
    return bool(TOKEN.fullmatch(token or "")) and _path(token + HELD).exists()


def _path(token: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / token


def _purge() -> None:
    for path in _path("").iterdir():
        if path.is_file() and time.time() - path.stat().st_mtime > A_DAY:
            path.unlink(missing_ok=True)
