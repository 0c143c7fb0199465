"""Mutants that no test can find, because nothing changes: each with the reason.

`before` and `after` are the lines of the diff that the report shows, without their indentation.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Equivalent:
    path: str
    before: str
    after: str
    reason: str


EQUIVALENTS: tuple[Equivalent, ...] = ()
