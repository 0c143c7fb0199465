"""The report of the latest file, kept by the session: its preview’s, then what was written."""

import json

from core.files import waiting

SESSION = "tableur_rapport"  # the token of the report


def keep_report(request, lines):
    """Keep what was said of each line, in place of the report before."""
    waiting.drop(request.session.get(SESSION) or "")
    content = json.dumps(lines, ensure_ascii=False).encode()
    request.session[SESSION] = waiting.keep(content)


def latest_report(request) -> list | None:
    """Return the latest report, if there is one."""
    content = waiting.read(request.session.get(SESSION))
    return None if content is None else json.loads(content)
