"""The example of every programme lacks nothing; each field left out, or wrong, is named once."""

from dataclasses import replace
from decimal import Decimal
from time import process_time

import pytest

from core.rules import Kind, Level, Need
from tests.contracts.programmes.examples import WITH_EXAMPLE, blocking, cells, constrained, given


def test_the_example_lacks_nothing():
    faults = {p.code: blocking(p, p.example()) for p in WITH_EXAMPLE}
    assert {code: issues for code, issues in faults.items() if issues} == {}


def test_a_required_field_left_empty_is_named_once():
    faults = []
    for cell in cells(Need.REQUIRED, Need.DEFAULT):
        said = [(issue.path, issue.message) for issue in cell.blocking(None)]
        path = f"{cell.key}.{cell.field.name}"
        if said != [(path, f"« {cell.field.label} » est à renseigner.")]:
            faults.append((str(cell), said))
    assert faults == []


def test_an_expected_field_left_empty_is_an_advice():
    faults = []
    for cell in cells(Need.EXPECTED):
        issues = cell.issues(None)
        advice = f"« {cell.field.label} » : il est conseillé de le renseigner."
        blocked = any(issue.blocking for issue in issues)
        if blocked or advice not in [issue.message for issue in issues]:
            faults.append((str(cell), [issue.message for issue in issues]))
    assert faults == []


def another(field, value):
    """Return a value of the same shape that is not this one."""
    if isinstance(value, bool):
        return not value
    others = [code for code in field.table or () if code != value and [code] != value] or ["99999"]
    return others[:1] if isinstance(value, list) else others[0]


def test_a_fixed_value_changed_is_refused():
    faults = []
    for cell in cells(Need.FIXED):
        value = another(cell.field, given(cell.programme, cell.field))
        said = [(issue.code, issue.path, issue.message) for issue in cell.blocking(value)]
        path = f"{cell.key}.{cell.field.name}"
        sentence = f"« {cell.field.label} » est fixé par le programme."
        if ("fixe", path, sentence) not in said:
            faults.append((str(cell), said))
    assert faults == []


def test_a_value_that_the_programme_does_not_keep_is_refused():
    faults = []
    for cell in constrained(lambda field: field.allowed):
        field = cell.field
        kept = ", ".join(f"« {field.table[code]} »" for code in field.allowed)
        refusal = f"« {field.label} » : ce programme n’admet que {kept}."
        for code in field.table:
            said = cell.refusals(code)
            if said != ([] if code in field.allowed else [refusal]):
                faults.append((str(cell), code, said))
    assert faults == []


def test_a_value_out_of_the_table_is_refused():
    faults = []
    for cell in constrained(lambda field: field.table is not None):
        word = "n’existe pas"
        said = cell.refusals([word] if cell.field.kind is Kind.CHOICES else word)
        if said != [f"« {cell.field.label} » : « {word} » n’est pas un choix possible."]:
            faults.append((str(cell), said))
    assert faults == []


def long_as(field, length):
    starts = {Kind.URL: "https://organisme.example/", Kind.EMAIL: "a@organisme.example"}
    start = starts.get(field.kind, "")
    return start + "e" * (length - len(start))


def test_a_text_that_is_too_long_is_refused():
    faults = []
    for cell in constrained(lambda field: field.max_length and field.kind is not Kind.CODE):
        field, longest = cell.field, cell.field.max_length
        refusal = (
            f"« {field.label} » compte {longest + 1} caractères : {longest} au plus, retirez-en 1."
        )
        if refusal not in cell.refusals(long_as(field, longest + 1)):
            faults.append((str(cell), "one too many is not refused"))
        if refusal in cell.refusals(long_as(field, longest)):
            faults.append((str(cell), "the longest is refused"))
    assert faults == []


def test_too_many_choices_are_refused():
    faults = []
    for cell in constrained(lambda field: field.max_items):
        most = cell.field.max_items
        many = [str(10000 + number) for number in range(most + 1)]
        said = cell.refusals(many)
        if f"« {cell.field.label} » : {most} choix au plus, il y en a {len(many)}." not in said:
            faults.append((str(cell), said))
    assert faults == []


def test_a_number_out_of_its_bounds_is_refused():
    faults = []
    for cell in constrained(lambda field: field.maximum is not None):
        field = cell.field
        step = Decimal("0.01") if field.kind is Kind.AMOUNT else 1
        above = cell.refusals(field.maximum + step)
        if f"« {field.label} » ne peut pas dépasser {field.maximum}." not in above:
            faults.append((str(cell), "above", above))
        below = cell.refusals(field.minimum - step)
        if f"« {field.label} » ne peut pas être inférieur à {field.minimum}." not in below:
            faults.append((str(cell), "below", below))
    assert faults == []


WRONG = {
    Kind.URL: "doit être une adresse complète, commençant par https://.",
    Kind.EMAIL: "doit être une adresse e-mail, comme nom@exemple.fr.",
}


def test_an_address_that_is_none_is_refused():
    faults = []
    for cell in constrained(lambda field: field.kind in WRONG):
        said = cell.refusals("organisme")
        if f"« {cell.field.label} » {WRONG[cell.field.kind]}" not in said:
            faults.append((str(cell), said))
    assert faults == []


def test_a_line_of_a_small_table_is_judged_column_by_column():
    faults = []
    for cell in constrained(lambda field: field.columns):
        field = cell.field
        empty = dict.fromkeys(column.name for column in field.columns)
        said = {(issue.path, issue.message) for issue in cell.blocking([empty])}
        for column in field.columns:
            path = f"{cell.key}.{field.name}.0.{column.name}"
            refusal = f"{field.label}, ligne 1 : « {column.label} » est à renseigner."
            if column.need is Need.REQUIRED and (path, refusal) not in said:
                faults.append((str(cell), column.name))
    assert faults == []


def test_an_unused_field_is_not_judged():
    faults = []
    for cell in cells(Need.UNUSED):
        path = f"{cell.key}.{cell.field.name}"
        said = [issue.path for issue in cell.issues("n’importe quoi")]
        faults += [str(cell) for place in said if place.startswith(path)]
    assert faults == []


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


def test_a_dossier_without_a_level_is_refused():
    def without(fiche, level):
        children = [without(child, level) for child in fiche.children if child.level is not level]
        return replace(fiche, children=tuple(children))

    faults = []
    for programme in WITH_EXAMPLE:
        for level in (Level.ACTION, Level.SESSION, Level.DISPOSITIF):
            issues = blocking(programme, without(programme.example(), level))
            if "vide" not in [issue.code for issue in issues]:
                faults.append((programme.code, level))
    assert faults == []
