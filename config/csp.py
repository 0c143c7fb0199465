"""Content Security Policies: strict for every page, wider for those of the back-office."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from django.utils.csp import CSP


def hash_of_style(template: Path) -> str:
    """Return the source that lets in the one style sheet of a page.

    It may not be written otherwise.
    """
    [style] = re.findall(r"<style>(.*?)</style>", template.read_text(), re.DOTALL)
    digest = sha256(style.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def strict(templates: Path) -> dict:
    """Return the policy of pages that are not the back-office's.

    Those of errors carry their style, and nothing else.
    """
    return {
        "default-src": [CSP.SELF],
        "style-src": [CSP.SELF, hash_of_style(templates / "500.html")],
        "img-src": [CSP.SELF, "data:"],
        "object-src": [CSP.NONE],
        "base-uri": [CSP.SELF],
        "form-action": [CSP.SELF],
        "frame-ancestors": [CSP.NONE],
    }


def backoffice(policy: dict) -> dict:
    """Return the policy of the back-office.

    Alpine evaluates its attributes, and unfold writes styles in the page.
    """
    return policy | {
        "script-src": [CSP.SELF, CSP.UNSAFE_EVAL],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    }
