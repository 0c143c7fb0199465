"""Documents made from our grammar: the smallest, the fullest, and each with one fault."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from core.lheo.grammar import Anything, Code, Date, Element, Grammar, Integer, Text
from core.lheo.tables import table

GOOD_DATES = ("20260131", "20261300", "00000000", "99999999", " 20260131 ")
BAD_DATES = ("20260140", "20262001", "2026-01-31", "2026013", "202601311", "2O260131", "")
GOOD_INTEGERS = ("0", "12", "-5", "1000000")
BAD_INTEGERS = ("1,5", "1.5", "douze", "")
GOOD_ATTRIBUTES = {
    "string": "é & <",
    "ID": "a1",
    "IDREF": "a1",
    "dateTime": "2026-01-31T08:00:00+01:00",
    "anyURI": "https://exemple.fr/offre",
}
BAD_ATTRIBUTES = {"ID": "1a", "IDREF": "1a", "dateTime": "2026-01-31"}


class Case(NamedTuple):
    """A document, and whether the schema must accept it."""

    label: str
    document: etree._Element
    valid: bool


def minimal(grammar: Grammar, name: str) -> etree._Element:
    """The smallest valid element of this name."""
    element = _bare(grammar, name)
    declared = grammar.elements[name]
    element.text = _value(declared, grammar.version, fullest=False)
    for child in declared.children:
        element.extend(minimal(grammar, child.name) for _ in range(child.minimum))
    return element


def maximal(grammar: Grammar, name: str) -> etree._Element:
    """The fullest element of this name.

    Every child as often as it may come, once where unbounded.
    """
    element = _bare(grammar, name)
    declared = grammar.elements[name]
    element.text = _value(declared, grammar.version, fullest=True)
    for child in declared.children:
        if child.name == "extras":
            element.append(minimal(grammar, "extras"))
        else:
            element.extend(maximal(grammar, child.name) for _ in range(child.maximum or 1))
    return element


def cases(grammar: Grammar, name: str) -> Iterator[Case]:
    """Every case of one element, itself the root of the document."""
    declared = grammar.elements[name]
    yield Case("minimal", minimal(grammar, name), True)
    yield from _attribute_cases(grammar, declared)
    if declared.content is None:
        yield from _container_cases(grammar, declared)
    else:
        yield from _content_cases(grammar, declared)


def _filled(grammar: Grammar, name: str) -> etree._Element:
    """An element with two of each child where there may be, each child the smallest."""
    element = _bare(grammar, name)
    for child in grammar.elements[name].children:
        times = min(2, child.maximum or 2)
        element.extend(minimal(grammar, child.name) for _ in range(times))
    return element


def _container_cases(grammar: Grammar, declared: Element) -> Iterator[Case]:
    yield Case("two of each", _filled(grammar, declared.name), True)
    yield from _place_cases(grammar, declared)
    yield from _order_cases(grammar, declared)
    for label, intruder in (
        ("unknown", _bare(grammar, "inconnu")),
        ("foreign", etree.Element("{urn:autre}extras")),
        ("no namespace", etree.Element("extras")),
        ("of LHÉO but not here", minimal(grammar, "lheo-plus")),
    ):
        for position in (0, 1):
            document = _filled(grammar, declared.name)
            document.insert(position, _copy(intruder))
            yield Case(f"{label} child at {position}", document, False)
    document = _filled(grammar, declared.name)
    document.text = "texte"
    yield Case("text among the children", document, False)


def _place_cases(grammar: Grammar, declared: Element) -> Iterator[Case]:
    for child in declared.children:
        tag = f"{{{grammar.namespace}}}{child.name}"
        document = _filled(grammar, declared.name)
        for found in document.findall(tag):
            document.remove(found)
        yield Case(f"without {child.name}", document, child.minimum == 0)
        most = 5 if child.maximum is None else child.maximum
        for times, valid in ((most, True), (most + 1, child.maximum is None)):
            document = _filled(grammar, declared.name)
            found = document.findall(tag)
            for _ in range(times - len(found)):
                found[-1].addnext(minimal(grammar, child.name))
            yield Case(f"{times} times {child.name}", document, valid)


def _order_cases(grammar: Grammar, declared: Element) -> Iterator[Case]:
    document = _filled(grammar, declared.name)
    for position in range(len(document) - 1):
        moved = _copy(document)
        if moved[position].tag != moved[position + 1].tag:
            moved[position].addprevious(moved[position + 1])
            yield Case(f"{moved[position].tag} too early", moved, declared.mixed_order)


def _content_cases(grammar: Grammar, declared: Element) -> Iterator[Case]:
    for text, valid in _texts(declared, grammar.version):
        document = _bare(grammar, declared.name)
        document.text = text
        yield Case(f"content {text[:20]!r} ({len(text)})", document, valid)
    anything = isinstance(declared.content, Anything)
    for label, inside, valid in (
        ("an unknown element", _bare(grammar, "inconnu"), anything),
        ("a foreign element", etree.Element("{urn:autre}nom"), anything),
        ("a valid element", minimal(grammar, "periode"), anything),
        ("an invalid element", _bare(grammar, "periode"), False),
    ):
        document = minimal(grammar, declared.name)
        document.append(inside)
        yield Case(f"{label} inside", document, valid)


def _texts(declared: Element, version: str) -> Iterator[tuple[str, bool]]:
    match declared.content:
        case Text(minimum, maximum):
            yield from (("é" * minimum, True), ("é" * maximum, True), ("é" * (maximum + 1), False))
            yield (" " * maximum, True)
            if minimum:
                yield ("é" * (minimum - 1), False)
        case Code(name):
            codes = table(name, version).codes
            yield from ((code, True) for code in codes)
            yield from ((code, False) for code in ("", "99", "0 1", "oui", "01"))
            yield from ((str(n), str(n) in codes) for n in range(30))
            yield (f" {next(iter(codes))}\n", True)
        case Integer():
            yield from ((text, True) for text in GOOD_INTEGERS)
            yield from ((text, False) for text in BAD_INTEGERS)
        case Date():
            yield from ((text, True) for text in GOOD_DATES)
            yield from ((text, False) for text in BAD_DATES)
        case Anything():
            yield from ((text, True) for text in ("", "texte libre"))


def _attribute_cases(grammar: Grammar, declared: Element) -> Iterator[Case]:
    def with_attribute(name: str, value: str) -> etree._Element:
        document = minimal(grammar, declared.name)
        document.set(name, value)
        return document

    anything = isinstance(declared.content, Anything)
    for name, kind in grammar.attributes.items():
        allowed = name in declared.attributes
        yield Case(f"@{name}", with_attribute(name, GOOD_ATTRIBUTES[kind]), allowed or anything)
        if allowed and kind in BAD_ATTRIBUTES:
            yield Case(f"bad @{name}", with_attribute(name, BAD_ATTRIBUTES[kind]), False)
    for name in ("inconnu", "horodatage", "{urn:autre}numero", "NUMERO"):
        yield Case(f"@{name}", with_attribute(name, "1"), anything)


def _value(declared: Element, version: str, *, fullest: bool) -> str | None:
    match declared.content:
        case Text(minimum, maximum):
            return "é" * (maximum if fullest else minimum)
        case Code(name):
            codes = list(table(name, version).codes)
            return codes[-1] if fullest else codes[0]
        case Integer(minimum, maximum):
            return str(maximum if fullest else minimum)
        case Date():
            return "20260131"
    return None


def _bare(grammar: Grammar, name: str) -> etree._Element:
    return etree.Element(f"{{{grammar.namespace}}}{name}", nsmap={None: grammar.namespace})


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element))
