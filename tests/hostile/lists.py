"""A list of the back-office that fetches a field or a related row lazily, one query a row.

Is a fault.
"""

import pytest
from django.contrib.admin.views.main import ChangeList
from django.db.models import FETCH_RAISE


@pytest.fixture(autouse=True, scope="session")
def _lists_fetch_nothing_lazily():
    get_queryset = ChangeList.get_queryset

    def hostile(self, *args, **kwargs):
        return get_queryset(self, *args, **kwargs).fetch_mode(FETCH_RAISE)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ChangeList, "get_queryset", hostile)
        yield
