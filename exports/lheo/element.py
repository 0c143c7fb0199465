"""Plain data becomes LHÉO.

Children in the order of the grammar, values in LHÉO's writing, nothing empty.

The content of an element is a value, a mapping of its children, or a list when it is repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from core.lheo.grammar import Grammar
from core.lheo.grammar import grammar as grammar_of
from exports.lheo.writer import Node, close_tag, node, open_tag

UNKNOWN_START, UNKNOWN_END = "00000000", "99999999"


@dataclass(frozen=True, slots=True)
class Marked:
    """A content, with the attributes of its element."""

    content: Any
    attributes: Mapping[str, str | int | None]


def marked(content, **attributes) -> Marked:
    return Marked(content, attributes)


def extras(info, values: Mapping[str, Any], **attributes) -> Marked | None:
    """Return a group of extensions; a value may be marked, or a list when it is repeated."""
    extra = []
    for name, value in values.items():
        for item in value if isinstance(value, list) else [value]:
            told = item if isinstance(item, Marked) else marked(item)
            if _text(told.content) is not None:
                extra.append(Marked(told.content, {**told.attributes, "info": name}))
    if not extra:
        return None
    return Marked({"extra": extra}, {**attributes, "info": info})


def element(name: str, content, grammar: Grammar) -> Node | None:
    """Write one element, or nothing when it is empty."""
    attributes = {}
    if isinstance(content, Marked):
        content, attributes = content.content, content.attributes
    if isinstance(content, dict):
        children = []
        for child in _present(name, content, grammar):
            children += _repeated(child, content[child], grammar)
        return node(name, *children, **attributes) if children else None
    text = _text(content)
    return None if text is None else node(name, text, **attributes)


def split(name: str, marked: Marked, at: str, grammar: Grammar) -> tuple[Node, Node]:
    """Write what comes before and after the children `at` of an element, its tags included."""
    content = marked.content
    ranks = _names(grammar.version, name)
    before = open_tag(name, **marked.attributes)
    after = ""
    for child in _present(name, content, grammar):
        written = "".join(_repeated(child, content[child], grammar))
        if ranks[child] < ranks[at]:
            before += written
        else:
            after += written
    return Node(before), Node(after + close_tag(name))


@cache
def _names(version: str, name: str) -> dict[str, int]:
    """Return the children that an element may have, with their rank."""
    children = grammar_of(version).elements[name].children
    return {child.name: rank for rank, child in enumerate(children)}


def _present(name, content, grammar) -> list[str]:
    """Return the children that are given, in the order of the grammar."""
    names = _names(grammar.version, name)
    if unknown := content.keys() - names.keys():
        raise KeyError(f"LHÉO: « {name} » has no child {', '.join(sorted(unknown))}.")
    given = [child for child in content if content[child] is not None]
    return sorted(given, key=names.__getitem__)


def _repeated(name, content, grammar) -> list[Node]:
    several = content if isinstance(content, (list, tuple)) else (content,)
    written = [element(name, item, grammar) for item in several]
    return [node for node in written if node is not None]


def _text(value) -> str | None:
    match value:
        case None:
            return None
        case str():
            return value if value.strip() else None
        case bool():
            return "1" if value else "0"
        case date():
            return f"{value:%Y%m%d}"
        case time():
            minutes = f"{value.minute:02}" if value.minute else ""
            return f"{value.hour}h{minutes}"
        case Decimal():
            return f"{value:f}"
    return str(value)
