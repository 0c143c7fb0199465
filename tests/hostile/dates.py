"""A moment given to a field that holds a day is a fault.

Its hour is dropped, and the day is that of UTC.

A naive moment given to a field that holds a moment is a warning of Django, and warnings are errors.
"""

from datetime import datetime

import pytest
from django.db.models import DateField

from tests.hostile import faults


@pytest.fixture(autouse=True, scope="session")
def _a_day_is_not_a_moment():
    to_python = DateField.to_python

    def hostile(self, value):
        if isinstance(value, datetime):
            faults.tell(f"{self} holds a day, and was given {value!r}.")
        return to_python(self, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DateField, "to_python", hostile)
        yield
