"""The grammar of LHÉO 2.3 and 2.2.

One element, its children in order, its content, its attributes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.lheo import grammar_2_2, grammar_2_3


@dataclass(frozen=True, slots=True)
class Text:
    """A text of `minimum` to `maximum` characters."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the table of `core.lheo.tables` with this name."""

    table: str


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number; the language states its bounds, the XML Schema does not check them."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Date:
    """Eight digits AAAAMMJJ, with 00 for an unknown month or day."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Free content, where an element of LHÉO must nevertheless be valid."""


Content = Text | Code | Integer | Date | Anything


@dataclass(frozen=True, slots=True)
class Child:
    """A place for an element inside another; no maximum means any number."""

    name: str
    minimum: int = 1
    maximum: int | None = 1


@dataclass(frozen=True, slots=True)
class Element:
    """An element holds either children or a content.

    `mixed_order` lets the children come in any order.
    """

    name: str
    children: tuple[Child, ...] = ()
    content: Content | None = None
    attributes: tuple[str, ...] = ()
    mixed_order: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """One version of LHÉO; `attributes` gives the XML Schema type of each attribute."""

    version: str
    namespace: str
    root: str
    roots: tuple[str, ...]
    elements: Mapping[str, Element]
    attributes: Mapping[str, str]


_CHILD = re.compile(r"(?P<name>[\w-]+)(?P<times>[?*+]|\{\d+,\d+\})?")
_TIMES = {None: (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


def sequence(notation: str) -> tuple[Child, ...]:
    """Read "a b? c* d+ e{1,3}" into children."""
    return tuple(_child(word) for word in notation.split())


def _child(word: str) -> Child:
    match = _CHILD.fullmatch(word)
    if match is None:
        raise ValueError(f"unreadable child {word!r}")
    times = match["times"]
    bounds = _TIMES[times] if times in _TIMES else tuple(int(n) for n in times[1:-1].split(","))
    return Child(match["name"], *bounds)


def _grammar(
    version: str,
    namespace: str,
    attributes: Mapping[str, str],
    sequences: Mapping[str, str],
    texts: Mapping[str, tuple[int, int]],
) -> Grammar:
    """Assemble a version from its own declarations and what both versions share."""
    shared = grammar_2_3

    def allowed(name: str) -> tuple[str, ...]:
        more = (extra for extra, names in shared.EXTRA_ATTRIBUTES.items() if name in names)
        return (*attributes, *more)

    def children(name: str, notation: str) -> tuple[Child, ...]:
        return sequence(notation if name in shared.WITHOUT_EXTRAS else f"{notation} extras*")

    contents: dict[str, Content] = {
        **{name: Text(*bounds) for name, bounds in texts.items()},
        **{name: Code(table) for name, table in shared.CODES.items()},
        **{name: Integer(*bounds) for name, bounds in shared.INTEGERS.items()},
        **{name: Date() for name in shared.DATES},
        "extra": Anything(),
    }
    elements = {
        **{
            name: Element(name, children=children(name, notation), attributes=allowed(name))
            for name, notation in sequences.items()
        },
        **{
            name: Element(name, content=content, attributes=allowed(name))
            for name, content in contents.items()
        },
        "extras": Element(
            "extras",
            children=sequence("extras* extra*"),
            attributes=allowed("extras"),
            mixed_order=True,
        ),
    }
    reached = _reached(elements, shared.ROOTS)
    return Grammar(
        version=version,
        namespace=namespace,
        root=shared.ROOTS[0],
        roots=shared.ROOTS,
        elements=MappingProxyType({name: e for name, e in elements.items() if name in reached}),
        attributes=MappingProxyType(
            {**attributes, **dict.fromkeys(shared.EXTRA_ATTRIBUTES, "string")},
        ),
    )


def _reached(elements: Mapping[str, Element], roots: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(child.name for child in elements[name].children)
    return reached


GRAMMARS: Mapping[str, Grammar] = MappingProxyType(
    {
        "2.3": _grammar(
            version="2.3",
            namespace=grammar_2_3.NAMESPACE,
            attributes=grammar_2_3.ATTRIBUTES,
            sequences=grammar_2_3.SEQUENCES,
            texts=grammar_2_3.TEXTS,
        ),
        "2.2": _grammar(
            version="2.2",
            namespace=grammar_2_2.NAMESPACE,
            attributes=grammar_2_2.ATTRIBUTES,
            sequences=grammar_2_3.SEQUENCES | grammar_2_2.SEQUENCES,
            texts=grammar_2_3.TEXTS | grammar_2_2.TEXTS,
        ),
    },
)


def grammar(version: str = "2.3") -> Grammar:
    """The grammar of this version of LHÉO."""
    try:
        return GRAMMARS[version]
    except KeyError:
        raise ValueError(
            f"unknown LHÉO version {version!r}, known: {', '.join(GRAMMARS)}",
        ) from None


def max_length(element_name: str, version: str = "2.3") -> int | None:
    """The most characters a text element may hold, or None when it is no text."""
    content = grammar(version).elements[element_name].content
    return content.maximum if isinstance(content, Text) else None


def min_length(element_name: str, version: str = "2.3") -> int | None:
    """The fewest characters a text element may hold, or None when it is no text."""
    content = grammar(version).elements[element_name].content
    return content.minimum if isinstance(content, Text) else None
