"""Each fault of a Région file is said on its line and its column, all at once."""

import pytest

from core.files.spreadsheets import read_rows
from core.imports.region.columns import NAMES, Mapping
from core.imports.region.lines import check_rows
from tests.imports.samples import OTHER, PROGRAMME, as_csv, line, lines, needs_shared, sample


def faults(content, **options):
    return [
        (fault.line, fault.column) for fault in check_rows(read_rows(content), **options).errors
    ]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("annee", "26"),
        ("annee", "vingt"),
        ("annee", ""),
        ("code_programme", "INCONNU"),
        ("numero_lot", ""),
        ("numero_lot", "x" * 51),
        ("intitule_lot", ""),
        ("forfait_recrutement", "peut-être"),
        ("statut_lot", "en pause"),
        ("siret_mandataire", "13000511900033"),
        ("siret_mandataire", "1300051190003"),
        ("siret_formateur", "abc"),
        ("raison_sociale_formateur", ""),
        ("nom_site_realisation", ""),
        ("adresse_site", "mot " * 60),
        ("code_postal_site", "4400"),
        ("code_insee_site", "99999"),
        ("code_insee_site", "4410"),
        ("places", "-3"),
        ("places", "douze"),
        ("places", "2,5"),
        ("places", ""),
        ("places", "99999999999999"),
        ("date_debut_prevue", "31/02/2026"),
        ("date_debut_prevue", "05/01/0026"),
        ("date_fin_prevue", "01/01/2020"),
    ],
)
def test_a_wrong_cell_is_named(column, cell):
    wrong = line(**{"numero_lot": "AUTRE", "nom_site_realisation": "Autre", column: cell})
    assert faults(as_csv([line(), wrong])) == [(3, column)]


def test_what_may_be_left_empty():
    names = (
        "programme",
        "id_action_cr",
        "of_mandataire_cr",
        "adresse_site",
        "code_postal_site",
        "code_insee_site",
        "bon_de_commande",
        "date_debut_prevue",
        "date_fin_prevue",
    )
    assert faults(as_csv([line(**dict.fromkeys(names, ""))])) == []


def test_words_and_numbers_are_read_kindly():
    reading = check_rows(read_rows(as_csv([line(
        siret_formateur="268 502 424 00297", statut_lot="ARRÊTÉ", forfait_recrutement="Oui",
        nom_site_realisation=" IFAS  - Nantes",
    )])))  # fmt: skip
    values = reading.lines[0].values
    assert reading.errors == []
    assert values["siret_formateur"] == "26850242400297"
    assert (values["statut_lot"], values["forfait_recrutement"], values["code_programme"]) == (
        "arrete", True, PROGRAMME.code,
    )  # fmt: skip
    assert values["nom_site_realisation"] == "IFAS - Nantes"


def test_a_duplicate_names_the_first_line():
    reading = check_rows(read_rows(as_csv([*lines(2), lines(1)[0]])))
    assert [str(fault) for fault in reading.errors] == [
        (
            "ligne 4, nom_site_realisation : Ce lot, ce formateur "
            "et ce site figurent déjà à la ligne 2."
        )
    ]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("siret_mandataire", "26850242400297"),
        ("intitule_lot", "Autre"),
        ("statut_lot", "arrêté"),
        ("code_programme", OTHER.region_code),
    ],
)
def test_a_lot_that_says_two_things_names_both_lines(column, cell):
    reading = check_rows(
        read_rows(as_csv([line(), line(nom_site_realisation="Autre", **{column: cell})]))
    )
    assert [(fault.line, fault.column) for fault in reading.errors] == [(3, column)]
    assert "lignes 2 et 3" in reading.errors[0].message


def test_a_line_cut_short_and_one_too_long():
    text = as_csv(lines(3)).decode().splitlines()
    text[2] = ";".join(text[2].split(";")[:15])
    text[3] += ";de trop"
    assert faults("\n".join(text).encode()) == [(3, "code_postal_site"), (4, "date_fin_prevue")]


def test_columns_missing_unknown_and_twice_are_named():
    columns = [*NAMES[:-1], "remarque"]
    reading = check_rows(read_rows(as_csv([line(remarque="x")], columns=columns)))
    assert [(fault.line, fault.column) for fault in reading.errors] == [(1, "date_fin_prevue")]
    assert [fault.column for fault in reading.warnings] == ["remarque"]
    assert faults(as_csv([line()], columns=[*NAMES, "places"])) == [(1, "places")]


def test_columns_may_stand_in_another_order_and_case():
    content = as_csv([line()], columns=list(reversed(NAMES))).replace(
        b"numero_lot", "Numéro lot".encode()
    )
    assert faults(content) == []


def test_headers_without_lines_are_refused():
    assert faults(as_csv([])) == [(1, "colonnes")]


@needs_shared
def test_the_twelve_faults_of_the_shared_file():
    assert faults(sample("fautive")) == [
        (3, "siret_mandataire"),
        (4, "places"),
        (5, "date_debut_prevue"),
        (6, "numero_lot"),
        (7, "code_insee_site"),
        (8, "siret_mandataire"),
        (9, "code_programme"),
        (10, "places"),
        (11, "date_fin_prevue"),
        (12, "code_postal_site"),
        (13, "annee"),
        (16, "nom_site_realisation"),
    ]


@needs_shared
def test_other_headers_need_only_a_mapping():
    rows = read_rows(sample("autres_entetes_cp1252"))
    mapping = Mapping(
        "Région, extraction", dict(zip(NAMES, rows[1].cells, strict=True)), header_line=2
    )
    reading = check_rows(rows, mapping)
    assert (len(reading.lines), reading.errors) == (len(rows) - 2, [])
    wrong = check_rows([*rows[:2], rows[2].__class__(3, ("x", *rows[2].cells[1:]))], mapping)
    assert wrong.errors[0].column == "Exercice"
