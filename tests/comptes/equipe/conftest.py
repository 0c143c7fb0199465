"""An organisation with its main account, logged in; what waits for the commit runs at once."""

import pytest

from tests import factories as make


@pytest.fixture
def alpha():
    return make.etablissement("Alpha")


@pytest.fixture
def principal(alpha, client):
    user = make.principal(alpha)
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Run what waits for the commit at once: a test never commits."""
    monkeypatch.setattr("workflows.mails.transaction.on_commit", lambda run: run())
