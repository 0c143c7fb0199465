"""What a field lacks, or holds wrongly: told in a sentence, never mended in silence."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core.fasd import FASD, codes
from core.rules import Contexte, Fiche, Field, FromContexte, Kind, Level, Need
from core.rules.completeness import empty, field_issues, misshapen

CONTEXTE = Contexte(
    aujourdhui=date(2026, 1, 1), mandataire="13000511900032", libelle_programme="Programme"
)


def field(kind=Kind.TEXT, need=Need.OPTIONAL, **about):
    return Field("champ", "Champ", Level.SESSION, kind, need, **about)


def issues(one, value, *, contexte=CONTEXTE):
    return [
        (i.code, i.path, i.blocking)
        for i in field_issues(Fiche(Level.SESSION, "S1", {"champ": value}), one, contexte)
    ]


@pytest.mark.parametrize("value", [None, "", [], ()])
def test_left_out(value):
    assert empty(value)


@pytest.mark.parametrize("value", [False, 0, Decimal(0), "0", [""], time(0)])
def test_answered(value):
    assert not empty(value)


# Shapes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Kind.INTEGER, 12, "12"),
        (Kind.INTEGER, 0, True),
        (Kind.INTEGER, 0, False),
        (Kind.AMOUNT, Decimal(0), True),
        (Kind.AMOUNT, Decimal("1.5"), 1.5),
        (Kind.AMOUNT, 3, "3"),
        (Kind.COORDINATE, Decimal("-1.55"), "-1,55"),
        (Kind.DATE, date(2026, 1, 1), "2026-01-01"),
        (Kind.TIME, time(14), "14:00"),
        (Kind.BOOLEAN, False, "non"),
        (Kind.CHOICES, ["1"], "1"),
        (Kind.CODES, ["15061"], "15061"),
        (Kind.ROWS, [], {}),
        (Kind.URL, "https://exemple.fr/a?b#c", "exemple.fr"),
        (Kind.URL, "http://exemple.fr", "https://exemple"),
        (Kind.URL, "https://exemple.fr", "javascript:alert(1)//a.b"),
        (Kind.EMAIL, "a.b@exemple.fr", "a.b@exemple"),
        (Kind.EMAIL, "a@b.c.fr", "a b@exemple.fr"),
        (Kind.PHONE, "02 40 20 40 20", "02 40"),
        (Kind.PHONE, "+33 2 40 20 40 20", "deux"),
    ],
)
def test_shape(kind, good, bad):
    assert misshapen(field(kind), good) == ""
    if not empty(bad):
        assert misshapen(field(kind), bad).startswith("« Champ »")


def test_a_date_is_not_a_moment():
    assert issues(field(Kind.DATE), date(2026, 1, 1)) == []
    assert isinstance(datetime(2026, 1, 1), date)  # noqa: DTZ001  why the shape alone does not tell them apart


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG])
def test_a_length_is_told_not_cut(kind):
    one = field(kind, max_length=10)
    assert misshapen(one, "x" * 10) == ""
    assert misshapen(one, "x" * 13) == "« Champ » compte 13 caractères : 10 au plus, retirez-en 3."


def test_too_many_choices():
    assert misshapen(field(Kind.CODES, max_items=2), ["1", "2"]) == ""
    assert (
        misshapen(field(Kind.CODES, max_items=2), ["1", "2", "3"])
        == "« Champ » : 2 choix au plus, il y en a 3."
    )


def test_bounds():
    one = field(Kind.INTEGER, minimum=1, maximum=5)
    assert [misshapen(one, n) for n in (1, 5)] == ["", ""]
    assert misshapen(one, 0) == "« Champ » ne peut pas être inférieur à 1."
    assert misshapen(one, 6) == "« Champ » ne peut pas dépasser 5."


def test_a_choice_out_of_its_table():
    one = field(Kind.CHOICE, table=codes.TYPE_PARCOURS)
    assert misshapen(one, "mixte") == ""
    assert misshapen(one, "autre") == "« Champ » : « autre » n’est pas un choix possible."


def test_a_choice_that_the_programme_leaves_out():
    one = field(Kind.CHOICES, table=codes.TYPE_PARCOURS, allowed=("collectif", "mixte"))
    assert misshapen(one, ["mixte"]) == ""
    assert (
        misshapen(one, ["mixte", "modularise"])
        == "« Champ » : ce programme n’admet que « collectif », « mixte »."
    )


# Needs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        (Need.REQUIRED, [("requis", "S1.champ", True)]),
        (Need.DEFAULT, [("requis", "S1.champ", True)]),
        (Need.FIXED, [("requis", "S1.champ", True)]),
        (Need.EXPECTED, [("conseil", "S1.champ", False)]),
        (Need.OPTIONAL, []),
        (Need.RECEIVED, []),
        (Need.UNUSED, []),
    ],
)
@pytest.mark.parametrize("value", [None, "", [], ()])
def test_what_an_empty_field_lacks(need, expected, value):
    assert issues(field(need=need, value="x"), value) == expected


@pytest.mark.parametrize("need", [Need.REQUIRED, Need.DEFAULT, Need.EXPECTED])
@pytest.mark.parametrize(("kind", "value"), [(Kind.BOOLEAN, False), (Kind.INTEGER, 0)])
def test_no_and_zero_are_answers(need, kind, value):
    assert issues(field(kind, need), value) == []


def test_a_fixed_value_comes_from_the_campaign():
    one = field(need=Need.FIXED, value=FromContexte("mandataire"))
    assert issues(one, "13000511900032") == []
    assert issues(one, "26850242400297") == [("fixe", "S1.champ", True)]


def test_a_fixed_value_that_the_campaign_has_not_asks_for_nothing():
    one = field(need=Need.FIXED, value=FromContexte("lot"))
    assert issues(one, None) == []
    assert issues(one, "LOT") == []


def test_a_default_may_be_changed():
    assert issues(field(need=Need.DEFAULT, value="proposé"), "autre") == []


def test_an_unused_field_is_not_even_measured():
    assert issues(field(need=Need.UNUSED, max_length=3), "trop long") == []


def test_a_received_value_is_measured():
    assert issues(field(need=Need.RECEIVED, max_length=3), "trop long") == [
        ("forme", "S1.champ", True)
    ]


def test_each_line_of_a_small_table_is_judged():
    meetings = FASD["informations_collectives"]
    rows = [
        {"date": date(2026, 1, 6), "heure_debut": time(14)},
        {"date": None, "places": 0, "url": "exemple"},
    ]
    fiche = Fiche(Level.SESSION, "S1", {"informations_collectives": rows})
    found = [(i.path, i.message, i.blocking) for i in field_issues(fiche, meetings, CONTEXTE)]
    where, line = "S1.informations_collectives.1", "Informations collectives, ligne 2 : "
    assert found == [
        (f"{where}.date", f"{line}« Date » est à renseigner.", True),
        (
            f"{where}.heure_debut",
            f"{line}« Heure de début » : il est conseillé de le renseigner.",
            False,
        ),
        (
            f"{where}.url",
            f"{line}« Lien de connexion » doit être une adresse complète, commençant par https://.",
            True,
        ),
        (f"{where}.places", f"{line}« Nb de places » ne peut pas être inférieur à 1.", True),
    ]
