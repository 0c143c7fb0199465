"""What cannot be seen is taken away; names are compared as a reader compares them."""

import re

from core.texts.plain import plain

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]",
)
FORMULA = re.compile(r"'+(?=[=+\-@])")  # our own exports put an apostrophe before these
NUMERIC = re.compile(r"'+(?=[=+\-@\d])")  # spreadsheets put one before a number kept as a text
HYPHENS = re.compile("[-\u2010-\u2015\u2212]+")
APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\u2032\uff07", "'"))


def visible(text: str) -> str:
    """Return a line without what nobody sees: joiners, marks of direction, odd or double spaces."""
    return " ".join(INVISIBLE.sub("", text).split())


def unquoted(text: str) -> str:
    """Return a cell without the apostrophe that our export puts before what looks like a formula.

    A spreadsheet would compute it otherwise: « '-Pôle Formation » is -Pôle Formation.
    """
    quote = FORMULA.match(text)
    return text[quote.end() :] if quote else text


def pasted(text: str) -> str:
    """Return a number or an address as it was meant: nothing invisible, no leading apostrophe."""
    line = visible(text)
    quote = NUMERIC.match(line)
    return line[quote.end() :] if quote else line


def same_name(text: str) -> str:
    """Return what two spellings of one name have alike.

    « Espace de l’Erdre », « ESPACE DE L'ERDRE » and « espace  de l'erdre » are one site.
    """
    letters = visible(text).translate(APOSTROPHES)
    return plain(HYPHENS.sub(" ", letters))
