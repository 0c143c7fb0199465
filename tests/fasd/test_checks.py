"""Checks across fields that every programme has: one case that passes, one that does not."""

from datetime import date
from decimal import Decimal

import pytest

from core.fasd import checks
from core.fasd.annuaire import numbers_have_their_key, qualiopi_has_an_end
from core.rules import Fiche, Level
from tests.plain import dossier, found

LATE, EARLY = date(2026, 6, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("debut", "fin"), [(EARLY, LATE), (EARLY, EARLY), (EARLY, None), (None, EARLY)]
)
def test_dates_that_follow_each_other(debut, fin):
    assert (
        found(
            checks.dates_follow_each_other, dossier(session={"date_debut": debut, "date_fin": fin})
        )
        == []
    )


def test_dates_that_do_not():
    root = dossier(session={"date_debut": LATE, "date_fin": EARLY})
    assert found(checks.dates_follow_each_other, root) == [("dates.ordre", "S3.date_fin")]


def test_periods_that_do_not_follow_each_other():
    rows = [
        {"date_debut": EARLY, "date_fin": LATE},
        {"date_debut": LATE, "date_fin": EARLY},
        {"date_debut": LATE},
    ]
    root = dossier(session={"periodes_inscription": rows})
    assert found(checks.dates_follow_each_other, root) == [
        ("dates.ordre", "S3.periodes_inscription.1.date_fin")
    ]


@pytest.mark.parametrize(
    ("principal", "domains"), [("15061", ["14201", "15061"]), ("15061", []), ("", ["15061"])]
)
def test_a_principal_domain_of_the_formation(principal, domains):
    root = dossier(formation={"formacode_principal": principal, "formacodes": domains})
    assert found(checks.principal_is_a_domain, root) == []


def test_a_principal_domain_of_another():
    root = dossier(formation={"formacode_principal": "15061", "formacodes": ["14201"]})
    assert found(checks.principal_is_a_domain, root) == [
        ("formacode.principal", "F1.formacode_principal")
    ]


@pytest.mark.parametrize(
    ("first", "second", "limit", "joint"),
    [
        ("intitule", "complement_intitule", 255, 3),
        ("objectif", "objectifs", 3000, 1),
        ("programme", "complement_programme", 3000, 1),
    ],
)
def test_texts_that_go_out_together(first, second, limit, joint):
    """At the limit, what is between them counted.

    One more is too many, and both fields are named (D21).
    """
    half = limit - 100 - joint
    at_most = dossier(formation={first: "x" * half}, action={second: "y" * 100})
    assert found(checks.texts_fit_together, at_most) == []
    too_long = dossier(formation={first: "x" * half}, action={second: "y" * 101})
    [issue] = checks.texts_fit_together(too_long)
    assert (issue.path, issue.blocking) == (f"A2.{second}", True)
    assert f"comptent ensemble {limit + 1} caractères : {limit} au plus." in issue.message
    alone = dossier(formation={first: "x" * (limit + 1)})
    assert found(checks.texts_fit_together, alone) == []  # its own length is another issue


def test_a_parcours_that_is_known():
    assert found(checks.parcours_is_known, dossier(session={"type_parcours": "mixte"})) == []
    root = dossier(session={"type_parcours": "inconnu"})
    assert found(checks.parcours_is_known, root) == [("parcours.inconnu", "S3.type_parcours")]


def test_an_alternance_has_a_unit():
    assert (
        found(
            checks.alternance_has_a_unit,
            dossier(session={"cycle_alternance": "2", "unite_entreprise": "3"}),
        )
        == []
    )
    assert found(checks.alternance_has_a_unit, dossier(session={})) == []
    root = dossier(session={"cycle_alternance": "2"})
    assert found(checks.alternance_has_a_unit, root) == [
        ("alternance.unite", "S3.unite_entreprise")
    ]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.youtube.com/watch?v=a",
        "https://youtu.be/a",
        "https://m.youtube.com/a",
        "http://a.fr/b.mp4",
        "https://a.fr/B.MP4?c=d",
    ],
)
def test_a_video_that_can_be_played(url):
    assert found(checks.video_can_be_played, dossier(action={"url_video": url})) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://vimeo.com/1",
        "https://a.fr/b.mp4.exe",
        "https://youtube.com.a.fr/",
        "https://a.fr/?x=youtu.be/1",
    ],
)
def test_a_video_that_cannot(url):
    assert found(checks.video_can_be_played, dossier(action={"url_video": url})) == [
        ("video.format", "A2.url_video")
    ]


