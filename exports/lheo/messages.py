"""Say in French what the XML Schema validator reports in its own words."""

import re
from collections.abc import Callable

from core.lheo.grammar import Code, Date, Grammar
from core.lheo.tables import table

_SUBJECT = re.compile(r"Element '(?:\{[^}]*\})?([^']+)'(?:, attribute '(?:\{[^}]*\})?([^']+)')?")
_NAMESPACE = re.compile(r"\{http[^}]*\}")
_LENGTHS = re.compile(r"length of '(\d+)'")
_VALUE = re.compile(r"(?:value |: )'(.*)' is not", re.DOTALL)
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)", re.DOTALL)

_ATTRIBUTE_TYPES = {
    "dateTime": "attend une date et une heure, par exemple 2026-01-31T08:00:00.",
    "ID": "doit être unique dans le document et commencer par une lettre.",
    "IDREF": "doit reprendre un identifiant, qui commence par une lettre.",
    "anyURI": "attend une adresse.",
}


def subject(detail: str) -> tuple[str | None, str | None]:
    """The element the validator speaks of, and its attribute if it is about one."""
    match = _SUBJECT.match(detail)
    return (match[1], match[2]) if match else (None, None)


def plain(detail: str) -> str:
    """The validator's own words without the namespaces."""
    return _NAMESPACE.sub("", detail)


def sentence(kind: str, detail: str, grammar: Grammar) -> str:
    """The French sentence for an error of this kind."""
    element, attribute = subject(detail)
    if element is None:
        return f"Le document n’est pas conforme à LHÉO {grammar.version}."
    if attribute is not None:
        return _about_attribute(kind, element, attribute, grammar)
    say = _SENTENCES.get(kind, _about_anything)
    return f"« {element} » {say(element, plain(detail), grammar)}"


def _about_attribute(kind: str, element: str, attribute: str, grammar: Grammar) -> str:
    if kind == "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1":
        return f"L’attribut « {attribute} » n’est pas permis sur « {element} »."
    rule = _ATTRIBUTE_TYPES.get(
        grammar.attributes.get(attribute, ""),
        "a une valeur que LHÉO refuse.",
    )
    return f"L’attribut « {attribute} » de « {element} » {rule}"


def _about_anything(element: str, detail: str, grammar: Grammar) -> str:
    return f"n’est pas conforme à LHÉO {grammar.version}."


def _too_long(element: str, detail: str, grammar: Grammar) -> str:
    found, allowed = _LENGTHS.findall(detail)
    return f"compte {found} caractères : {allowed} au plus."


def _too_short(element: str, detail: str, grammar: Grammar) -> str:
    found, allowed = _LENGTHS.findall(detail)
    if found == "0":
        return "est vide : renseignez-le ou retirez-le."
    return (
        f"compte {found} caractère{'s' if int(found) > 1 else ''} : il en faut au moins {allowed}."
    )


def _wrong_code(element: str, detail: str, grammar: Grammar) -> str:
    content = grammar.elements[element].content
    codes = (
        ", ".join(table(content.table, grammar.version).codes) if isinstance(content, Code) else ""
    )
    return f"a un code inconnu{_quoted(detail)} ; codes admis : {codes}."


def _wrong_pattern(element: str, detail: str, grammar: Grammar) -> str:
    if isinstance(grammar.elements[element].content, Date):
        return f"attend une date écrite AAAAMMJJ{_quoted(detail)}."
    return _about_anything(element, detail, grammar)


def _wrong_type(element: str, detail: str, grammar: Grammar) -> str:
    return f"attend un nombre entier{_quoted(detail)}."


def _quoted(detail: str) -> str:
    match = _VALUE.search(detail)
    return f" (ici « {match[1]} »)" if match else ""


def _wrong_content(element: str, detail: str, grammar: Grammar) -> str:
    match = _EXPECTED.search(detail)
    expected = " ou ".join(f"« {name} »" for name in match[1].split(", ")) if match else ""
    if "Missing child" in detail:
        return f"est incomplet : il y manque {expected}."
    return f"n’est pas attendu ici{f' ; attendu : {expected}' if expected else ''}."


def _fixed(words: str) -> Callable[[str, str, Grammar], str]:
    return lambda element, detail, grammar: words


_SENTENCES: dict[str, Callable[[str, str, Grammar], str]] = {
    "SCHEMAV_CVC_MAXLENGTH_VALID": _too_long,
    "SCHEMAV_CVC_MINLENGTH_VALID": _too_short,
    "SCHEMAV_CVC_ENUMERATION_VALID": _wrong_code,
    "SCHEMAV_CVC_PATTERN_VALID": _wrong_pattern,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": _wrong_type,
    "SCHEMAV_ELEMENT_CONTENT": _wrong_content,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": _fixed("ne contient que du texte, pas d’élément."),
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": _fixed("ne contient que des éléments, pas de texte."),
    "SCHEMAV_CVC_ELT_1": _fixed(
        "n’est pas un élément de cette version de LHÉO, dans son espace de noms.",
    ),
}
