"""The table of moves, said a second time: what each asks and does, its button, its mail."""

from dataclasses import fields

import pytest

from workflows.lifecycle import ASIDE, MOVES, WITH_REASON
from workflows.moves import Place, Tells

# What it asks for and does | where its button stands | who gets a mail. From where it is legal, and
# for whom: tests/contracts/test_moves.py.
TABLE = """
submit      | comment complete sends                         | first  | cariforef
take_back   |                                                | usual  |
ask         | comment comment_required remarks claims        | usual  | porteur
answer      | comment comment_required complete sends        | first  | cariforef
validate    | comment complete judged_as_sent publishes      | first  | porteur
take        | claims of_the_queue                            | last   |
leave       | claims:no of_the_queue                         | last   |
refuse      | comment comment_required remarks               | danger | porteur
reopen      | comment                                        | first  |
give_up     | restores                                       | danger |
archive     | comment comment_required unpublishes           | danger |
restore     |                                                | first  |
unpublish   | comment comment_required unpublishes           | danger |
republish   | comment comment_required republishes           | usual  |
update_live | payload publishes                              | usual  |
hold        | comment comment_required holds                 | last   |
release     | holds:no                                       | last   |
"""
SHOWN = {"label", "sentence", "done", "place", "tells"}


def words(move) -> str:
    """Return what a move asks for and does, in the order of its fields."""
    values = {field.name: getattr(move, field.name) for field in fields(move)}
    yes = [name for name, value in values.items() if value and name not in SHOWN]
    no = [f"{name}:no" for name in ("holds", "claims") if values[name] is False]
    return " ".join(sorted(yes + no))


def line(name, move) -> tuple:
    audience = move.tells.audience if move.tells else ""
    return (name, words(move), move.place.name.lower(), audience)


def lines(text) -> list[tuple]:
    rows = [[cell.strip() for cell in row.split("|")] for row in text.strip().splitlines()]
    return [(name, " ".join(sorted(about.split())), *shown) for name, about, *shown in rows]


def test_what_each_move_asks_for_and_does():
    assert [line(name, move) for name, move in MOVES.items()] == lines(TABLE)


def test_buttons_go_from_what_is_usual_to_what_cannot_be_undone():
    assert [place.name for place in sorted(Place)] == ["FIRST", "USUAL", "LAST", "DANGER"]
    assert [name for name, move in MOVES.items() if move.danger] == [
        "refuse",
        "give_up",
        "archive",
        "unpublish",
    ]


def test_what_puts_a_version_online():
    out = {name for name, move in MOVES.items() if move.goes_out}
    assert out == {"validate", "republish", "update_live"}


def test_moves_that_leave_the_state_alone():
    aside = {"take", "leave", "unpublish", "republish", "update_live", "hold", "release"}
    assert aside == ASIDE


def test_moves_that_want_a_reason():
    assert WITH_REASON == ["ask", "answer", "refuse", "archive", "unpublish", "republish", "hold"]


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if move.tells])
def test_the_subject_of_a_mail_names_the_fiche(name):
    tells = MOVES[name].tells
    assert isinstance(tells, Tells)
    assert tells.subject.format(title="Cuisine").endswith(" : Cuisine")
