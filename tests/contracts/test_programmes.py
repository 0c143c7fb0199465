"""What every programme keeps, whoever wrote it: its table, its example, its forms, its LHÉO."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from core import fiche, plugins
from core.annuaire import ANNUAIRE
from core.fasd import FASD
from core.forms.fiche import fiche_form
from core.lheo.grammar import Text, grammar
from core.models import Action, Dispositif, Etablissement, Formation, Session, Site
from core.rules import Kind, Level, Need
from exports.lheo import build
from exports.lheo.annuaire import Annuaire, Organisme
from exports.lheo.annuaire import Site as SiteEnLigne
from exports.lheo.profiles import DEFAULT
from exports.lheo.schema import problems
from exports.resolve import Names
from tests import factories as make
from tests.exports.fiches import ACCUEIL, ETABLISSEMENT, REFERENT, SITE, Terme

EVERY = [*plugins.programmes(), ANNUAIRE]
OFFERS = plugins.programmes()
WITH_EXAMPLE = [p for p in OFFERS if p.example]
MODELS = {
    Level.FORMATION: Formation, Level.ACTION: Action, Level.SESSION: Session, Level.DISPOSITIF: Dispositif,
    Level.ETABLISSEMENT: Etablissement, Level.SITE: Site,
}  # fmt: skip
INPUT = re.compile(r"<(input|select|textarea)\b")
by_code = pytest.mark.parametrize("programme", EVERY, ids=lambda p: p.code)


def cells(*needs):
    """Return each field of each example that has one of these needs."""
    return [
        pytest.param(p, x.key, f, id=f"{p.code}-{x.key}-{f.name}")
        for p in WITH_EXAMPLE
        for x in p.example().walk()
        for f in p.fields.level(x.level)
        if f.need in needs
    ]


def blocking(programme, root):
    return [issue for issue in programme.issues(root) if issue.blocking]


def given(programme, field):
    return field.given(programme.example().contexte)


# The table ------------------------------------------------------------------------------


@by_code
def test_every_field_has_a_label_and_a_source(programme):
    assert [f.name for f in programme.fields if not f.label.strip() or not f.source.strip()] == []


@by_code
def test_every_column_of_a_small_table_has_a_label(programme):
    assert [c.name for f in programme.fields for c in f.columns if not c.label.strip()] == []


@by_code
def test_every_fixed_or_default_field_has_a_value(programme):
    assert [f.name for f in programme.fields if f.need in (Need.FIXED, Need.DEFAULT) and f.value is None] == []


@by_code
def test_every_choice_has_a_table_and_every_code_a_referentiel(programme):
    fields = [x for f in programme.fields for x in (f, *f.columns)]
    assert [f.name for f in fields if (f.kind in (Kind.CHOICE, Kind.CHOICES)) != (f.table is not None)] == []
    assert [f.name for f in fields if (f.kind in (Kind.CODE, Kind.CODES)) != bool(f.famille)] == []


@by_code
def test_every_value_of_the_table_is_a_possible_choice(programme):
    wrong = []
    for f in programme.fields:
        values = f.value if isinstance(f.value, list) else [f.value] if isinstance(f.value, str) else []
        wrong += [(f.name, v) for v in (*values, *f.allowed) if f.table is not None and v not in f.table]
    assert wrong == []


def lheo_paths():
    """Return (field, steps) of every LHÉO path; what is inside `extras` is no element of the grammar."""
    found = {}
    for programme in EVERY:
        for f in programme.fields:
            for x in (f, *f.columns):
                if x.lheo:
                    found[x.lheo] = re.sub(r"\[[^]]*\]", "", x.lheo).partition("/extras")[0].split("/")
    return found


def test_every_lheo_path_exists():
    elements = grammar("2.3").elements
    assert [path for path, steps in lheo_paths().items() if any(step not in elements for step in steps)] == []


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


# The example ----------------------------------------------------------------------------


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_the_example_lacks_nothing(programme):
    assert blocking(programme, programme.example()) == []


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.REQUIRED, Need.DEFAULT))
def test_a_required_field_left_empty_is_named_once(programme, key, field):
    root = fiche.replace(programme.example(), key, {field.name: None})
    [issue] = blocking(programme, root)
    assert (issue.path, issue.message) == (f"{key}.{field.name}", f"« {field.label} » est à renseigner.")


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.EXPECTED))
def test_an_expected_field_left_empty_is_an_advice(programme, key, field):
    root = fiche.replace(programme.example(), key, {field.name: None})
    assert blocking(programme, root) == []
    assert f"« {field.label} » : il est conseillé de le renseigner." in [i.message for i in programme.issues(root)]


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


@pytest.mark.parametrize(("programme", "key", "field"), cells(Need.UNUSED))
def test_an_unused_field_is_not_judged(programme, key, field):
    root = fiche.replace(programme.example(), key, {field.name: "n’importe quoi"})
    assert [i for i in programme.issues(root) if i.path.startswith(f"{key}.{field.name}")] == []


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
@pytest.mark.parametrize("level", [Level.ACTION, Level.SESSION, Level.DISPOSITIF])
def test_a_dossier_without_a_level_is_refused(programme, level):
    def without(x):
        return replace(x, children=tuple(without(c) for c in x.children if c.level is not level))

    assert "vide" in [i.code for i in blocking(programme, without(programme.example()))]


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_the_example_goes_through_a_payload_unchanged(programme):
    root = programme.example()
    content = fiche.payload(root, programme.code)
    again = fiche.parse(content, programme.fields, root.contexte)
    assert fiche.payload(again, programme.code) == {**content, "fiche": again_tree(content["fiche"], programme)}


def again_tree(tree, programme):
    """Return a tree whose missing fields are said to be empty: what a payload of rows has."""
    names = [f.name for f in programme.fields.level(Level(tree["level"]))]
    rows = {f.name: [c.name for c in f.columns] for f in programme.fields if f.columns}

    def full(name):
        value = tree["values"].get(name)
        return [{c: row.get(c) for c in rows[name]} for row in value] if name in rows and value else value

    return {
        **tree,
        "values": {name: full(name) for name in names},
        "children": [again_tree(child, programme) for child in tree["children"]],
    }


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_the_lheo_of_the_example_is_valid(programme):
    root = programme.example()
    groups = build.groups(fiche.payload(root, programme.code), annuaire_of(root, programme.fields), prefix="52")
    written = "".join(g.head + "".join(text for _, text in g.sessions) + g.tail for g in groups)
    document = f'<lheo xmlns="{DEFAULT.grammar.namespace}"><offres>{written}</offres></lheo>'
    assert [p.message for p in problems(document.encode())] == []
    assert sum(len(g.sessions) for g in groups) == len(list(root.each(Level.SESSION)))


def annuaire_of(root, fields) -> Annuaire:
    """Return an annuaire that has online all that an example names."""
    names = Names().read(root, fields)
    siret = min(names.sirets)
    sites = {key: SiteEnLigne(int(key), siret, SITE, (ACCUEIL, REFERENT)) for key in names.sites}
    first = next(iter(sites.values()))
    return Annuaire(
        organismes={
            s: Organisme(n, ETABLISSEMENT | {"siret": s}, first, (ACCUEIL, REFERENT)) for n, s in enumerate(sorted(names.sirets))
        },
        sites=sites,
        contacts=dict.fromkeys(names.contacts, REFERENT),
        termes={code: Terme("Libellé", "V14") for code in names.codes},
    )


# The forms ------------------------------------------------------------------------------


@pytest.mark.django_db
@by_code
def test_a_locked_field_has_no_input_and_an_unused_one_is_absent(programme):
    make.referentiels()
    for level, model in MODELS.items():
        fields = programme.fields.level(level)
        if not fields:
            continue
        row = model()
        fiche.write(row, fields, {f.name: f.value for f in fields if f.need.locked and isinstance(f.value, (str, list, bool))})
        form = fiche_form(row, programme, make.staff())(instance=row)
        for f in fields:
            if f.need is Need.UNUSED or f.kind is Kind.ROWS:
                assert f.name not in form.fields
            elif f.name in form.fields:
                assert bool(INPUT.search(str(form[f.name]))) is not f.need.locked, f.name
            else:  # a received value that has not come yet
                assert f.need is Need.RECEIVED


@pytest.mark.django_db
@by_code
def test_what_is_posted_in_a_locked_field_is_ignored(programme):
    for level, model in MODELS.items():
        locked = [f for f in programme.fields.level(level) if f.need is Need.FIXED and f.kind in (Kind.TEXT, Kind.CHOICE)]
        row = model()
        form = (
            fiche_form(row, programme, make.staff())(dict.fromkeys([f.name for f in locked], "9"), instance=row)
            if locked
            else None
        )
        if form:
            form.is_valid()
            assert [f.name for f in locked if getattr(row, f.name) == "9"] == []
