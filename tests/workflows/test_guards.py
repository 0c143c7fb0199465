"""What the database itself refuses of a move, whatever the code does.

Derived from the table of moves.
"""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories as make
from workflows.lifecycle import MOVES
from workflows.models import TransitionLog

pytestmark = pytest.mark.django_db


def refused_without_a_word(name) -> bool:
    """Whether the base refuses a move of this name that says nothing."""
    subject = make.etablissement("Alpha")
    try:
        with transaction.atomic():
            TransitionLog.objects.create(
                subject=subject, name=name, source="draft", target="draft", at=timezone.now()
            )
    except IntegrityError:
        return True
    return False


def test_the_base_refuses_without_a_reason_the_moves_that_demand_one():
    demanding = {name for name, move in MOVES.items() if move.comment_required}
    assert {name for name in MOVES if refused_without_a_word(name)} == demanding


def test_a_move_that_demands_a_comment_has_a_label_for_it():
    assert [
        name for name, move in MOVES.items() if move.comment_required and not move.comment
    ] == []
