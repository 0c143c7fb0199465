"""Inputs that failed on trial, each with its right answer (docs/essais.md)."""

from decimal import Decimal
from pathlib import Path

import pytest

from core.fasd.ordinaire import ORDINAIRE
from core.files.spreadsheets import UnreadableFile
from core.imports.annuaire.prepare import prepare as prepare_annuaire
from core.imports.region.write import import_region, prepare
from core.models import Etablissement, Site
from core.tableur.cells import value_of
from core.tableur.columns import columns_of
from core.tableur.lexicon import Lexicon
from core.tableur.reading import read
from tests import factories as make

ESSAIS = Path(__file__).resolve().parents[2].parent / "shared" / "essais"
SIRET = "91000001700012"

pytestmark = [pytest.mark.django_db, pytest.mark.beside(ESSAIS)]


def content(name: str) -> bytes:
    return (ESSAIS / name).read_bytes()


def imported(name: str):
    return import_region(content(name), name=name)


def faults(rows) -> str:
    return " ".join(str(getattr(fault, "message", fault)) for fault in rows)


# The Région --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("r_demo.csv", "r_demo_apostrophes_droites.csv", 84),
        ("r_base.csv", "r_apostrophe.csv", 1),
        ("r_base.csv", "r_casse.csv", 1),
    ],
)
def test_one_name_spelt_in_two_ways_changes_nothing(before, after, count):
    imported(before)
    again = prepare(content(after))
    assert again.errors == []
    assert again.plan.unchanged == count
    assert (again.plan.created, again.plan.gone, again.plan.sites) == ([], [], [])


def test_two_lines_of_one_site_are_a_duplicate():
    [fault] = prepare(content("r_deux_apostrophes.csv")).errors
    assert fault.line == 3
    assert "à la ligne 2" in fault.message


def test_another_organisation_on_a_known_siret_is_a_remark_that_names_both():
    imported("r_demo.csv")
    said = prepare(content("r_siret_autre_nom.csv"))
    assert said.errors == []
    assert "le fichier le donne à «" in faults(said.warnings)


@pytest.mark.parametrize(
    ("name", "guessed", "example"),
    [
        ("r_cp850.csv", "MS-DOS", "deuxième"),
        ("r_macroman_e.csv", "Macintosh", "été"),
        ("r_mojibake.csv", "abîmés", "École"),
    ],
)
def test_an_encoding_that_is_guessed_is_refused_with_an_example(name, guessed, example):
    with pytest.raises(UnreadableFile) as refused:
        prepare(content(name))
    assert guessed in str(refused.value)
    assert example in str(refused.value)


@pytest.mark.parametrize(
    ("name", "siret"),
    [
        ("r_utf16.csv", "13000511900032"),
        ("r_virgule.csv", "13000511900032"),
        ("r_sep.csv", "13000511900032"),
        ("r_tab.csv", "13000511900032"),
        ("r_xlsx_lisezmoi.xlsx", "13000511900032"),
        ("r_siret_points.csv", "13000511900032"),
        ("r_siret_zwsp.csv", "13000511900032"),
        ("r_siret_0.csv", "00572078400106"),
        ("r_cedex.csv", "13000511900032"),
    ],
)
def test_a_file_of_the_region_is_read(name, siret):
    said = prepare(content(name))
    assert said.errors == []
    [line] = said.reading.lines
    assert line["siret_formateur"] == siret


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("r_siret_E.csv", "un tableur a arrondi ce SIRET"),
        ("r_xlsx_zero.xlsx", "a ôté le premier zéro, écrivez 01000"),
        ("r_an26.csv", "l’année 0029 n’est pas possible"),
    ],
)
def test_what_a_spreadsheet_spoilt_is_refused_with_its_cause(name, cause):
    assert cause in faults(prepare(content(name)).errors)


def test_a_former_commune_is_a_remark_and_its_successor_is_used():
    said = prepare(content("r_commune_fusionnee.csv"))
    assert said.errors == []
    assert "La Faute-sur-Mer (85307) n’est plus une commune" in faults(said.warnings)
    imported("r_commune_fusionnee.csv")
    assert Site.objects.get().commune == "85001"


def test_a_commune_of_another_region_is_known():
    make.load_every_commune()
    said = imported("r_bressuire.csv")
    assert said.warnings == []
    site = Site.objects.get()
    assert (site.commune, site.bureau_distributeur) == ("79049", "Bressuire")


# The annuaire ------------------------------------------------------------------------------

READ = [
    ("a_mail_chevrons.csv", "email", "contact@exemple.fr"),
    ("a_mail_mailto.csv", "email", "contact@exemple.fr"),
    ("a_mail_pv.csv", "email", "contact@exemple.fr"),
    ("a_mail_zwsp.csv", "email", "contact@exemple.fr"),
    ("a_nom_tiret.csv", "nom_usage", "-Pôle Formation"),
    ("a_tel_3949.csv", "telephone_fixe", "3949"),
    ("a_tel_apostrophe.csv", "telephone_fixe", "+33 2 40 20 40 20"),
    ("a_tel_fine.csv", "telephone_fixe", "02 40 20 40 20"),
    ("a_tel_nbsp.csv", "telephone_fixe", "02 40 20 40 20"),
    ("a_tel_nombre.xlsx", "telephone_fixe", "0240202020"),
    ("a_web_www.csv", "site_web", "https://www.exemple.fr"),
]


def annuaire(name):
    owner = Etablissement.objects.create(siret=SIRET, raison_sociale="Alpha")
    owner.sites.create(principal=True, nom_usage="Alpha")
    return prepare_annuaire(content(name))


@pytest.mark.parametrize(("name", "field", "value"), READ, ids=[name for name, *_ in READ])
def test_what_is_pasted_in_a_file_of_the_annuaire_is_cleaned(name, field, value):
    plan = annuaire(name)
    assert plan.errors == []
    values = {key: one for target in plan.targets for key, one in target.values.items()}
    assert values[field] == value


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("a_cp_1000.csv", "écrivez 01000"),
        ("a_cp_1000.xlsx", "écrivez 01000"),
        ("a_cp_lettres.csv", "contient des lettres (OOO)"),
        ("a_date_0206.csv", "l’année 0206 n’est pas possible"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_cause(name, cause):
    assert cause in faults(annuaire(name).errors)


def test_a_siret_that_lost_its_zeros_is_given_them_back():
    plan = prepare_annuaire(content("a_siret_zero.xlsx"))
    assert plan.errors == []
    assert {target.siret for target in plan.targets} == {"00572078400106"}


# The workbook of the ordinary offers -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "value"),
    [
        ("t_mail.xlsx", "Mail de liaison", "contact@exemple.fr"),
        ("t_tva_pct.xlsx", "Taux TVA (%)", Decimal("20.00")),
        ("t_tva_pct_seul.xlsx", "Taux TVA (%)", Decimal("20.00")),
        ("t_url_www.xlsx", "URL action", "https://www.exemple.fr"),
    ],
)
def test_a_cell_of_the_workbook_is_read_as_it_was_meant(name, title, value):
    columns = columns_of(ORDINAIRE)
    [line] = read(content(name), columns).lines
    column = next(column for column in columns if column.title.rstrip(" *") == title)
    assert value_of(column.field, line[column.key], Lexicon()) == value
