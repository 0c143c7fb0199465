"""The official LHÉO files, where they are at hand: the schemas, the code tables, the examples."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "lheo"
VERSIONS = ("2.3", "2.2")

needs_official = pytest.mark.beside(FOLDER)

_XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class Declared:
    """What the official schema says of one element."""

    children: tuple[tuple[str, int, int | None], ...] | None
    any_order: bool
    base: str | None
    lengths: tuple[int | None, int | None]
    codes: tuple[str, ...]
    attributes: dict[str, str]


def schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FOLDER / version / "lheo.xsd"))


def dictionaries() -> dict:
    return json.loads((FOLDER / "dictionnaires.json").read_text(encoding="utf-8"))["dictionnaires"]


def examples() -> list[Path]:
    return sorted((FOLDER / "exemples").glob("*.xml"))


def declarations(version: str) -> dict[str, Declared]:
    root = etree.parse(FOLDER / version / "lheo.xsd").getroot()
    named = {(_local(e.tag), e.get("name")): e for e in root.iterchildren(tag=etree.Element)}
    return {
        e.get("name"): _declared(named[("complexType", _unprefixed(e.get("type")))], named)
        for e in root.iterchildren(f"{_XS}element")
    }


def _declared(complex_type: etree._Element, named: dict) -> Declared:
    extension = next(complex_type.iter(f"{_XS}extension"))
    base = _unprefixed(extension.get("base"))
    simple = named.get(("simpleType", base))
    group = named.get(("complexType", base))
    restriction = simple[0] if simple is not None else ()
    facets = [(_local(f.tag), f.get("value")) for f in restriction]
    first = dict(reversed(facets))
    lengths = tuple(int(first[key]) if key in first else None for key in ("minLength", "maxLength"))
    return Declared(
        children=tuple(_place(e) for e in group.iter(f"{_XS}element"))
        if group is not None
        else None,
        any_order=group is not None and group[0].tag == f"{_XS}choice",
        base=restriction.get("base") if simple is not None else (base if group is None else None),
        lengths=lengths,
        codes=tuple(value for facet, value in facets if facet == "enumeration"),
        attributes={
            attribute.get("name"): attribute.get("type")
            for reference in complex_type.iter(f"{_XS}attributeGroup")
            for attribute in named[("attributeGroup", _unprefixed(reference.get("ref")))]
        },
    )


def _place(element: etree._Element) -> tuple[str, int, int | None]:
    most = element.get("maxOccurs", "1")
    fewest = int(element.get("minOccurs", "1"))
    return _unprefixed(element.get("ref")), fewest, None if most == "unbounded" else int(most)


def _unprefixed(name: str) -> str:
    return name.removeprefix("lheo:").removeprefix("xs:")


def _local(tag: str) -> str:
    return tag.removeprefix(_XS)
