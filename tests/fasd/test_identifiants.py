"""SIRET, SIREN, NDA and UAI: possible or not, and why."""

import pytest

from core.fasd.identifiants import (
    grouped,
    luhn,
    nda_problem,
    siren_problem,
    siret_problem,
    uai_problem,
)

KEY = "sa clé de contrôle ne correspond pas"


@pytest.mark.parametrize("digits", ["0", "18", "732829320", "13000511900032", "26850242400297"])
def test_luhn_accepts_a_good_key(digits):
    assert luhn(digits)


@pytest.mark.parametrize("rank", range(14))
def test_luhn_sees_any_one_wrong_digit(rank):
    good = "13000511900032"
    for other in set("0123456789") - {good[rank]}:
        assert not luhn(good[:rank] + other + good[rank + 1 :])


@pytest.mark.parametrize("siret", ["13000511900032", "26850242400297", "13000511900024"])
def test_siret_of_the_seeds(siret):
    assert siret_problem(siret) == ""


@pytest.mark.parametrize("siret", ["35600000000048", "35600000049837"])
def test_siret_of_la_poste(siret):
    """Its siège follows Luhn; for its offices, the sum of the digits is a multiple of five."""
    assert siret_problem(siret) == ""


def test_siret_that_la_poste_cannot_have():
    assert KEY in siret_problem("35600000049838")


def test_the_exception_of_la_poste_is_its_own():
    """A sum that is a multiple of five does not save anybody else's SIRET."""
    wrong = next(
        s for n in range(10**5) if sum(map(int, s := f"130005119{n:05}")) % 5 == 0 and not luhn(s)
    )
    assert KEY in siret_problem(wrong)
    saved = next(
        s for n in range(10**5) if sum(map(int, s := f"356000000{n:05}")) % 5 == 0 and not luhn(s)
    )
    assert siret_problem(saved) == ""


def test_siret_with_a_good_key_but_a_wrong_siren():
    siret = next(s for n in range(10**5) if luhn(s := f"130005118{n:05}"))
    assert KEY in siret_problem(siret)


@pytest.mark.parametrize(
    ("siret", "count"),
    [
        ("", 0),
        ("1300051190003", 13),
        ("130005119000321", 15),
        ("13000511 900032", 14),
        ("١٣٠٠٠٥١١٩٠٠٠٣٢", 14),
    ],
)
def test_siret_of_another_shape(siret, count):
    assert (
        siret_problem(siret)
        == f"Le SIRET « {siret} » doit compter 14 chiffres ; il en compte {count}."
    )


def test_siren():
    assert siren_problem("130005119") == ""
    assert KEY in siren_problem("130005118")
    assert siren_problem("13000511") == "Le SIREN « 13000511 » doit compter 9 chiffres."


@pytest.mark.parametrize("nda", ["52440000044", "99999999999", "2A440000044", "04973223097"])
def test_nda(nda):
    assert nda_problem(nda) == ""


@pytest.mark.parametrize(
    "nda",
    ["", "5244000004", "524400000444", "52 44 00000", "ABC40000044", "5244000004é", "52-40000044"],
)
def test_nda_of_another_shape(nda):
    assert nda_problem(nda).startswith(
        f"Le numéro de déclaration d’activité « {nda} » doit compter 11 caractères"
    )


@pytest.mark.parametrize("uai", ["0440021J", "0750655E", "0750655e"])
def test_uai(uai):
    """Clemenceau in Nantes, Louis-le-Grand in Paris, as their ministry writes them."""
    assert uai_problem(uai) == ""


def test_uai_with_another_letter():
    for letter in set("abcdefghijklmnopqrstuvwxyz") - {"e"}:
        assert "sa lettre de contrôle ne correspond pas" in uai_problem(f"0750655{letter}")


@pytest.mark.parametrize("uai", ["", "440001M", "00440001M", "0440001", "0440001MM", "044000AM"])
def test_uai_of_another_shape(uai):
    assert uai_problem(uai) == f"Le code UAI « {uai} » doit compter 7 chiffres puis une lettre."


def test_a_siret_is_read_in_groups():
    assert (
        grouped("13000511900032")
        == "130\N{NO-BREAK SPACE}005\N{NO-BREAK SPACE}119\N{NO-BREAK SPACE}00032"
    )
    assert grouped("130") == "130"
