"""Dates move by days, weeks, months or years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.offres.copies.shift import ANS, JOURS, MOIS, SEMAINES, Shift


@pytest.mark.parametrize(
    ("shift", "moved"),
    [
        (Shift(0, SEMAINES), date(2028, 2, 29)),
        (Shift(3, JOURS), date(2028, 3, 3)),
        (Shift(-1, SEMAINES), date(2028, 2, 22)),
        (Shift(1, MOIS), date(2028, 3, 29)),
        (Shift(12, MOIS), date(2029, 2, 28)),
        (Shift(1, ANS), date(2029, 2, 28)),
        (Shift(4, ANS), date(2032, 2, 29)),
        (Shift(-2, MOIS), date(2027, 12, 29)),
    ],
)
def test_a_leap_day_moves(shift, moved):
    assert shift(date(2028, 2, 29)) == moved


def test_no_day_stays_no_day():
    assert Shift(1, ANS)(None) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)), st.integers(-500, 500))
def test_weeks_keep_the_day_of_the_week(day, weeks):
    assert Shift(weeks, SEMAINES)(day).weekday() == day.weekday()


def test_out_of_the_calendar():
    with pytest.raises(OverflowError):
        Shift(9000, ANS)(date(2026, 1, 1))
