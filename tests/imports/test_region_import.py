"""The Région file and the base: what is created, changed, left alone, never deleted."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.fasd.identifiants import grouped
from core.imports.refusal import ImportRefused
from core.imports.region import words
from core.imports.region.write import import_region, prepare
from core.models import Attribution, Campagne, Etablissement, Famille, Lot, Site, Terme, User
from tests import factories as make
from tests.imports.samples import (
    FORMATEUR,
    MANDATAIRE,
    OTHER,
    PROGRAMME,
    SAME_SIREN,
    as_csv,
    line,
    lines,
    needs_shared,
    sample,
)
from workflows.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_term(db):
    make.without_referentiels()


def load(rows, **options):
    return import_region(as_csv(rows), name="essai.csv", **options).plan


def commune(code="44109", *, source="communes_pays_de_la_loire.csv", **data):
    data = {"departement": code[:2], "codes_postaux": ["44000", "44100"], "source": source, **data}
    return Terme.objects.create(famille=Famille.COMMUNE, code=code, libelle="Nantes", donnees=data)


def test_a_first_file_creates_everything_as_drafts():
    commune()
    load(
        [
            line(
                adresse_site=(
                    "Bâtiment des Formations de la Loire, 47 rue de la Formation professionnelle"
                )
            )
        ]
    )
    assert {(c.programme, c.annee) for c in Campagne.objects.all()} == {(PROGRAMME.code, 2026)}
    lot, row = Lot.objects.get(), Attribution.objects.get()
    assert (lot.numero, lot.mandataire.siret, lot.statut) == ("E2C2026_1", MANDATAIRE, "actif")
    assert (row.formateur.siret, row.places, row.bon_de_commande, row.site.nom_usage) == (
        FORMATEUR,
        20,
        "BC1",
        "IFAS - Nantes",
    )
    assert set(Etablissement.objects.values_list("state", flat=True)) == {"draft"}
    site = Site.objects.get()
    assert (
        site.state,
        site.principal,
        site.commune,
        site.code_postal,
        site.bureau_distributeur,
    ) == (
        "draft",
        True,
        "44109",
        "44000",
        "Nantes",
    )
    assert (site.ligne1, site.ligne2) == (
        "Bâtiment des Formations de la Loire, 47 rue de la",
        "Formation professionnelle",
    )


def test_the_same_file_twice_changes_nothing():
    load(lines(3))
    before = list(Attribution.objects.values())
    plan = load(lines(3))
    assert plan.empty
    assert plan.unchanged == 3
    assert "Rien ne change" in words.summary(plan)
    assert list(Attribution.objects.values()) == before


def test_changes_are_written_shown_and_kept_in_the_history():
    user = User.objects.create_user("cariforef@example.org", prenom="Claire")
    load([line()])
    plan = load(
        [
            line(
                places="25",
                statut_lot="arrêté",
                siret_mandataire=FORMATEUR,
                raison_sociale_mandataire="IFAS",
            )
        ],
        by=user,
    )
    assert {(label, before, after) for _, _, label, before, after in words.differences(plan)} == {
        ("places", "20", "25"), ("statut", "actif", "arrêté"),
        ("mandataire", grouped("13000511900032"), grouped("26850242400297")),
    }  # fmt: skip
    lot, row = Lot.objects.get(), Attribution.objects.get()
    assert (lot.statut, lot.mandataire.siret, row.places) == ("arrete", FORMATEUR, 25)
    kept = {
        field["path"]: field for change in Change.objects.filter(by=user) for field in change.fields
    }
    assert kept["places"] == {"path": "places", "label": "places", "before": 20, "after": 25}
    assert kept["mandataire"]["after"] == FORMATEUR


def test_a_known_organisation_is_left_as_people_wrote_it():
    known = Etablissement.objects.create(siret=FORMATEUR, raison_sociale="Notre nom")
    Site.objects.create(
        etablissement=known, principal=True, nom_usage="Siège", ligne1="1 rue du Siège"
    )
    plan = load([line()])
    known.refresh_from_db()
    assert (known.raison_sociale, known.version) == ("Notre nom", 1)
    assert [(s.nom_usage, s.principal) for s in known.sites.all()] == [
        ("Siège", True),
        ("IFAS - Nantes", False),
    ]
    assert words.sites(plan) == [f"IFAS - Nantes ({grouped('26850242400297')})"]


def test_a_known_site_is_found_again_even_renamed():
    load([line()])
    Site.objects.update(nom_usage="Le nouveau nom", ligne1="Adresse corrigée")
    plan = load([line(), line(numero_lot="LOT2")])
    assert plan.sites == []
    assert Site.objects.get().ligne1 == "Adresse corrigée"
    assert set(Attribution.objects.values_list("site", flat=True)) == {Site.objects.get().pk}


def test_two_establishments_of_one_siren_stay_two():
    load([line(siret_formateur=SAME_SIREN)])
    assert set(Etablissement.objects.values_list("siret", flat=True)) == {MANDATAIRE, SAME_SIREN}


def test_a_line_that_leaves_is_marked_and_comes_back():
    load(lines(2))
    plan = load(lines(1))
    assert len(plan.gone) == 1
    gone = Attribution.objects.get(nom_site="Site 1")
    assert gone.retiree_le == timezone.localdate()
    assert Lot.objects.count() == 2
    assert load(lines(1)).empty
    assert len(load(lines(2)).returned) == 1
    gone.refresh_from_db()
    assert gone.retiree_le is None


def test_another_campaign_says_nothing_of_this_one():
    load([line(), line(annee="2025", numero_lot="E2C2025_1")])
    assert load([line()]).gone == []


def test_id_action_cr_is_no_key():
    load(lines(2))
    load([{**row, "id_action_cr": "9999"} for row in lines(2)])
    assert list(Attribution.objects.values_list("id_action_cr", flat=True)) == ["9999", "9999"]


def test_a_lot_does_not_move_to_another_programme():
    load([line()])
    with pytest.raises(ImportRefused) as refusal:
        load([line(code_programme=OTHER.region_code)])
    assert [(f.line, f.column) for f in refusal.value.errors] == [(2, "code_programme")]
    assert Lot.objects.get().campagne.programme == PROGRAMME.code


def test_nothing_is_written_when_one_line_is_wrong():
    with pytest.raises(ImportRefused):
        load([line(), line(nom_site_realisation="Autre", places="x")])
    assert not (Etablissement.objects.exists())
    assert not (Campagne.objects.exists())
    assert not (Attribution.objects.exists())


def test_communes_and_postal_codes():
    commune()
    rows = [
        line(code_postal_site="44800"),
        line(nom_site_realisation="B", code_insee_site="53130", code_postal_site="53000"),
    ]
    found = prepare(as_csv(rows))
    assert found.errors == []
    assert [(f.line, f.column) for f in found.warnings] == [
        (2, "code_postal_site"),
        (3, "code_insee_site"),
    ]
    found = prepare(as_csv([line(code_insee_site="44999")]))
    assert [(f.line, f.column) for f in found.errors] == [(2, "code_insee_site")]


def test_the_excerpt_is_too_short_to_refuse_a_commune():
    commune(source="extrait")
    found = prepare(as_csv([line(code_insee_site="44999")]))
    assert found.errors == []
    assert len(found.warnings) == 1


def test_the_number_of_queries_does_not_grow_with_the_file():
    counts = []
    for count in (5, 50):
        for table in (Attribution, Lot, Site, Etablissement, Campagne):
            table.objects.all().delete()
        steps = [
            lines(count),
            lines(count),
            lines(count, places="30", statut_lot="arrêté"),
            lines(count - 2),
        ]
        steps.append(lines(count))
        queries = []
        for rows in steps:
            with CaptureQueriesContext(connection) as captured:
                load(rows)
            queries.append(len(captured))
        counts.append(queries)
    assert counts[0][1:] == counts[1][1:]
    assert counts[0][0] - counts[1][0] in (0, 4, 5)  # content types, read once
    assert max(counts[1]) < 30


def test_the_log_says_who_what_and_how_much(caplog):
    with caplog.at_level("INFO", "sofi.imports"):
        load([line()])
    record = caplog.records[-1]
    assert (record.file, record.by, record.lines_new, record.organisations_new) == (
        "essai.csv",
        None,
        1,
        2,
    )


def test_command(tmp_path, capsys):
    path = tmp_path / "region.csv"
    path.write_bytes(as_csv([line()]))
    call_command("import_region", str(path), "--dry-run")
    assert "rien n’a été enregistré" in capsys.readouterr().out
    assert not Lot.objects.exists()
    call_command("import_region", str(path))
    assert "Organismes nouveaux (fiches en cours de saisie) : 2" in capsys.readouterr().out
    call_command("import_region", str(path))
    assert "Rien ne change" in capsys.readouterr().out
    path.write_bytes(as_csv([line(places="x", annee="26")]))
    with pytest.raises(CommandError) as error:
        call_command("import_region", str(path))
    assert "ligne 2, annee : " in str(error.value)
    assert "ligne 2, places : " in str(error.value)
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_region", str(tmp_path / "absent.csv"))


@needs_shared
def test_the_shared_files_one_after_the_other():
    first = import_region(sample("v1"), name="v1").plan
    assert (
        len(first.created),
        len(first.organisations),
        len(first.campagnes),
        first.unchanged,
    ) == (89, 14, 7, 0)
    assert import_region(sample("v1"), name="v1").plan.empty
    plan = import_region(sample("v2"), name="v2").plan
    places = [d for d in plan.differences if d.field == "places"]
    others = {(d.subject, d.field) for d in plan.differences if d.field != "places"}
    assert len(places) == 6
    assert all(d.after > d.before for d in places)
    assert others == {
        ("Lot 1E1F2026_4 (2026)", "statut"),
        ("Lot PCA2026_2 (2026)", "mandataire"),
        ("Lot PCA2026_2 (2026) — Atelier Formation Anjou - Angers", "of_mandataire_cr"),
    }
    assert [new["nom_site_realisation"] for new in plan.created] == [
        "Mayenne Compétences - Saint-Nazaire", "Centre Horizon Vendée - La Roche-sur-Yon",
    ]  # fmt: skip
    assert [new["numero_lot"] for new in plan.new_lots] == ["PASS2026_6"]
    assert [row.lot.numero for row in plan.gone] == ["PSS2026_3"]
    assert (plan.organisations, plan.returned, len(plan.stopped)) == ([], [], 1)
    assert import_region(sample("v2"), name="v2").plan.empty
