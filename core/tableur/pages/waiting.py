"""What the saisie by spreadsheet keeps between pages: the file that waits, the latest report."""

import json

from core.files import waiting

SESSION = "tableur"  # {"token", "name", "campagne"} of the file that waits
REPORT = "tableur_rapport"  # token of the latest report


def waits(request) -> dict:
    """Return what is known of the file that waits; nothing when none does."""
    return request.session.get(SESSION) or {}


def keep(request, content: bytes, *, name, campagne):
    """Let a file wait, in place of the one before."""
    forget(request)
    request.session[SESSION] = {
        "token": waiting.keep(content),
        "name": name,
        "campagne": campagne.pk,
    }


def forget(request):
    """Drop the file that waits."""
    if found := request.session.pop(SESSION, None):
        waiting.drop(found["token"])


def keep_report(request, lines):
    """Keep what was said of each line, in place of the report before."""
    waiting.drop(request.session.get(REPORT) or "")
    request.session[REPORT] = waiting.keep(json.dumps(lines, ensure_ascii=False).encode())


def report(request) -> list | None:
    """Return the latest report, if there is one."""
    content = waiting.read(request.session.get(REPORT))
    return None if content is None else json.loads(content)
