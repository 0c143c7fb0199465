"""What every programme keeps, whoever wrote it: its table, its example, its forms, its LHÉO."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

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
from exports.lheo.profiles import PROFILES
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
        for f in p.fields.within(p.example().contexte).level(x.level)
        if f.need in needs
    ]


def constrained(has):
    """Return each field of each example that is typed and has a constraint."""
    typed = (Need.REQUIRED, Need.EXPECTED, Need.OPTIONAL, Need.DEFAULT)
    return [cell for cell in cells(*typed) if has(cell.values[2])]


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


def refusals(programme, key, field, value):
    """Return what is said of a value typed in a field."""
    issues = blocking(programme, fiche.replace(programme.example(), key, {field.name: value}))
    return [i.message for i in issues if i.path == f"{key}.{field.name}"]


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.allowed))
def test_a_value_that_the_programme_does_not_keep_is_refused(programme, key, field):
    kept = ", ".join(f"« {field.table[code]} »" for code in field.allowed)
    for code in field.table:
        said = refusals(programme, key, field, code)
        assert said == ([] if code in field.allowed else [f"« {field.label} » : ce programme n’admet que {kept}."])


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.table is not None))
def test_a_value_out_of_the_table_is_refused(programme, key, field):
    value = ["n’existe pas"] if field.kind is Kind.CHOICES else "n’existe pas"
    assert refusals(programme, key, field, value) == [f"« {field.label} » : « n’existe pas » n’est pas un choix possible."]


def long_as(field, length):
    start = {Kind.URL: "https://organisme.example/", Kind.EMAIL: "a@organisme.example"}.get(field.kind, "")
    return start + "e" * (length - len(start))


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.max_length and f.kind is not Kind.CODE))
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


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.maximum is not None))
def test_a_number_out_of_its_bounds_is_refused(programme, key, field):
    step = Decimal("0.01") if field.kind is Kind.AMOUNT else 1
    above, below = field.maximum + step, field.minimum - step
    assert f"« {field.label} » ne peut pas dépasser {field.maximum}." in refusals(programme, key, field, above)
    assert f"« {field.label} » ne peut pas être inférieur à {field.minimum}." in refusals(programme, key, field, below)


WRONG = {
    Kind.URL: ("organisme", "doit être une adresse complète, commençant par https://."),
    Kind.EMAIL: ("organisme", "doit être une adresse électronique, comme nom@exemple.fr."),
}


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.kind in (Kind.URL, Kind.EMAIL)))
def test_an_address_that_is_none_is_refused(programme, key, field):
    value, sentence = WRONG[field.kind]
    assert f"« {field.label} » {sentence}" in refusals(programme, key, field, value)


@pytest.mark.parametrize(("programme", "key", "field"), constrained(lambda f: f.columns))
def test_a_line_of_a_small_table_is_judged_column_by_column(programme, key, field):
    for column in field.columns:
        if column.need is Need.REQUIRED:
            line = dict.fromkeys(c.name for c in field.columns)
            said = f"{field.label}, ligne 1 : « {column.label} » est à renseigner."
            issues = blocking(programme, fiche.replace(programme.example(), key, {field.name: [line]}))
            assert said in [i.message for i in issues if i.path == f"{key}.{field.name}.0.{column.name}"]


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


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.version)
@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_the_lheo_of_the_example_is_valid(programme, profile):
    root = programme.example()
    content = fiche.payload(root, programme.code)
    groups = build.groups(content, annuaire_of(root, programme.fields), profile, prefix="52")
    written = "".join(g.head + "".join(text for _, text in g.sessions) + g.tail for g in groups)
    document = f'<lheo xmlns="{profile.grammar.namespace}"><offres>{written}</offres></lheo>'
    assert [p.message for p in problems(document.encode(), profile.version)] == []
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


# What is written where ------------------------------------------------------------------


ROOT = Path(settings.BASE_DIR)
PACKAGES = sorted(path for path in (ROOT / "programmes").glob("*/__init__.py") if path.parent.name != "regional")


@pytest.mark.parametrize("path", PACKAGES, ids=lambda p: p.parent.name)
def test_a_programme_is_a_page_of_declarations_with_an_example(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 80
    assert (path.parent / "example.py").exists()


def test_every_programme_of_the_region_has_an_example():
    assert [p.code for p in OFFERS if p.regional and not p.example] == []


def names_of_programmes():
    """Return what would name a programme in the engine: its codes and labels, and the packages that bring them."""
    for p in OFFERS:
        if p.regional:
            words = {p.label, p.label.partition(" - ")[2], p.code}
            yield from (rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)
            yield rf"""["']{re.escape(p.region_code)}["']"""
    yield from (rf"\bprogrammes\.{path.parent.name}\b" for path in PACKAGES)


def test_no_programme_is_named_in_the_engine():
    named = re.compile("|".join(names_of_programmes()))
    found = []
    for folder in ("core", "workflows", "exports"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if match := named.search(line):
                    found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert found == []


def test_the_table_of_the_documentation_is_not_stale(capsys):
    call_command("programmes_table", check=True)


# What Certifinfo gives, or does not (D28) -----------------------------------------------


@pytest.mark.parametrize("programme", [p for p in WITH_EXAMPLE if p.fields.from_certifinfo], ids=lambda p: p.code)
def test_what_certifinfo_gives_is_locked_and_what_it_lacks_is_typed(programme):
    names = [f.name for f in programme.fields.from_certifinfo]
    contexte = programme.example().contexte
    gives_all = replace(contexte, certifinfo={f.value.name: ["x"] for f in programme.fields.from_certifinfo})
    assert all(programme.fields.within(gives_all)[name].need is Need.RECEIVED for name in names)
    nothing = programme.fields.within(replace(contexte, certifinfo={}))
    for field in programme.fields.from_certifinfo:
        assert nothing[field.name].need is field.value.lacking
        assert nothing[field.name].help.startswith("Non fourni par Certifinfo")
    assert programme.fields.within(replace(contexte, certifinfo={})) is nothing


# What is not confirmed --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("programme", [p for p in OFFERS if p.a_confirmer], ids=lambda p: p.code)
def test_every_screen_says_that_rules_are_to_be_confirmed(client, programme):
    make.referentiels()
    owner = make.etablissement("Alpha")
    action = make.draft(owner, attribution=make.attribution(owner, programme=programme))
    client.force_login(make.staff())
    rows = [action.formation, action, *action.sessions.all(), *action.sessions.first().dispositifs.all()]
    pages = [reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk]) for row in rows]
    pages += [reverse(name) for name in ("admin:index", "admin:core_action_changelist", "admin:core_campagne_changelist")]
    for page in pages:
        assert "gles à confirmer" in client.get(page, follow=True).content.decode(), page
