"""The content of a procédure says every field of its programme, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from core import plugins
from core.management.commands.procedure_de_saisie import FOLDER, pages
from core.procedure.content import procedure
from core.procedure.markdown import markdown
from core.procedure.names import Excerpt
from core.rules import Need
from core.rules.ajustements import Ajustement, apply

OURS = [p for plugin in plugins.plugins() if not plugin.is_outside for p in plugin.programmes]
REGIONAL = [p for p in OURS if p.regional]


def content(programme, **given):
    return procedure(programme, names=Excerpt(), **given)


def champs(found):
    return {
        c.name: c for chapter in found.chapters for group in chapter.groups for c in group.champs
    }


def test_the_pages_of_docs_are_fresh():
    """Write them again by `manage.py procedure_de_saisie --all`."""
    written = {path.name: path.read_text() for path in FOLDER.glob("*.md")}
    assert sorted(written) == sorted(pages())
    stale = [name for name, text in pages().items() if written[name] != text]
    assert stale == [], "manage.py procedure_de_saisie --all"


@pytest.mark.parametrize("programme", OURS, ids=lambda p: p.code)
def test_each_field_that_is_used_is_said_with_its_obligation_its_reason_and_its_source(programme):
    found = champs(content(programme))
    assert set(found) == {f.name for f in programme.fields if f.need is not Need.UNUSED}
    assert [c.name for c in found.values() if not (c.label and c.need and c.why and c.source)] == []
    assert [c.name for c in found.values() if not (c.expected or c.value or c.help)] == []


@pytest.mark.parametrize("programme", OURS, ids=lambda p: p.code)
def test_what_is_not_used_is_named(programme):
    unused = {label for chapter in content(programme).chapters for label in chapter.unused}
    assert unused == {f.label for f in programme.fields if f.need is Need.UNUSED}


@pytest.mark.parametrize("programme", OURS, ids=lambda p: p.code)
def test_each_check_of_ours_says_what_it_asks(programme):
    assert [check.__name__ for check in programme.checks if not getattr(check, "regle", None)] == []


@pytest.mark.parametrize("programme", OURS, ids=lambda p: p.code)
def test_no_code_of_ours_is_shown_as_a_source(programme):
    sources = " ".join(c.source for c in champs(content(programme)).values())
    assert [
        word
        for word in sources.replace(",", " ").split()
        if word in ("S0", "S1", "S2", "S3", "S4", "A4", "B4", "D26")
    ] == []


def test_rules_to_be_confirmed_are_said_so():
    for programme in OURS:
        assert bool(content(programme).warning) is programme.a_confirmer
        assert ("Règles à confirmer" in markdown(content(programme))) is programme.a_confirmer


def test_the_structure_is_that_of_the_hand_made_ones():
    titles = [c.title for c in content(REGIONAL[0]).chapters]
    expected = [
        "Connexion au tableau de bord",
        "Tableau de bord",
        "Formation, Action, Session, Dispositif (FASD)",
        "Créer une formation",
        "Fiche Formation",
        "Fiche Action",
        "Fiche Session",
        "Fiche Dispositif",
        "Ressources et contact",
    ]
    assert [title for title in titles if title in expected] == expected


def test_what_a_campaign_tightens_is_said_and_marked():
    bare = REGIONAL[0]
    lines = [
        Ajustement(
            "mon_plus",
            Need.REQUIRED,
            maximum=200,
            message="Deux phrases suffisent.",
            source="Comité du 3 mars",
        ),
        Ajustement("date_fin", maximum=date(2026, 12, 31)),
    ]
    found = content(apply(bare, lines, source="Campagne 2026"), annee=2026)
    mon_plus = champs(found)["mon_plus"]
    assert (mon_plus.need, mon_plus.tightened, mon_plus.required) == ("obligatoire", True, True)
    assert "200 caractères au plus" in mon_plus.expected
    assert "Deux phrases suffisent." in mon_plus.help
    assert mon_plus.source == "Comité du 3 mars"
    rules = [r.sentence for c in found.chapters for r in c.rules]
    assert "« Date fin » : jusqu’au 31/12/2026 dans cette campagne." in rules
    assert not champs(content(bare))["mon_plus"].tightened


def test_markdown_shows_texts_as_they_are():
    label = "A | B <script> [x](y) `z` *"
    bare = REGIONAL[0]
    fields = type(bare.fields)(
        tuple(replace(f, label=label) if f.name == "mon_plus" else f for f in bare.fields)
    )
    text = markdown(content(replace(bare, fields=fields)))
    assert "<script>" not in text
    assert "A \\| B \\<script\\> \\[x\\](y) \\`z\\` \\*" in text