def test_blocks_say_how_they_are_validated():
    assert (
        found(
            checks.blocs_are_described,
            dossier(formation={"individualiser_blocs": True, "validation": "1"}),
        )
        == []
    )
    assert (
        found(checks.blocs_are_described, dossier(formation={"individualiser_blocs": False})) == []
    )
    root = dossier(formation={"individualiser_blocs": True})
    assert found(checks.blocs_are_described, root) == [("blocs.validation", "F1.validation")]


@pytest.mark.parametrize(("places", "left"), [(10, 10), (10, 0), (0, 0), (None, 3), (3, None)])
def test_places_that_agree(places, left):
    assert (
        found(checks.places_agree, dossier(dispositif={"places": places, "places_restantes": left}))
        == []
    )


@pytest.mark.parametrize(("places", "left"), [(10, 11), (0, 1)])
def test_places_that_do_not(places, left):
    root = dossier(dispositif={"places": places, "places_restantes": left})
    assert found(checks.places_agree, root) == [("places.restantes", "D4.places_restantes")]


def test_each_check_is_asked_of_every_programme():
    declared = [
        f
        for name, f in vars(checks).items()
        if getattr(f, "__module__", "") == checks.__name__ and name[0] != "_"
    ]
    assert sorted(f.__name__ for f in declared) == sorted(f.__name__ for f in checks.COMMON)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("siret", "13000511900032", "13000511900033"),
        ("siege", "13000511900024", "1"),
        ("nda", "52440000044", "5"),
        ("uai", "", "0440001"),
    ],
)
def test_numbers_of_the_annuaire_have_their_key(name, good, bad):
    assert list(numbers_have_their_key(Fiche(Level.ETABLISSEMENT, "E1", {name: good}))) == []
    [issue] = numbers_have_their_key(Fiche(Level.ETABLISSEMENT, "E1", {name: bad}))
    assert (issue.code, issue.path) == ("cle", f"E1.{name}")


def test_qualiopi_has_an_end():
    def blocking(**values):
        issues = qualiopi_has_an_end(Fiche(Level.SITE, "L1", values))
        return [issue.path for issue in issues if issue.blocking]

    assert blocking(qualite="qualiopi", qualiopi_fin=EARLY) == []
    assert blocking(qualite="") == []
    assert blocking(qualite="qualiopi") == ["L1.qualiopi_fin"]


TABLEAU = "Module\tDurée"


def test_long_texts_are_plain():
    assert (
        found(
            checks.texts_are_plain,
            dossier(formation={"objectif": "Créer."}, action={"objectifs": "Reprendre."}),
        )
        == []
    )
    root = dossier(
        formation={"objectif": TABLEAU},
        action={"objectifs": "Créer\n• Reprendre", "url_pdf": "a\tb"},
    )
    first, second = checks.texts_are_plain(root)
    assert (first.code, first.path, second.code, second.path) == (
        "texte.tableau",
        "F1.objectif",
        "texte.caractere",
        "A2.objectifs",
    )
    assert first.message.startswith(
        "« Objectif » contient un tableau, ligne 1 (« Module → Durée »)."
    )
    assert second.message.startswith(
        "« Objectifs » contient un caractère spécial, ligne 2 (« • Reprendre »)."
    )


@pytest.mark.parametrize(
    ("ht", "taux", "ttc"),
    [
        ("1000", "20", "1200"),
        ("999.99", "5.5", "1054.99"),
        ("1000", "0", "1000"),
        ("1000", None, "1000"),
        (None, "20", "1200"),
        ("1000", "20", None),
        ("0", "20", "0"),
    ],
)
def test_fees_that_agree(ht, taux, ttc):
    assert found(checks.fees_agree, dossier(dispositif=fees(ht, taux, ttc))) == []


def fees(*values):
    return dict(
        zip(("frais_ht", "taux_tva", "frais_ttc"), [v and Decimal(v) for v in values], strict=True)
    )


def test_fees_that_do_not_agree_by_a_cent():
    [issue] = checks.fees_agree(dossier(dispositif=fees("1999.99", "5.5", "2110.00")))
    assert (issue.code, issue.path) == ("frais.ttc", "D4.frais_ttc")
    assert issue.message == (
        "1\u202f999,99 € HT avec une TVA de 5,5 % font 2\u202f109,99 € TTC, et non 2\u202f110,00 €."
    )


def test_fees_that_differ_without_a_rate():
    [issue] = checks.fees_agree(dossier(dispositif=fees("1000", None, "1200")))
    assert (issue.code, issue.path) == ("frais.tva", "D4.taux_tva")
