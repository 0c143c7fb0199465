"""Labels of the codes that a programme names.

From the base, or from the excerpt that the repository carries.
"""

from functools import cache
from typing import Protocol

from core.dossiers.wording import Names
from core.referentiels.load.files import read_terms
from core.referentiels.load.load import EXCERPT_FOLDER
from core.referentiels.load.tables import SOURCES
from core.rules import FromCertifinfo, FromContexte, Kind, Programme


class CodeLabels(Protocol):
    """What says a code in words."""

    def term(self, famille: str, code: str) -> str: ...


def from_base(programme: Programme) -> Names:
    """Return the labels, in the base, of all that a programme names; a few queries."""
    pairs = []
    for field in programme.fields:
        if not isinstance(field.value, FromContexte | FromCertifinfo):
            pairs.append((field, field.value))
        if field.kind in (Kind.CODE, Kind.CODES):
            pairs.append((field, list(field.allowed)))
    return Names(pairs)


class Excerpt:
    """The labels of the repository: the same everywhere, whatever the base holds."""

    def term(self, famille, code):
        libelle = excerpt().get((famille, code))
        return f"{code} - {libelle}" if libelle else code

    def row(self, kind, key):
        return str(key)


@cache
def excerpt() -> dict[tuple[str, str], str]:
    """Return the label of each term of the excerpt."""
    labels = {}
    for source in SOURCES:
        content = (EXCERPT_FOLDER / source.file).read_bytes()
        for code, term in read_terms(content, source).items():
            labels[source.famille.value, code] = term.libelle
    return labels
