"""Text as it is searched and compared: no accent, lower case, single spaces."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "\u02bc": "'"})


def plain(text: str) -> str:
    """Return a text without accents, in lower case: « Œuvres d’ébéniste » gives « oeuvres d'ebeniste »."""
    letters = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())


def one_line(text: str) -> str:
    """Return a cell without its line breaks, its non-breaking spaces and its double spaces."""
    return " ".join(text.split())


def plural(count: int, one: str, many: str = "") -> str:
    """Return « 1 ligne », « 3 lignes »; zero is singular in French."""
    return f"{count} {(many or one + 's') if count > 1 else one}"
