"""What is pasted is mended where that is certain, and told in a sentence where it is not."""

import string
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fasd import shapes as of_fields
from core.texts import shapes

MENDED = {
    shapes.email: [
        ("contact@exemple.fr;", "contact@exemple.fr"),
        ("mailto:contact@exemple.fr?subject=Bonjour", "contact@exemple.fr"),
        ("Accueil <contact@exemple.fr>", "contact@exemple.fr"),
        ("<mailto:contact@exemple.fr>,", "contact@exemple.fr"),
        ("contact@exemple.fr\u200b", "contact@exemple.fr"),
        ("contact@exemple.fr.", "contact@exemple.fr"),
        ("a@exemple.fr, b@exemple.fr", "a@exemple.fr, b@exemple.fr"),
    ],
    shapes.url: [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("exemple.fr:8080/a", "https://exemple.fr:8080/a"),
        ("<https://exemple.fr>", "https://exemple.fr"),
        ("https://exemple.fr", "https://exemple.fr"),
        ("contact@exemple.fr", "contact@exemple.fr"),
    ],
    shapes.phone: [
        ("02\u00a040\u202f20 40\u200920", "02 40 20 40 20"),
        ("'+33 2 40 20 40 20", "+33 2 40 20 40 20"),
        ("240202020", "0240202020"),
        ("33240202020", "+33240202020"),
        ("Tél. : 02 40 20 40 20", "02 40 20 40 20"),
        ("tel:+33240202020", "+33240202020"),
        ("3949", "3949"),
    ],
    shapes.postal_code: [("44 000", "44000"), ("1000", "1000"), ("'01000", "01000")],
    of_fields.siret: [
        ("130.005.119.00032", "13000511900032"),
        ("\u202a13000511900032\u202c", "13000511900032"),
        ("572078400106", "00572078400106"),
        ("013000511900032", "13000511900032"),
        ("1,30005E+13", "1,30005E+13"),
    ],
    shapes.unquoted: [("'-Pôle", "-Pôle"), ("'80s", "'80s"), ("l'Erdre", "l'Erdre")],
}
TABLE = [(mend, typed, meant) for mend, rows in MENDED.items() for typed, meant in rows]


@pytest.mark.parametrize(("mend", "typed", "meant"), TABLE)
def test_what_is_certain_is_mended(mend, typed, meant):
    assert mend(typed) == meant


REFUSED = {
    shapes.email_problem: (
        ["contact@exemple.fr", "a.b+c@sous.exemple.fr", "nom@école.fr"],
        ["organisme", "a@b", "a@b..fr", ".a@b.fr", "a@-b.fr", "a@b.fr;c@d.fr", "é@b.fr", "a@@b.fr"],
    ),
    shapes.url_problem: (
        ["https://exemple.fr", "http://exemple.fr:80/a?b=c#d"],
        ["exemple", "ftp://exemple.fr", "https://localhost", "https://a@b.fr", "https://a.fr b"],
    ),
    shapes.phone_problem: (
        ["02 40 20 40 20", "02.40.20.40.20", "+33 (0)2 40 20 40 20", "3949", "15", "118 218"],
        ["abc", "02 40 20 40", "02 40 20 40 20 / 06 01 02 03 04", "0000", "12"],
    ),
    shapes.postal_code_problem: (
        ["44000", "01000", "97411", "20137", "44035"],
        ["44OOO", "1000", "4400", "44 000", "00000", "96000", "F-44000"],
    ),
}


