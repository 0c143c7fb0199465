"""What is written is what is read back, laid out line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exports.lheo.writer import (
    ForbiddenCharacter,
    Node,
    close_tag,
    document,
    escape,
    node,
    open_tag,
    optional,
    render,
)


def allowed_in_xml(character):
    """The production Char of XML 1.0."""
    code = ord(character)
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"]).filter(allowed_in_xml)) | st.text(
    "\r\n\t &<>]'\"a"
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["numero", "info", "ref", "horodatage_creation"]), TEXT
)
LEAVES = st.tuples(st.sampled_from(["nom", "contenu-formation", "extra"]), ATTRIBUTES, TEXT)
TREES = st.recursive(
    LEAVES,
    lambda inside: st.tuples(
        st.sampled_from(["formation", "action", "session", "offres"]),
        ATTRIBUTES,
        st.lists(inside, max_size=4),
    ),
    max_leaves=12,
)


def written(tree):
    name, attributes, content = tree
    children = [content] if isinstance(content, str) else [written(child) for child in content]
    return node(name, *children, **attributes)


def built(tree):
    name, attributes, content = tree
    element = etree.Element(
        name, {key.replace("_", "-"): value for key, value in attributes.items()}
    )
    if isinstance(content, str):
        element.text = content
    else:
        element.extend(built(child) for child in content)
    return element


def shape(element):
    """A tree to compare: the line breaks that lay out children are left out, the texts are not."""
    children = [shape(child) for child in element]
    assert not (element.tail or "").strip()
    text = element.text or ""
    if children or element.tag in ("formation", "action", "session", "offres"):
        assert not text.strip()
        text = ""
    return element.tag, dict(element.attrib), text, children


@given(TREES)
def test_what_is_read_back_is_what_lxml_builds(tree):
    xml = document(written(tree)).encode()
    assert shape(etree.fromstring(xml)) == shape(built(tree))


@given(st.lists(TREES, max_size=3))
def test_tags_written_apart_make_the_same_text(trees):
    children = [written(tree) for tree in trees]
    whole = node("formation", open_tag("nom"), close_tag("nom"), *children, numero="1")
    apart = (open_tag("formation", numero="1"), "<nom></nom>", *children, close_tag("formation"))
    assert render(whole) == "".join(apart)


@given(TREES)
def test_marked_tags_begin_a_line(tree):
    xml = document(written(tree))
    for tag in ("<formation", "</formation>", "<action"):
        assert xml.count(tag) == sum(line.startswith(tag) for line in xml.split("\n"))


def test_every_character_is_written_or_refused_as_xml_says():
    for code in (*range(0x10000), 0x10000, 0x10FFFF):
        character = chr(code)
        if allowed_in_xml(character):
            assert etree.fromstring(f"<a>{escape(character)}</a>").text == character
        else:
            with pytest.raises(ForbiddenCharacter):
                escape(character)


@pytest.mark.parametrize(
    "make", [lambda text: node("nom", text), lambda text: node("nom", info=text)]
)
def test_a_forbidden_character_is_named_in_french(make):
    with pytest.raises(
        ForbiddenCharacter, match=r"caractère interdit U\+0001 dans « (nom|info) », à la position 5"
    ):
        make("abcd\x01")


def test_layout():
    action = node("action", node("nom", "A\nB"), numero="3")
    head = open_tag("formation", numero="2") + node("nom", "F")
    assert head + render(action) + close_tag("formation") == (
        '\n<formation numero="2"><nom>F</nom>\n<action '
        'numero="3"><nom>A\nB</nom></action>\n</formation>'
    )


def test_document_begins_with_the_declaration():
    assert document(node("formation")) == '<?xml version="1.0" encoding="UTF-8"?>\n<formation/>\n'


def test_attribute_names_and_absent_values():
    tag = node("session", horodatage_export="2026-01-31T08:00:00", numero=12, ref=None)
    assert render(tag) == '<session horodatage-export="2026-01-31T08:00:00" numero="12"/>'
    assert render(node("nom", name="x")) == '<nom name="x"/>'


def test_an_element_without_children_stays_unless_it_is_optional():
    assert render(node("nom", None)) == "<nom/>"
    assert optional("nom", None, "") is None
    assert optional("adresse", optional("ligne", None), numero="1") is None
    assert optional("nb-places", 0) == "<nb-places>0</nb-places>"


def test_text_is_escaped_once_and_a_node_never_again():
    assert render(node("nom", "<b> & ]]>", node("ligne", "&"))) == (
        "<nom>&lt;b&gt; &amp; ]]&gt;<ligne>&amp;</ligne></nom>"
    )
    assert render(node("nom", str(node("ligne")))) == "<nom>&lt;ligne/&gt;</nom>"
    assert render(node("nom", Node("<ligne/>"))) == "<nom><ligne/></nom>"


@pytest.mark.parametrize("value", [True, 1.5, b"octets", ["a"], object()])
def test_only_texts_and_whole_numbers_are_written(value):
    with pytest.raises(TypeError, match="nom"):
        node("nom", value)
    with pytest.raises(TypeError, match="ref"):
        node("nom", ref=value)
