"""Text as it is searched and compared: no accent, lower case, single spaces."""

import unicodedata

LIGATURES = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "’": "'",
        "\u02bc": "'",
    },
)


def plain(text: str) -> str:
    """Return a text without accents, in lower case.

    « Œuvres d’ébéniste » gives « oeuvres d'ebeniste ».
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    letters = [letter for letter in decomposed if not unicodedata.combining(letter)]
    return one_line("".join(letters).casefold())


def one_line(text: str) -> str:
    """Return a cell without its line breaks, its non-breaking spaces and its double spaces."""
    return " ".join(text.split())


def plural(count: int, one: str, many: str = "") -> str:
    """Return « 1 ligne », « 3 lignes »; zero is singular in French."""
    if count <= 1:
        return f"{count} {one}"
    return f"{count} {many or f'{one}s'}"
