"""`manage.py startprogramme` writes a package that is let in, and whose tests pass.

Its own, and those of the contract.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core import plugins
from tests import factories as make
from tests.plugins import installing

pytestmark = pytest.mark.sqlite3  # what it starts has a base of its own
WITHOUT = (
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "SOFI_VAR",
    "PYTEST_ADDOPTS",
    "PYTEST_XDIST_WORKER",
)


@pytest.fixture
def package(tmp_path):
    call_command(
        "startprogramme",
        "ecole_ouverte",
        dossier=str(tmp_path),
        libelle="PROGRAMME REGION - L’école ouverte",
        verbosity=0,
    )
    return tmp_path / "sofi-ecole-ouverte"


def pytest_of(*args, path, **environment):
    """Run pytest apart, and return what it says."""
    kept = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *args],
        cwd=settings.BASE_DIR,
        env={**kept, "PYTHONPATH": os.pathsep.join(map(str, path)), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_the_package_has_what_a_distribution_needs(package):
    found = sorted(str(p.relative_to(package)) for p in package.rglob("*") if p.is_file())
    names = [
        "README.md",
        "pyproject.toml",
        "sofi_ecole_ouverte/__init__.py",
        "sofi_ecole_ouverte/example.py",
    ]
    assert found == [*names, "tests/test_ecole_ouverte.py"]
    assert [
        p.name for p in package.rglob("*") if p.is_file() and "$" in p.read_text(encoding="utf-8")
    ] == []


def test_its_own_tests_pass(package):
    assert " passed" in pytest_of(str(package), path=[settings.BASE_DIR])


def test_the_tests_of_the_contract_pass_once_it_is_installed(package, tmp_path):
    installing.install(package, tmp_path / "site")
    said = pytest_of(
        "tests/contracts/programmes",
        "-k",
        "ecole_ouverte",
        path=[settings.BASE_DIR, tmp_path / "site"],
        SOFI_ENTRY_POINTS="1",
    )
    assert " passed" in said


def test_it_is_let_in(package, site, start):
    installing.install(package, site)
    start()
    [plugin] = [p for p in plugins.plugins() if p.is_outside]
    assert plugin.fault is None
    assert [(p.code, p.region_code, p.a_confirmer) for p in plugin.programmes] == [
        ("ecole_ouverte", "ECOLE_OUVERTE", True)
    ]


@pytest.mark.django_db
def test_an_offer_of_it_goes_online(package, site, start):
    installing.install(package, site)
    start()
    owner = make.etablissement("Alpha")
    attribution = make.attribution(owner, programme=plugins.programme("ecole_ouverte"))
    assert make.offer(owner, "online", attribution=attribution).is_online


@pytest.mark.parametrize(
    ("code", "options", "sentence"),
    [
        ("Passerelle", {}, "ne convient pas"),
        ("9e", {}, "ne convient pas"),
        ("a__b", {}, "ne convient pas"),
        ("../ailleurs", {}, "ne convient pas"),
        ("x" * 41, {}, "ne convient pas"),
        ("ordinaire", {}, "existe déjà"),
        ("nouveau", {"code_region": "e2c"}, "en majuscules"),
        ("nouveau", {"libelle": 'Un "nom"'}, "guillemet"),
        ("nouveau", {"libelle": "Deux\nlignes"}, "une ligne"),
    ],
)
def test_what_does_not_suit_is_told_and_nothing_is_written(tmp_path, code, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("startprogramme", code, dossier=str(tmp_path), **options)
    assert list(tmp_path.iterdir()) == []


def test_a_code_of_the_region_given_twice_is_told(tmp_path):
    with pytest.raises(CommandError, match="est déjà celui de"):
        call_command(
            "startprogramme", "nouveau", dossier=str(tmp_path), code_region=make.e2c().region_code
        )


def test_a_folder_that_is_there_is_left_alone(package, tmp_path):
    (package / "README.md").write_text("à moi", encoding="utf-8")
    with pytest.raises(CommandError, match="existe déjà : rien n’a été écrit"):
        call_command("startprogramme", "ecole_ouverte", dossier=str(tmp_path))
    assert (package / "README.md").read_text(encoding="utf-8") == "à moi"
