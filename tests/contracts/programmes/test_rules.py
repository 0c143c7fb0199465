"""The example of every programme lacks nothing; each field left out, or wrong, is named once."""

from dataclasses import replace
from decimal import Decimal
from time import process_time

import pytest

from core.dossiers import rows as fiche
from core.rules import Kind, Level, Need
from tests.contracts.programmes.examples import WITH_EXAMPLE, blocking, cells, constrained, given


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_the_example_lacks_nothing(programme):
    assert blocking(programme, programme.example()) == []


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.REQUIRED, Need.DEFAULT))
def test_a_required_field_left_empty_is_named_once(programme, key, field):
    root = fiche.replace(programme.example(), key, {field.name: None})
    [issue] = blocking(programme, root)
    assert (issue.path, issue.message) == (
        f"{key}.{field.name}",
        f"« {field.label} » est à renseigner.",
    )


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.EXPECTED))
def test_an_expected_field_left_empty_is_an_advice(programme, key, field):
    root = fiche.replace(programme.example(), key, {field.name: None})
    assert blocking(programme, root) == []
    assert f"« {field.label} » : il est conseillé de le renseigner." in [
        i.message for i in programme.issues(root)
    ]


def another(field, value):
    """Return a value of the same shape that is not this one."""
    if isinstance(value, bool):
        return not value
    others = [code for code in field.table or () if code != value and [code] != value] or ["99999"]
    return others[:1] if isinstance(value, list) else others[0]


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.FIXED))
def test_a_fixed_value_changed_is_refused(programme, key, field):
    value = another(field, given(programme, field))
    issues = blocking(programme, fiche.replace(programme.example(), key, {field.name: value}))
    assert ("fixe", f"{key}.{field.name}", f"« {field.label} » est fixé par le programme.") in [
        (i.code, i.path, i.message) for i in issues
    ]


def refusals(programme, key, field, value):
    """Return what is said of a value typed in a field."""
    issues = blocking(programme, fiche.replace(programme.example(), key, {field.name: value}))
    return [i.message for i in issues if i.path == f"{key}.{field.name}"]


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.allowed))
def test_a_value_that_the_programme_does_not_keep_is_refused(programme, key, field):
    kept = ", ".join(f"« {field.table[code]} »" for code in field.allowed)
    for code in field.table:
        said = refusals(programme, key, field, code)
        assert said == (
            []
            if code in field.allowed
            else [f"« {field.label} » : ce programme n’admet que {kept}."]
        )


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.table is not None))
def test_a_value_out_of_the_table_is_refused(programme, key, field):
    value = ["n’existe pas"] if field.kind is Kind.CHOICES else "n’existe pas"
    assert refusals(programme, key, field, value) == [
        f"« {field.label} » : « n’existe pas » n’est pas un choix possible."
    ]


def long_as(field, length):
    start = {Kind.URL: "https://organisme.example/", Kind.EMAIL: "a@organisme.example"}.get(
        field.kind, ""
    )
    return start + "e" * (length - len(start))


@pytest.mark.parametrize(
    ("programme", "key", "field"), constrained(lambda f: f.max_length and f.kind is not Kind.CODE)
)
def test_a_text_that_is_too_long_is_refused(programme, key, field):
    longest = field.max_length
    said = f"« {field.label} » compte {longest + 1} caractères : {longest} au plus, retirez-en 1."
    assert said in refusals(programme, key, field, long_as(field, longest + 1))
    assert said not in refusals(programme, key, field, long_as(field, longest))


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.max_items))
def test_too_many_choices_are_refused(programme, key, field):
    many = [str(10000 + n) for n in range(field.max_items + 1)]
    said = f"« {field.label} » : {field.max_items} choix au plus, il y en a {len(many)}."
    assert said in refusals(programme, key, field, many)


@pytest.mark.parametrize(
    ("programme", "key", "field"), constrained(lambda f: f.maximum is not None)
)
def test_a_number_out_of_its_bounds_is_refused(programme, key, field):
    step = Decimal("0.01") if field.kind is Kind.AMOUNT else 1
    above, below = field.maximum + step, field.minimum - step
    assert f"« {field.label} » ne peut pas dépasser {field.maximum}." in refusals(
        programme, key, field, above
    )
    assert f"« {field.label} » ne peut pas être inférieur à {field.minimum}." in refusals(
        programme, key, field, below
    )


WRONG = {
    Kind.URL: ("organisme", "doit être une adresse complète, commençant par https://."),
    Kind.EMAIL: ("organisme", "doit être une adresse électronique, comme nom@exemple.fr."),
}


@pytest.mark.parametrize(
    ("programme", "key", "field"), constrained(lambda f: f.kind in (Kind.URL, Kind.EMAIL))
)
def test_an_address_that_is_none_is_refused(programme, key, field):
    value, sentence = WRONG[field.kind]
    assert f"« {field.label} » {sentence}" in refusals(programme, key, field, value)


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.columns))
def test_a_line_of_a_small_table_is_judged_column_by_column(programme, key, field):
    for column in field.columns:
        if column.need is Need.REQUIRED:
            line = dict.fromkeys(c.name for c in field.columns)
            said = f"{field.label}, ligne 1 : « {column.label} » est à renseigner."
            issues = blocking(
                programme, fiche.replace(programme.example(), key, {field.name: [line]})
            )
            assert said in [
                i.message for i in issues if i.path == f"{key}.{field.name}.0.{column.name}"
            ]


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.UNUSED))
def test_an_unused_field_is_not_judged(programme, key, field):
    root = fiche.replace(programme.example(), key, {field.name: "n’importe quoi"})
    assert [i for i in programme.issues(root) if i.path.startswith(f"{key}.{field.name}")] == []


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_twenty_sessions_are_judged_in_less_than_5_ms(programme):
    root = programme.example()
    [action] = root.children
    sessions = tuple(replace(action.children[0], key=f"S{number}") for number in range(20))
    root = replace(root, children=(replace(action, children=sessions),))
    taken = []
    for _ in range(20):
        began = process_time()
        programme.issues(root)
        taken.append(process_time() - began)
    assert min(taken) < 0.005


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
@pytest.mark.parametrize("level", [Level.ACTION, Level.SESSION, Level.DISPOSITIF])
def test_a_dossier_without_a_level_is_refused(programme, level):
    def without(x):
        return replace(x, children=tuple(without(c) for c in x.children if c.level is not level))

    assert "vide" in [i.code for i in blocking(programme, without(programme.example()))]
