"""Our schema gives the official verdict."""

from functools import cache

import pytest
from lxml import etree

from core.lheo.grammar import GRAMMARS
from exports.lheo.schema import problems, schema, schema_source

from . import official
from .documents import cases, maximal, minimal
from .official import VERSIONS, needs_official

official_schema = cache(official.schema)


def verdict(against, element):
    return against.validate(element)


@pytest.mark.parametrize("version", VERSIONS)
def test_whole_documents_are_valid(version):
    grammar = GRAMMARS[version]
    for root in grammar.roots:
        for make in (minimal, maximal):
            assert problems(etree.tostring(make(grammar, root)), version) == []


def each_case(version):
    """Yield every case of every element of a version, with what names it."""
    for name in GRAMMARS[version].elements:
        for case in cases(GRAMMARS[version], name):
            yield (name, case.label), case


@pytest.mark.parametrize("version", VERSIONS)
def test_verdict_on_each_element(version):
    ours = schema(version)
    faults = [at for at, case in each_case(version) if verdict(ours, case.document) != case.valid]
    assert faults == []


@needs_official
@pytest.mark.parametrize("version", VERSIONS)
def test_official_verdict_on_each_element(version):
    ours = schema(version)
    theirs = official_schema(version)
    faults = []
    for at, case in each_case(version):
        if verdict(ours, case.document) != verdict(theirs, case.document):
            faults.append(at)
    assert faults == []


@needs_official
@pytest.mark.parametrize("version", VERSIONS)
def test_official_verdict_on_whole_documents(version):
    grammar = GRAMMARS[version]
    for root in grammar.roots:
        for make in (minimal, maximal):
            assert verdict(official_schema(version), make(grammar, root))


@needs_official
@pytest.mark.parametrize("version", VERSIONS)
def test_official_verdict_on_the_examples(version):
    examples = official.examples()
    assert len(examples) >= 3
    for path in examples:
        tree = etree.parse(path)
        assert places(schema(version), tree) == places(official_schema(version), tree)


@needs_official
def test_examples_of_2_2_are_valid_and_the_skeleton_is_not():
    verdicts = {
        path.name: problems(path.read_bytes(), path.stem[-3:]) == [] for path in official.examples()
    }
    assert verdicts == {name: "squelette" not in name for name in verdicts}


@needs_official
def test_official_verdict_on_the_examples_without_each_element():
    ours, theirs = schema("2.2"), official_schema("2.2")
    refused = 0
    for path in official.examples():
        if "squelette" in path.name:
            continue
        for position in range(1, sum(1 for _ in etree.parse(path).iter(etree.Element))):
            tree = etree.parse(path)
            element = list(tree.iter(etree.Element))[position]
            element.getparent().remove(element)
            assert verdict(ours, tree) == verdict(theirs, tree), (path.name, element.tag, position)
            refused += not verdict(ours, tree)
    assert refused > 50


def places(against, tree):
    against.validate(tree)
    return {(error.line, error.path, error.message.split("'")[1]) for error in against.error_log}


def test_schema_source_is_a_schema_of_its_version():
    for version in VERSIONS:
        root = etree.fromstring(schema_source(version).encode())
        assert root.get("targetNamespace") == GRAMMARS[version].namespace
