"""PREPA: the little that is known (domaine.md, B4), and that the rest is to be confirmed."""

from datetime import date

import pytest

from core import plugins
from core.dossiers import rows as fiche

prepa = pytest.importorskip("programmes.prepa")


def said(programme, key, **values):
    root = fiche.replace(programme.example(), key, values)
    return [(i.code, i.path, i.message) for i in programme.issues(root) if i.blocking]


def test_seven_programmes_as_the_region_knows_them():
    known = {p.region_code: p.a_confirmer for p in plugins.programmes() if p.regional}
    assert known == {
        "E2C": False,
        "PE": False,
        "PREPA_CA": True,
        "PREPA_AS": True,
        "PREPA_SS": True,
        "1E1F": True,
        "PASS": True,
    }


def test_avenir_sup_lasts_three_months():
    assert (
        said(prepa.AVENIR_SUP, "S3", date_debut=date(2026, 1, 31), date_fin=date(2026, 4, 30)) == []
    )
    assert said(
        prepa.AVENIR_SUP, "S3", date_debut=date(2026, 1, 31), date_fin=date(2026, 5, 1)
    ) == [
        (
            "avenir_sup.mois",
            "S3.date_fin",
            (
                "PREPA Avenir Sup dure trois mois au plus : la "
                "session finit au plus tard le 30/04/2026."
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("name", "most", "where"),
    [("duree_centre", 280, "en centre"), ("duree_entreprise", 140, "en entreprise")],
)
def test_avenir_sup_has_few_hours(name, most, where):
    assert said(prepa.AVENIR_SUP, "S3", **{name: most}) == []
    assert said(prepa.AVENIR_SUP, "S3", **{name: most + 1}) == [
        (
            f"avenir_sup.{name}",
            f"S3.{name}",
            f"PREPA Avenir Sup compte {most} heures {where} au plus : il y en a {most + 1}.",
        ),
    ]


def test_the_variants_of_cles_avenir():
    variante = prepa.CLES_AVENIR.fields["variante"]
    assert list(variante.table) == ["cles_avenir", "fle", "daeu"]
    assert (variante.need, variante.extra) == ("expected", True)


def test_fle_lasts_six_months_is_an_advice():
    programme = prepa.CLES_AVENIR
    long = {"date_debut": date(2026, 1, 5), "date_fin": date(2026, 9, 1)}
    root = fiche.replace(programme.example(), "S3", long)
    [issue] = [i for i in programme.issues(root) if i.code == "cles_avenir.fle"]
    assert (issue.blocking, issue.path) == (False, "S3.date_fin")
    assert [
        i
        for i in programme.issues(fiche.replace(root, "F1", {"variante": "daeu"}))
        if i.code == "cles_avenir.fle"
    ] == []
