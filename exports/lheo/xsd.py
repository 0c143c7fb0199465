"""Write a grammar of LHÉO as an XML Schema."""

from xml.sax.saxutils import quoteattr

from core.lheo.grammar import Anything, Code, Content, Date, Element, Grammar, Integer, Text
from core.lheo.tables import table

_ATTRIBUTES = "attributs"
_DATE = "[0-9]{4}[019][0-9][01239][0-9]"


def xsd(grammar: Grammar) -> str:
    """The XML Schema: the simple types, the attributes every element takes, then the elements."""
    common = _common_attributes(grammar)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
            f" xmlns:lheo={quoteattr(grammar.namespace)} "
            f"targetNamespace={quoteattr(grammar.namespace)}"
            ' elementFormDefault="qualified">'
        ),
        *_simple_types(grammar),
        f'<xs:attributeGroup name="{_ATTRIBUTES}">',
        *(_attribute(name, grammar) for name in common),
        "</xs:attributeGroup>",
    ]
    for element in grammar.elements.values():
        own = [f'<xs:attributeGroup ref="lheo:{_ATTRIBUTES}"/>']
        own += [_attribute(name, grammar) for name in element.attributes if name not in common]
        lines += [f'<xs:element name="{element.name}"><xs:complexType>', *_type(element, own)]
        lines += ["</xs:complexType></xs:element>"]
    lines.append("</xs:schema>")
    return "\n".join(lines) + "\n"


def _common_attributes(grammar: Grammar) -> list[str]:
    return [
        name
        for name in grammar.attributes
        if all(name in e.attributes for e in grammar.elements.values())
    ]


def _attribute(name: str, grammar: Grammar) -> str:
    return f'<xs:attribute name="{name}" type="xs:{grammar.attributes[name]}"/>'


def _type(element: Element, attributes: list[str]) -> list[str]:
    match element.content:
        case None:
            return [*_group(element), *attributes]
        case Anything():
            extension = '<xs:extension base="xs:anyType">', *attributes, "</xs:extension>"
            return ["<xs:complexContent>", *extension, "</xs:complexContent>"]
        case content:
            extension = f'<xs:extension base="{_name(content)}">', *attributes, "</xs:extension>"
            return ["<xs:simpleContent>", *extension, "</xs:simpleContent>"]


def _group(element: Element) -> list[str]:
    places = []
    for child in element.children:
        most = "unbounded" if child.maximum is None else child.maximum
        places.append(
            f'<xs:element ref="lheo:{child.name}" minOccurs="{child.minimum}" maxOccurs="{most}"/>',
        )
    if not element.mixed_order:
        return ["<xs:sequence>", *places, "</xs:sequence>"]
    any_number = [f'<xs:element ref="lheo:{child.name}"/>' for child in element.children]
    return ['<xs:choice minOccurs="0" maxOccurs="unbounded">', *any_number, "</xs:choice>"]


def _simple_types(grammar: Grammar) -> list[str]:
    contents = dict.fromkeys(e.content for e in grammar.elements.values())
    return [line for content in contents for line in _simple_type(content, grammar.version)]


def _simple_type(content: Content | None, version: str) -> list[str]:
    match content:
        case Text(minimum, maximum):
            base = "string"
            facets = [f'<xs:minLength value="{minimum}"/>', f'<xs:maxLength value="{maximum}"/>']
        case Code(name):
            base = "token"
            facets = [
                f"<xs:enumeration value={quoteattr(code)}/>" for code in table(name, version).codes
            ]
        case Date():
            base = "token"
            facets = [f'<xs:pattern value="{_DATE}"/>']
        case _:
            return []
    restriction = [f'<xs:restriction base="xs:{base}">', *facets, "</xs:restriction>"]
    return [
        f'<xs:simpleType name="{_name(content).removeprefix("lheo:")}">',
        *restriction,
        "</xs:simpleType>",
    ]


def _name(content: Content) -> str:
    match content:
        case Text(minimum, maximum):
            return f"lheo:texte-{minimum}-{maximum}"
        case Code(name):
            return f"lheo:code-{name}"
        case Date():
            return "lheo:date-AAAAMMJJ"
        case Integer():
            # The schema of LHÉO does not bound its integers; neither does this one.
            return "xs:long"
    raise TypeError(f"no simple type for {content!r}")
