"""How every programme is written: a page of declarations, an example, no name in the engine.

What Certifinfo gives.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from core.rules import Need
from tests.contracts.programmes.examples import OFFERS, WITH_EXAMPLE

ROOT = Path(settings.BASE_DIR)
PACKAGES = sorted(
    path for path in (ROOT / "programmes").glob("*/__init__.py") if path.parent.name != "regional"
)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda p: p.parent.name)
def test_a_programme_is_a_page_of_declarations_with_an_example(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 80
    assert (path.parent / "example.py").exists()


def test_every_programme_of_the_region_has_an_example():
    assert [p.code for p in OFFERS if p.regional and not p.example] == []


def names_of_programmes():
    """Return what would name a programme in the engine.

    Its codes and labels, and the packages that bring them.
    """
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


@pytest.mark.parametrize(
    "programme", [p for p in WITH_EXAMPLE if p.fields.from_certifinfo], ids=lambda p: p.code
)
def test_what_certifinfo_gives_is_locked_and_what_it_lacks_is_typed(programme):
    names = [f.name for f in programme.fields.from_certifinfo]
    contexte = programme.example().contexte
    gives_all = replace(
        contexte, certifinfo={f.value.name: ["x"] for f in programme.fields.from_certifinfo}
    )
    assert all(programme.fields.within(gives_all)[name].need is Need.RECEIVED for name in names)
    nothing = programme.fields.within(replace(contexte, certifinfo={}))
    for field in programme.fields.from_certifinfo:
        assert nothing[field.name].need is field.value.lacking
        assert nothing[field.name].help.startswith("Non fourni par Certifinfo")
