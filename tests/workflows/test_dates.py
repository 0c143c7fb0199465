"""Days in words."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from workflows.dates import en_mots


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (date(2026, 1, 1), "1er janvier 2026"),
        (date(2026, 1, 2), "2 janvier 2026"),
        (date(2026, 8, 11), "11 août 2026"),
        (datetime(2026, 5, 31, 23, 30, tzinfo=UTC), "1er juin 2026"),  # here
    ],
)
def test_a_day_is_written_as_french_does(moment, words):
    assert en_mots(moment) == words


def test_with_its_hour_in_a_page():
    page = Template('{% load sofi %}{{ day|en_mots:"j F à H:i" }}|{{ none|en_mots }}')
    assert (
        page.render(Context({"day": datetime(2026, 1, 1, 9, 5, tzinfo=UTC), "none": None}))
        == "1er janvier à 10:05|"
    )
