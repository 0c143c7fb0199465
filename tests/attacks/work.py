"""How much work an answer cost: what is asked of the base, and the passwords that are hashed.

Never a time.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

VALUES = re.compile(r"'[^']*'|\bs\d+_x\d+\b|\b\d+\b")
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|value)="[^"]*"')
HASHED = []


class Counted(MD5PasswordHasher):
    """The hasher of the tests, that says each time it is used."""

    def encode(self, password, salt):
        HASHED.append(password)
        return super().encode(password, salt)


@dataclass
class Work:
    queries: list[str] = field(default_factory=list)
    hashes: int = 0


@contextmanager
def work():
    """Yield what the block costs, known once it is over."""
    found, before = Work(), len(HASHED)
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.queries = [VALUES.sub("?", query["sql"]) for query in captured]
    found.hashes = len(HASHED) - before


def said(response, *words) -> str:
    """Return what a page says, but for what is drawn at random and for these words.

    That were typed.
    """
    text = TOKENS.sub("", response.text)
    for word in words:
        text = text.replace(word, "")
    return text
