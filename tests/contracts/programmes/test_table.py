"""The table of every programme: labels, sources, values, LHÉO; refined, never edited."""

import re
from itertools import pairwise

import pytest

from core.fasd import FASD
from core.lheo.grammar import Text, grammar
from core.rules import Kind, Need
from tests.contracts.programmes.examples import EVERY, by_code


@by_code
def test_every_field_has_a_label_and_a_source(programme):
    assert [f.name for f in programme.fields if not f.label.strip() or not f.source.strip()] == []


@by_code
def test_every_column_of_a_small_table_has_a_label(programme):
    assert [c.name for f in programme.fields for c in f.columns if not c.label.strip()] == []


@by_code
def test_every_fixed_or_default_field_has_a_value(programme):
    assert [
        f.name for f in programme.fields if f.need in (Need.FIXED, Need.DEFAULT) and f.value is None
    ] == []


@by_code
def test_every_choice_has_a_table_and_every_code_a_referentiel(programme):
    fields = [x for f in programme.fields for x in (f, *f.columns)]
    assert [
        f.name for f in fields if (f.kind in (Kind.CHOICE, Kind.CHOICES)) != (f.table is not None)
    ] == []
    assert [f.name for f in fields if (f.kind in (Kind.CODE, Kind.CODES)) != bool(f.famille)] == []


@by_code
def test_every_value_of_the_table_is_a_possible_choice(programme):
    wrong = []
    for f in programme.fields:
        values = (
            f.value if isinstance(f.value, list) else [f.value] if isinstance(f.value, str) else []
        )
        wrong += [
            (f.name, v) for v in (*values, *f.allowed) if f.table is not None and v not in f.table
        ]
    assert wrong == []


def lheo_paths():
    """Return (field, steps) of every LHÉO path.

    What is inside `extras` is no element of the grammar.
    """
    found = {}
    for programme in EVERY:
        for f in programme.fields:
            for x in (f, *f.columns):
                if x.lheo:
                    path = re.sub(r"\[[^]]*\]", "", x.lheo.removeprefix("../"))
                    found[x.lheo] = path.partition("/extras")[0].split("/")
    return found


def test_every_lheo_path_exists():
    elements = grammar("2.3").elements
    assert [
        path for path, steps in lheo_paths().items() if any(step not in elements for step in steps)
    ] == []


def test_every_lheo_path_goes_from_parent_to_child():
    elements = grammar("2.3").elements
    wrong = [
        path
        for path, steps in lheo_paths().items()
        for above, below in pairwise(steps)
        if below not in {child.name for child in elements[above].children}
    ]
    assert wrong == []


@by_code
def test_no_text_is_longer_than_lheo_takes(programme):
    elements = grammar("2.3").elements
    paths, too_long = lheo_paths(), []
    for f in programme.fields:
        for x in (f, *f.columns):
            content = elements[paths[x.lheo][-1]].content if x.lheo else None
            if isinstance(content, Text) and x.max_length and x.max_length > content.maximum:
                too_long.append((x.name, x.max_length, content.maximum))
    assert too_long == []


@pytest.mark.parametrize("needs", ["required", "expected", "optional", "unused"])
def test_a_name_that_the_table_has_not_is_refused(needs):
    with pytest.raises(KeyError, match="inconnu_au_bataillon"):
        FASD.refine(**{needs: "intitule inconnu_au_bataillon"})


@pytest.mark.parametrize("needs", ["fixed", "default", "received", "allowed", "help"])
def test_a_name_with_a_value_that_the_table_has_not_is_refused(needs):
    with pytest.raises(KeyError, match="inconnu_au_bataillon"):
        FASD.refine(**{needs: {"inconnu_au_bataillon": "x"}})


def test_an_attribute_that_a_field_has_not_is_refused():
    with pytest.raises(TypeError, match="couleur"):
        FASD.refine(couleur={"intitule": "rouge"})


def test_refining_leaves_the_table_alone():
    before = list(FASD)
    refined = FASD.refine(fixed={"intitule": "Autre"})
    assert list(FASD) == before
    assert refined["intitule"].need is Need.FIXED
