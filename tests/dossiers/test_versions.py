"""Versions are per fiche: saving one does not make the page of another stale."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_version_of_an_action_stays_when_its_session_is_saved():
    action = make.draft(make.etablissement("Alpha"))
    session = action.sessions.get()
    make.save(session, by=make.member(action.porteur), duree_hebdo=30)
    assert make.fresh(action).version == action.version
    assert make.fresh(session).version == session.version + 1