@pytest.mark.parametrize(
    ("problem", "text", "right"),
    [
        (problem, text, right)
        for problem, (good, bad) in REFUSED.items()
        for texts, right in ((good, True), (bad, False))
        for text in texts
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(problem, text, right):
    sentence = problem("Champ", text)
    assert (sentence == "") is right
    assert right or sentence.startswith("« Champ »")


def test_a_first_zero_that_lacks_is_named():
    assert "écrivez 01000" in shapes.postal_code_problem("Code postal", "1000")


NUMBERS = [
    ("35,5", 2, Decimal("35.50")),
    ("1 200,50", 2, Decimal("1200.50")),
    ("1\u202f200,50 €", 2, Decimal("1200.50")),
    ("1.200,50", 2, Decimal("1200.50")),
    ("20 %", 2, Decimal(20)),
    ("\u22123,5", 2, Decimal("-3.50")),
    ("47.2173", 6, Decimal("47.217300")),
    ("1.200", 2, None),  # a thousand, or one and two tenths?
    ("12 5", 2, None),
    ("1,200.50", 2, None),
    ("abc", 2, None),
    ("1e5", 2, None),
    ("NaN", 2, None),
    ("", 2, None),
]


@pytest.mark.parametrize(("typed", "places", "meant"), NUMBERS)
def test_a_number_is_read_as_french_writes_it(typed, places, meant):
    assert shapes.amount(typed, places) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1 200", 1200), ("35,0", 35), ("12 h", 12), ("-3", -3), ("35,5", None), ("1.000", None)],
)
def test_a_whole_number_is_read_or_refused(typed, meant):
    assert shapes.integer(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5/1/26", date(2026, 1, 5)),
        ("05-01-2026", date(2026, 1, 5)),
        ("2026-01-05 00:00:00", date(2026, 1, 5)),
        ("01/06/0206", None),
        ("08/01/0029", None),
        ("31/02/2026", None),
        ("bientôt", None),
    ],
)
def test_a_day_is_read_or_refused(typed, meant):
    assert shapes.day(typed) == meant
    assert (shapes.day_problem(typed) == "") is (meant is not None)


def test_an_hour_is_read_in_its_ways():
    assert {shapes.hour(text) for text in ("14:15", "14h15", "14 h 15", "14:15:00")} == {
        time(14, 15),
    }
    assert shapes.hour("9h") == time(9)
    assert shapes.hour("25h") is None


SAME = [
    "Espace de l’Erdre",
    "ESPACE DE L'ERDRE",
    "espace  de l`erdre",
    "Espace\u00a0de l\u00b4Erdre\u200b",
]
OTHER = ["Espace de l'Erdre 2", "Espace Erdre", "Espace de l'Erdre (annexe)"]


def test_a_name_is_the_same_whatever_its_apostrophes_case_hyphens_and_spaces():
    assert len(set(map(shapes.same_name, SAME))) == 1
    assert shapes.same_name("Nantes – Sud") == shapes.same_name("nantes-sud")
    assert not {*map(shapes.same_name, OTHER)} & {shapes.same_name(SAME[0])}


# Properties --------------------------------------------------------------------------------

ODD = st.text(
    alphabet=string.digits + string.ascii_letters + " '’<>;:,.@+-/()=%?é\u00a0\u200b\u202a\u2212",
    max_size=40,
)
KEEPING = [shapes.phone, shapes.postal_code, shapes.visible, shapes.unquoted]
MENDS = [*MENDED, shapes.visible, shapes.pasted, shapes.same_name, shapes.digits_of]


@pytest.mark.parametrize("mend", MENDS)
@given(text=ODD)
def test_what_is_mended_stays_as_it_is(mend, text):
    once = mend(text)
    assert mend(once) == once


@pytest.mark.parametrize(
    "mend", [shapes.phone, shapes.postal_code, shapes.visible, shapes.unquoted]
)
@given(text=ODD)
def test_no_figure_is_lost(mend, text):
    before = [letter for letter in text if letter in string.digits]
    after = [letter for letter in mend(text) if letter in string.digits]
    assert after in (before, ["0", *before])


@given(text=ODD)
def test_a_siret_loses_no_figure_but_a_zero_too_many(text):
    before = "".join(letter for letter in text if letter in string.digits)
    after = "".join(letter for letter in of_fields.siret(text) if letter in string.digits)
    assert after.lstrip("0") == before.lstrip("0")


@given(value=st.decimals(min_value=-99_999, max_value=99_999, places=2))
def test_a_number_written_in_french_is_read_back(value):
    assert shapes.amount(f"{value:,}".replace(",", "\u202f").replace(".", ","), 2) == value
