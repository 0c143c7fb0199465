"""The grammar and its code tables, read by themselves and held against the official files."""

import subprocess
import sys

import pytest

from core.lheo.grammar import (
    GRAMMARS,
    Anything,
    Child,
    Code,
    Date,
    Integer,
    Text,
    grammar,
    max_length,
    min_length,
    sequence,
)
from core.lheo.tables import TABLES, TABLES_2_2, label, table

from . import official
from .official import VERSIONS, needs_official


def test_sequence_notation():
    assert sequence("a b? c* d+ e{2,5}") == (
        Child("a", 1, 1),
        Child("b", 0, 1),
        Child("c", 0, None),
        Child("d", 1, None),
        Child("e", 2, 5),
    )


@pytest.mark.parametrize("notation", ["a{1}", "a b,c", "a??", "{1,2}"])
def test_sequence_refuses_what_it_cannot_read(notation):
    with pytest.raises(ValueError, match="unreadable child"):
        sequence(notation)


def test_lengths():
    assert (min_length("intitule-formation"), max_length("intitule-formation")) == (1, 255)
    assert (max_length("code-RNCP"), max_length("code-RNCP", "2.2")) == (10, 6)
    assert max_length("certifiante") is None
    assert min_length("periode") is None


def test_unknown_version():
    with pytest.raises(ValueError, match=r"2\.4.*2\.3, 2\.2"):
        grammar("2.4")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_child_is_declared_and_every_element_holds_one_thing(version):
    elements = GRAMMARS[version].elements
    for element in elements.values():
        assert {child.name for child in element.children} <= elements.keys()
        assert bool(element.children) != (element.content is not None)


def test_labels():
    assert label("etat-recrutement", "3") == "suspendu"
    assert label("financeurs", "16") == "OPCO"
    assert label("financeurs", "16", "2.2") == "OPCA"
    assert list(table("niveaux", "2.2").codes) == [str(n) for n in range(9)]
    assert "type-contact" not in TABLES_2_2


def test_obsolete_codes_are_no_longer_offered():
    assert "1" in TABLES["AIS"].codes
    assert list(TABLES["AIS"].current) == ["6", "7", "8", "5", "9", "2", "3", "4"]


def test_the_grammar_needs_neither_django_nor_lxml():
    code = (
        "import sys, core.lheo.grammar, core.lheo.tables; "
        "print({'django', 'lxml'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


@needs_official
@pytest.mark.parametrize("version", VERSIONS)
def test_grammar_is_the_official_one(version):
    declared = official.declarations(version)
    ours = GRAMMARS[version].elements
    assert ours.keys() == declared.keys()
    assert [n for n in ours if not _same(ours[n], declared[n], version)] == []


def _same(element, declared, version):
    attributes = {name: f"xs:{GRAMMARS[version].attributes[name]}" for name in element.attributes}
    return attributes == declared.attributes and _as_declared(element, version) == (
        declared.children if not declared.any_order else {name for name, _, _ in declared.children},
        declared.base,
        declared.lengths,
        declared.codes,
    )


def _as_declared(element, version):
    match element.content:
        case Text(minimum, maximum):
            return (None, "xs:string", (minimum or None, maximum), ())
        case Code(name):
            return (None, "xs:token", (None, None), tuple(table(name, version).codes))
        case Integer():
            return (None, "xs:long", (None, None), ())
        case Date():
            return (None, "xs:token", (None, None), ())
        case Anything():
            return (None, "anyType", (None, None), ())
    if element.mixed_order:
        return ({child.name for child in element.children}, None, (None, None), ())
    children = tuple((child.name, child.minimum, child.maximum) for child in element.children)
    return (children, None, (None, None), ())


@needs_official
def test_namespaces_are_the_official_ones():
    from lxml import etree

    for version in VERSIONS:
        root = etree.parse(official.FOLDER / version / "lheo.xsd").getroot()
        assert GRAMMARS[version].namespace == root.get("targetNamespace")


@needs_official
def test_tables_are_the_official_ones():
    expected = {
        name.removeprefix("dict-"): _official_table(t)
        for name, t in official.dictionaries().items()
    }
    assert {name: _our_table(t) for name, t in TABLES.items()} == expected


@needs_official
def test_each_table_serves_the_official_elements():
    users = {
        name: {e.name for e in GRAMMARS["2.3"].elements.values() if e.content == Code(name)}
        for name in TABLES
    }
    assert users == {
        name.removeprefix("dict-"): set(table["elements"])
        for name, table in official.dictionaries().items()
    }


def _our_table(table):
    return {
        "title": table.title,
        "codes": list(table.codes.items()),
        "obsolete": set(table.obsolete),
        "since": table.since,
        "added_in_2_3": set(table.added_in_2_3),
        "labels_2_2": dict(table.labels_2_2),
    }


def _official_table(table):
    changes = table.get("ecart_2.2", {})
    return {
        "title": table["titre"],
        "codes": [(code["code"], code["libelle"]) for code in table["codes"]],
        "obsolete": {code["code"] for code in table["codes"] if code.get("obsolete")},
        "since": table.get("depuis", "2.2"),
        "added_in_2_3": set(changes.get("ajoutes_en_2.3", ())),
        "labels_2_2": {
            code: both["2.2"] for code, both in changes.get("libelles_changes", {}).items()
        },
    }
