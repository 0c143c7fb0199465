"""Write LHÉO as text.

Escaped, laid out so that a reader can split the file line by line, and fast.

What is read back is what was given: a carriage return is written `&#13;`, and in attributes a line
break and a tab are written `&#10;` and `&#9;`, since a reader would otherwise turn them into
spaces.
"""

import re
from functools import lru_cache

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

# A consumer reads the file line by line: these tags must begin one.
LINE_STARTS = frozenset({"formation", "action"})
LINE_ENDS = frozenset({"formation"})

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ForbiddenCharacter(ValueError):
    """A character that XML 1.0 cannot hold, in whatever form."""

    def __init__(self, text: str, position: int, place: str) -> None:
        self.character = text[position]
        self.position = position
        self.place = place
        super().__init__(
            f"caractère interdit U+{ord(self.character):04X} dans « {place} », à la position "
            f"{position + 1} : supprimez-le.",
        )


class Node(str):
    """XML already written, which goes into another node as it is; `Node(text)` trusts the text."""

    __slots__ = ()


Child = Node | str | int | None


def escape(text: str, place: str = "texte") -> str:
    """The text as it is written between two tags."""
    if _TO_ESCAPE.search(text) is None:
        return text
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        raise ForbiddenCharacter(text, forbidden.start(), place)
    # Chained replacements: many times faster than `str.translate` once a letter has an accent.
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def escape_attribute(text: str, place: str = "attribut") -> str:
    """The text as it is written between two double quotes."""
    return escape(text, place).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def open_tag(name: str, /, **attributes: str | int | None) -> Node:
    """A start tag; underscores of attributes become hyphens, an attribute of None is left out."""
    line = "\n" if name in LINE_STARTS else ""
    return Node(f"{line}<{name}{_written(attributes)}>" if attributes else f"{line}<{name}>")


def close_tag(name: str, /) -> Node:
    """An end tag."""
    return Node(f"\n</{name}>" if name in LINE_ENDS else f"</{name}>")


def node(name: str, /, *children: Child, **attributes: str | int | None) -> Node:
    """An element with its children, nodes or texts; a child of None is left out."""
    line = "\n" if name in LINE_STARTS else ""
    written = _written(attributes) if attributes else ""
    content = _content(name, children)
    if not content:
        return Node(f"{line}<{name}{written}/>")
    return Node(f"{line}<{name}{written}>{content}{'\n' if name in LINE_ENDS else ''}</{name}>")


def optional(name: str, /, *children: Child, **attributes: str | int | None) -> Node | None:
    """The same element, or None when every child is None or an empty text."""
    if all(child is None or child == "" for child in children):
        return None
    return node(name, *children, **attributes)


def render(written: Node) -> str:
    """The text of a node alone.

    Fragments put end to end keep each of their tags on its own line.
    """
    return str.__str__(written)


def document(root: Node) -> str:
    """A whole document: the XML declaration, then the root."""
    return f"{DECLARATION}\n{root.removeprefix('\n')}\n"


def _content(name: str, children: tuple[Child, ...]) -> str:
    if len(children) == 1 and type(children[0]) is Node:
        return children[0]
    return "".join(
        [
            child if type(child) is Node else _text(child, name)
            for child in children
            if child is not None
        ],
    )


def _written(attributes: dict[str, str | int | None]) -> str:
    return "".join(
        [
            f' {_attribute_name(key)}="{_attribute_value(value, key)}"'
            for key, value in attributes.items()
            if value is not None
        ],
    )


@lru_cache(maxsize=256)
def _attribute_name(key: str) -> str:
    return key.replace("_", "-")


def _attribute_value(value: str | int, key: str) -> str:
    return escape_attribute(value, key) if isinstance(value, str) else _digits(value, key)


def _text(value: str | int, place: str) -> str:
    return escape(value, place) if isinstance(value, str) else _digits(value, place)


def _digits(value: int, place: str) -> str:
    """LHÉO writes dates and booleans its own way, so only a whole number turns itself into text."""
    if type(value) is not int:
        raise TypeError(
            f"{place}: a text or a whole number is expected, not {type(value).__name__}",
        )
    return str(value)
