"""Our grammar of LHÉO as an XML Schema, and what a document has against it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from lxml import etree

from core.lheo.grammar import Grammar, grammar
from exports.lheo import messages
from exports.lheo.xsd import xsd

# lxml keeps the errors of the last validation on the schema itself, which threads share.
_validating = Lock()

_SAFELY = {"resolve_entities": False, "no_network": True, "load_dtd": False}

_NO_DOCTYPE = "Le document contient une déclaration DOCTYPE, qui n’est pas admise : retirez-la."
_NO_ROOT = "La racine du document n’est pas une racine de LHÉO {version} : {roots}."
_NOT_XML = "Le document n’est pas du XML bien formé."
_SAME_ID = "L’attribut « id » de « {element} » reprend un identifiant déjà employé : « {value} »."


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, in a French sentence; `detail` keeps the validator's own words."""

    line: int
    column: int
    element: str | None
    message: str
    detail: str = ""


def schema_source(version: str = "2.3") -> str:
    """The XML Schema of this version, written from our grammar."""
    return xsd(grammar(version))


@cache
def schema(version: str = "2.3") -> etree.XMLSchema:
    """The same schema, ready to validate."""
    return _compiled(grammar(version))


@cache
def _shell_schema(version: str) -> etree.XMLSchema:
    """The schema of a document whose formations have been emptied."""
    full = grammar(version)
    emptied = full.elements | {"formation": replace(full.elements["formation"], children=())}
    return _compiled(replace(full, elements=emptied))


def _compiled(language: Grammar) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(xsd(language).encode()))


def problems(source: bytes | etree._Element, version: str = "2.3") -> list[Problem]:
    """Everything the schema refuses in a document or an element, in the order of the document."""
    if isinstance(source, etree._Element):
        return _problems(source, schema(version), grammar(version))
    try:
        root = etree.fromstring(source, etree.XMLParser(**_SAFELY))
    except etree.XMLSyntaxError as error:
        return [_not_xml(error)]
    if root.getroottree().docinfo.internalDTD is not None:
        return [Problem(1, 0, None, _NO_DOCTYPE)]
    return _problems(root, schema(version), grammar(version))


def problems_in_file(
    path: str | PathLike[str],
    version: str = "2.3",
    *,
    limit: int = 1000,
) -> list[Problem]:
    """The first problems of a file of any size: each formation is validated, then let go."""
    with Path(path).open("rb") as file:  # ours to close, however far it was read
        return list(islice(_stream(file, grammar(version)), limit))


def _stream(file: BinaryIO, language: Grammar) -> Iterator[Problem]:
    """Validate formation by formation, then what surrounds them.

    lxml can validate while it parses, but it then gives no line, does not see two equal
    identifiers, and brings the process down on a document that declares an entity.
    """
    roots = [_tag(language, name) for name in language.roots]
    formation = _tag(language, "formation")
    used: set[str] = set()
    events = etree.iterparse(
        file,
        events=("start", "end"),
        tag=[*roots, formation],
        remove_comments=True,
        remove_pis=True,
        **_SAFELY,
    )
    try:
        for event, element in events:
            if event == "start":
                refusal = _refused_head(_root(element), language)
                if refusal is not None:
                    yield refusal
                    return
            elif element.tag == formation and _is_offered(element, language):
                yield from _problems(element, schema(language.version), language)
                yield from _repeated_ids(element, used, language)
                _let_go(element)
    except etree.XMLSyntaxError as error:
        yield _not_xml(error)
        return
    refusal = _refused_head(events.root, language)
    if refusal is not None:
        yield refusal
        return
    yield from _problems(events.root, _shell_schema(language.version), language)
    yield from _repeated_ids(events.root, used, language)


def _refused_head(root: etree._Element, language: Grammar) -> Problem | None:
    if root.getroottree().docinfo.internalDTD is not None:
        return Problem(1, 0, None, _NO_DOCTYPE)
    if root.tag in [_tag(language, name) for name in language.roots]:
        return None
    message = _NO_ROOT.format(version=language.version, roots=", ".join(language.roots))
    return Problem(root.sourceline or 0, 0, etree.QName(root).localname, message)


def _is_offered(element: etree._Element, language: Grammar) -> bool:
    """Whether a formation stands among the offers, and not inside someone's `extra`."""
    above = [ancestor.tag for ancestor in element.iterancestors()]
    plain, plus = ("offres", "lheo"), ("offres", "lheo", "lheo-plus")
    return above in (
        [_tag(language, name) for name in plain],
        [_tag(language, name) for name in plus],
    )


def _let_go(element: etree._Element) -> None:
    """Empty a formation, and drop the emptied one before it: a run of them weighs one."""
    element.clear(keep_tail=True)
    before = element.getprevious()
    if before is not None and before.tag == element.tag and not (before.tail or "").strip():
        element.getparent().remove(before)


def _repeated_ids(element: etree._Element, used: set[str], language: Grammar) -> Iterator[Problem]:
    """Identifiers already met in an earlier formation; the schema sees those of the same one."""
    met = {e.get("id").strip(): e for e in element.iter(_tag(language, "*")) if e.get("id")}
    for value in met.keys() & used:
        name = etree.QName(met[value]).localname
        yield Problem(
            met[value].sourceline or 0,
            0,
            name,
            _SAME_ID.format(element=name, value=value),
        )
    used.update(met)


def _problems(
    element: etree._Element,
    against: etree.XMLSchema,
    language: Grammar,
) -> list[Problem]:
    with _validating:
        if against.validate(element):
            return []
        errors = list(against.error_log)
    return [
        Problem(
            line=error.line,
            column=error.column,
            element=messages.subject(error.message)[0],
            message=messages.sentence(error.type_name, error.message, language),
            detail=messages.plain(error.message),
        )
        for error in errors
    ]


def _not_xml(error: etree.XMLSyntaxError) -> Problem:
    line, column = error.position
    return Problem(line or 0, column or 0, None, _NOT_XML, error.msg or "")


def _root(element: etree._Element) -> etree._Element:
    return element.getroottree().getroot()


def _tag(language: Grammar, name: str) -> str:
    return f"{{{language.namespace}}}{name}"
