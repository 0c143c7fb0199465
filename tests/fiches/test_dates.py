"""A day that is typed, with the year that is meant."""

from datetime import date

import pytest
from django import forms

from core.fiches.forms.dates import DayField


@pytest.mark.parametrize("typed", ["0027-01-12", "2027-01-12", "12/01/2027", "12/01/27"])
def test_a_year_of_two_figures_is_of_this_century(typed):
    assert DayField().clean(typed) == date(2027, 1, 12)


@pytest.mark.parametrize("typed", ["0202-01-12", "20270-01-12", "2527-01-12", "31/02/2027"])
def test_a_year_that_nobody_means_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


def test_no_day_is_no_day():
    assert DayField(required=False).clean("") is None
