"""What a long text must not hold.

Tables, images, special characters, pasted Word or PDF markup (S3). Plain Python.

`faults` says which and where; `clean` is what « Nettoyer le texte » does: afterwards, `faults`
finds nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

EXTRACT = 40  # characters shown around a fault


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its code, its name in a sentence, and how it is recognised."""

    code: str
    label: str
    pattern: re.Pattern


@dataclass(frozen=True, slots=True)
class TextFault:
    """The first place where a text has a kind of fault, and how many there are."""

    code: str
    label: str
    line: int
    extract: str
    count: int


# Written with escapes: these characters cannot be told from one another, or seen, on a screen.
BULLETS = "\u2022\u2023\u2043\u204c\u204d\u2219\u25a0-\u25ff\u2605\u2606\u2610-\u2612\u2713-\u2718"
BULLETS += "\u2794-\u27bf\u2b1b\u2b1c\uf000-\uf0ff"
BOXES = "\u2500-\u259f"  # drawn tables
LIGATURES = "\ufb00-\ufb06"
CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\U000e0000-\U000e0fff"
LOST = "\ufffd"
SYMBOLS = "\u2190-\u21ff\u2300-\u24ff\u2600-\u27ff\u2900-\u2bff"
SYMBOLS += "\ue000-\uf8ff\ufe00-\ufe0f\U0001f000-\U0001faff"
SPECIAL = f"[{CONTROLS}{INVISIBLE}{LOST}{BULLETS}{SYMBOLS}\u2028\u2029]"

TABLE_TAG = r"</?(?:table|tr|td|th|tbody|thead)\b[^<>]*>"
TAG = r"</?(?!(?:table|tr|td|th|tbody|thead|img)\b|[owvm]:)[a-z][\w:-]*(?:\s[^<>]*)?/?>"
COMMENT = r"<!--(?s:.{0,5000}?)-->"
WORD = (
    r"<!\[(?:end)?if[^>]*>|</?[owvm]:[^<>]*>|\bmso-[\w-]{1,60}\s{0,5}:[^;\n]*;?"
    r"|\bMsoNormal\b|\{\\rtf1?|\\pard?\b"
)
PDF = rf"%PDF-[\d.]*|%%EOF|\bendobj\b|\bendstream\b|\(cid:\d+\)|[{LIGATURES}\f]"
ENTITY = r"&(?:nbsp|amp|lt|gt|quot|#\d+|#x[0-9a-f]+|[a-z]+(?:acute|grave|circ|cedil|uml));"
KINDS = (
    Kind(
        "tableau",
        "un tableau",
        re.compile(rf"(?im){TABLE_TAG}|\t|[{BOXES}]|^[ \t]*\|.*\|[ \t\r]*$"),
    ),
    Kind(
        "image",
        "une image",
        re.compile(
            r"(?i)<img\b[^<>]*>|!\[[^\]\n]{0,500}\]\([^)\n]{0,500}\)|data:image/[\w+.-]+;base64,[\w+/=]*",
        ),
    ),
    Kind("word", "une mise en forme de Word", re.compile(rf"(?i){COMMENT}|{WORD}")),
    Kind("pdf", "une copie de PDF", re.compile(PDF)),
    Kind("balise", "une balise", re.compile(rf"(?i){TAG}|{ENTITY}")),
    Kind("caractere", "un caractère spécial", re.compile(SPECIAL)),
)
COMBINING = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=1024)
def faults(text: str) -> tuple[TextFault, ...]:
    """Return the first fault of each kind in a text, in the order of the table."""
    found = []
    for kind in KINDS:
        places = list(kind.pattern.finditer(text))
        if places:
            found.append(
                _fault(
                    kind.code, kind.label, text, places[0].start(), places[0].end(), len(places)
                ),
            )
    if COMBINING.search(text) and unicodedata.normalize("NFC", text) != text:
        first = COMBINING.search(text).start()
        found.append(
            _fault(
                "pdf",
                "des accents détachés de leur lettre (copie de PDF)",
                text,
                first - 1,
                first + 1,
                1,
            ),
        )
    return tuple(found)


def _fault(code, label, text, start, end, count) -> TextFault:
    begin = text.rfind("\n", 0, max(start, 0)) + 1
    stop = text.find("\n", end)
    line = text[begin : stop if stop >= 0 else len(text)]
    offset = max(0, start - begin - EXTRACT // 2)
    extract = line[offset : offset + EXTRACT]
    return TextFault(code, label, text.count("\n", 0, max(start, 0)) + 1, _visible(extract), count)


def _visible(extract: str) -> str:
    """Return an extract in which what cannot be seen is shown by its number."""
    shown = "".join(
        f"[U+{ord(c):04X}]" if re.match(rf"[{CONTROLS}{INVISIBLE}{LOST}\ue000-\uf8ff\f]", c) else c
        for c in extract
    )
    return " ".join(shown.replace("\t", " → ").split())


def sentence(label: str, fault: TextFault) -> str:
    """Return what to mend in the field of this label."""
    others = (
        f", et {fault.count - 1} autre{'s' if fault.count > 2 else ''}" if fault.count > 1 else ""
    )
    return (
        f"« {label} » contient {fault.label}, ligne {fault.line} (« {fault.extract} »{others}). "
        "Retirez-le, ou utilisez « Nettoyer le texte »."
    )


# Cleaning ---------------------------------------------------------------------------------

STEPS = (  # what becomes what, in this order; the rest is taken away
    (re.compile(r"\r\n?|\f|\x0b|\x85|\u2028|\u2029"), "\n"),
    (re.compile(f"[{INVISIBLE}]"), ""),
    (re.compile(r"(?is)<!--.{0,5000}?-->|<(style|script|xml)\b.{0,5000}?</\1\s*>"), ""),
    (re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h[1-6]|table|ul|ol)\s*>"), "\n"),
    (re.compile(r"(?i)<li\b[^<>]*>"), "- "),
    (re.compile(r"(?i)</t[dh]\s*>\s*(?=<t[dh]\b)"), " – "),
    (re.compile(r"(?m)^(?=[^\n]*\|)[ \t|:\-]+$"), ""),  # the rule under a header
    (
        re.compile(r"(?m)^[ \t]*\|(.*)\|[ \t]*$"),
        lambda m: " – ".join(cell.strip() for cell in m[1].split("|")),
    ),
    (re.compile(r"(?m)^.*$"), lambda m: m[0].strip(" \t")),
    (re.compile(r"\t+"), " – "),
    (re.compile(rf"(?m)^[ ]*[{BULLETS}][ \u00a0]*"), "- "),
    (re.compile("[\u2192\u2794\u27a1]"), "->"),
    (re.compile(rf"[{LIGATURES}]"), lambda m: unicodedata.normalize("NFKC", m[0])),
    (re.compile("[\x80-\x9f]"), lambda m: m[0].encode("latin-1").decode("cp1252", "ignore")),
)


def clean(text: str) -> str:
    """Return a text without faults: its words are kept, its tables become lines.

    A plain text is left as it is.
    """
    if not faults(text):
        return text
    for _ in range(2):  # what was written as entities may be markup
        for pattern, by in STEPS:
            text = pattern.sub(by, text)
        text = unescape(text)
    text = _laid_out(unicodedata.normalize("NFC", text))
    while faults(text):  # each turn makes the text shorter
        for kind in KINDS:
            text = kind.pattern.sub("", text)
        text = _laid_out(unicodedata.normalize("NFC", text))
    return text


def _laid_out(text: str) -> str:
    """Return a text without the blanks that what was taken away left behind."""
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
