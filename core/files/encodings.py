"""Which letters the bytes of a text are; letters that another program has already spoilt.

A text of France is UTF-8 or Windows-1252. MS-DOS (cp850) and old Macs wrote accents elsewhere: read
as Windows-1252, « deuxième » becomes « deuxiŠme » without a word. Such a file is refused, with the
encoding that is guessed and an example.
"""

import re
from collections.abc import Iterable

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OTHERS = {"cp850": "MS-DOS (cp850)", "mac_roman": "Macintosh (MacRoman)"}
ACCENTED = "éèêëàâäùûüîïôöçœæÿñáíóúÉÈÊËÀÂÄÙÛÜÎÏÔÖÇŒÆŸÑÁÍÓÚ"
SIGNS = "’‘“”«»–—…€°²³½¼¾·•§£±×÷©®™ªº¿¡\u00b4¨µ\u00a0\u202f\u00ad"
PLAUSIBLE = frozenset(ACCENTED + SIGNS)
UPPER = "ÉÈÊËÀÂÄÙÛÜÎÏÔÖÇŒÆÁÍÓÚÑ"
UPPER_IN_WORD = re.compile(rf"[a-zéèêàùîôç][{UPPER}]|[A-Z][{UPPER}][a-z]")
SIGN_IN_WORD = re.compile(r"[A-Za-z][“”«»—…½¼¾•£±×÷©®™ªº¿¡\u00b4¨µ][A-Za-z]")
LOWER_IN_WORD = re.compile(r"[A-Z][éèêëàâäùûüîïôöç][A-Z]{2}")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
WORD = re.compile(r"[^\s;,\"]*[^\x00-\x7f;,\"][^\s;,\"]*")
SPOILT = {"cp1252": "ÃÂâÅËÎ", "cp850": "├┬", "mac_roman": "√¬"}  # what two bytes of UTF-8 begin by
LOST = "\ufffd"
SHOWN = 40  # characters of an example


def text_of(content: bytes) -> tuple[str, str] | None:
    """Return a text and its encoding: UTF-16 with its mark, UTF-8, else Windows-1252."""
    encodings = ("utf-16",) if content.startswith(UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None


def wrong_encoding(content: bytes) -> str:
    """Return why these bytes are not Windows-1252, naming what they seem to be, or nothing."""
    doubtful = oddities(content.decode("cp1252", "replace"))
    if not doubtful:
        return ""
    for encoding, name in OTHERS.items():
        text = content.decode(encoding)
        if oddities(text) or not any(letter in ACCENTED for letter in text):
            continue
        example = WORD.search(text)
        return (
            f"Le fichier n’est ni en UTF-8 ni en Windows-1252 : il paraît être en {name}, où l’on "
            f"lit « {example[0][:SHOWN]} ». Enregistrez-le en « CSV UTF-8 », puis envoyez-le de "
            "nouveau."
        )
    return ""


def oddities(text: str) -> int:
    """Return how many letters no text of France would have there."""
    odd = 0
    for letters in NOT_ASCII.findall(text):
        odd += sum(letter not in PLAUSIBLE for letter in letters)
    for pattern in (UPPER_IN_WORD, LOWER_IN_WORD, SIGN_IN_WORD):
        odd += len(pattern.findall(text))
    return odd


def spoilt(cells: Iterable[str]) -> str:
    """Return why letters of a file are spoilt (« Ã‰cole »), by an example, or nothing."""
    for cell in cells:
        if cell.isascii():
            continue
        if LOST in cell:
            return (
                f"Des lettres y sont perdues (« {cell[:SHOWN]} ») : reprenez le fichier d’origine "
                "et enregistrez-le en « CSV UTF-8 »."
            )
        meant = _meant(cell)
        if meant != cell:
            return (
                f"Des accents y sont abîmés : « {cell[:SHOWN]} » devait être "
                f"« {meant[:SHOWN]} ». Le fichier, en UTF-8, a été lu ailleurs dans un autre "
                "encodage : reprenez celui d’origine."
            )
    return ""


def _meant(cell: str) -> str:
    """Return a cell as it was before UTF-8 was read as something else."""
    return NOT_ASCII.sub(lambda run: _read_again(run[0]), cell)


def _read_again(letters: str) -> str:
    for encoding, first_letters in SPOILT.items():
        if letters[0] not in first_letters:
            continue
        try:
            return _bytes(letters, encoding).decode("utf-8")
        except UnicodeError:
            continue
    return letters


def _bytes(letters: str, encoding: str) -> bytes:
    """Return the bytes of letters; Windows-1252 leaves five unnamed, which come through as such."""
    parts = []
    for letter in letters:
        if encoding == "cp1252" and 0x80 <= ord(letter) <= 0x9F:
            parts.append(bytes([ord(letter)]))
        else:
            parts.append(letter.encode(encoding))
    return b"".join(parts)
