"""The letters as a person reads them: the words printed on each page of a PDF that Typst made."""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
BLOCK = re.compile(rb"BT\b(.*?)\bET\b", re.DOTALL)
BYTE = rb"(?:\\[0-7]{3}|\\.|[^\\])"
SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\(((?:" + BYTE + BYTE + rb")*?)\)|<([0-9A-Fa-f]+)>", re.DOTALL
)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """Return the words of each page, a line for each piece of text."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    fonts = {
        number: _letters(_stream(objects[_ref(body, b"ToUnicode")]))
        for number, body in objects.items()
        if b"/Subtype/Type0" in body
    }
    found = []
    for body in objects.values():
        if b"/Type/Page/" in body:
            named = dict(re.findall(rb"/(f\d+) (\d+) 0 R", objects[_ref(body, b"Resources")]))
            known = {name: fonts[int(number)] for name, number in named.items()}
            found.append(_words(_stream(objects[_ref(body, b"Contents")]), known))
    return found


def _ref(body, name) -> int:
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", body)[1])


def _stream(body) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    content = rest.rpartition(b"endstream")[0]
    return zlib.decompress(content) if b"FlateDecode" in head else content


def _letters(table) -> dict[str, str]:
    """Return what each glyph of a font says."""
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    return {
        glyph.decode(): bytes.fromhex(said.decode()).decode("utf-16-be") for glyph, said in pairs
    }


def _words(content, fonts) -> str:
    return "\n".join(_line(block, fonts) for block in BLOCK.findall(content))


def _line(block, fonts) -> str:
    said, letters = "", {}
    for font, escaped, hexadecimal in SHOWN.findall(block):
        letters = fonts[font] if font else letters
        glyphs = hexadecimal.decode() or ESCAPED.sub(_byte, escaped).hex()
        said += "".join(letters[glyphs[n : n + 4].upper()] for n in range(0, len(glyphs), 4))
    return said


def _byte(match) -> bytes:
    said = match[1]
    return bytes([int(said, 8)]) if said.isdigit() else NAMED.get(said, said)
