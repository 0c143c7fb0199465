"""What a move is.

The table of the moves: `workflows.lifecycle`. All that a move asks for and does is said there once:
`perform`, the guards of the database, the buttons, the mails and the tests derive from it.
"""

from dataclasses import dataclass
from enum import IntEnum

from django_fsm import transition


class Place(IntEnum):
    """Where the button of a move stands among the others."""

    FIRST = 0
    USUAL = 1
    LAST = 2
    DANGER = 3


@dataclass(frozen=True, slots=True)
class Tells:
    """The mail of a move: who hears of it, and its subject; its body is a template of its name."""

    audience: str  # "porteur" or "cariforef"
    subject: str  # with {title}


@dataclass(frozen=True, slots=True)
class Move:
    """What a move asks for and does beside changing the state; sentences are shown on its page."""

    label: str  # the button
    sentence: str  # what will happen, and what cannot be undone
    done: str  # what has happened

    # What it asks for
    comment: str = ""  # label of the comment; empty: none is taken
    comment_required: bool = False  # guarded by the database too (`TransitionLog`)
    remarks: bool = False  # may be anchored to fields
    complete: bool = False  # refused while an issue is blocking
    judged_as_sent: bool = False  # by the rules of the last sending (D24), as the person read it
    payload: bool = False  # has a page of its own, which says what to publish

    # What it does
    sends: bool = False  # keeps who sent it, when, and under which rules
    publishes: bool = False
    unpublishes: bool = False
    republishes: bool = False
    restores: bool = False  # rows come back from the online version
    holds: bool | None = None  # True: keeps the comment as the reason; False: frees
    claims: bool | None = None  # True: who makes it follows the subject; False: nobody does
    of_the_queue: bool = False  # what is typed does not change, nor its version

    # How it is shown and told
    place: Place = Place.USUAL
    tells: Tells | None = None

    @property
    def danger(self) -> bool:
        return self.place is Place.DANGER

    @property
    def goes_out(self) -> bool:
        """Whether something is online because of it."""
        return self.publishes or self.republishes


def move(source, target, *, conditions=(), **about):
    """Declare a move: django-fsm's transition, with its `Move`."""
    return transition(
        "state",
        source=source,
        target=target,
        conditions=list(conditions),
        custom={"move": Move(**about)},
    )
