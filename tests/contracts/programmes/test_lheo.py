"""The example of every programme goes through a payload unchanged, and its LHÉO is valid."""

import pytest

from core.dossiers import rows as fiche
from core.rules import Level
from exports.lheo import build
from exports.lheo.annuaire import Annuaire, Organisme
from exports.lheo.annuaire import Site as SiteEnLigne
from exports.lheo.profiles import PROFILES
from exports.lheo.schema import problems
from exports.online.resolve import Names
from tests.contracts.programmes.examples import WITH_EXAMPLE
from tests.exports.fiches import ACCUEIL, ETABLISSEMENT, REFERENT, SITE, Terme


@pytest.mark.parametrize("programme", WITH_EXAMPLE, ids=lambda p: p.code)
def test_the_example_goes_through_a_payload_unchanged(programme):
    root = programme.example()
    content = fiche.payload(root, programme.code)
    again = fiche.parse(content, programme.fields, root.contexte)
    assert fiche.payload(again, programme.code) == {
        **content,
        "fiche": again_tree(content["fiche"], programme),
    }


def again_tree(tree, programme):
    """Return a tree whose missing fields are said to be empty: what a payload of rows has."""
    names = [f.name for f in programme.fields.level(Level(tree["level"]))]
    rows = {f.name: [c.name for c in f.columns] for f in programme.fields if f.columns}

    def full(name):
        value = tree["values"].get(name)
        return (
            [{c: row.get(c) for c in rows[name]} for row in value]
            if name in rows and value
            else value
        )

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
            s: Organisme(n, ETABLISSEMENT | {"siret": s}, first, (ACCUEIL, REFERENT))
            for n, s in enumerate(sorted(names.sirets))
        },
        sites=sites,
        contacts=dict.fromkeys(names.contacts, REFERENT),
        termes={code: Terme("Libellé", "V14") for code in names.codes},
    )
