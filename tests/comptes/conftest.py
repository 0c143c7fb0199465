"""An organisation that has no account yet."""

import pytest

from tests import factories as make


@pytest.fixture
def alpha():
    return make.etablissement("Alpha", online=False)
