"""What a move is, and the conditions under which one is legal. The table of the moves: `workflows.lifecycle`."""

from dataclasses import dataclass

from django_fsm import transition


@dataclass(frozen=True, slots=True)
class Move:
    """What a move asks for and does beside changing the state; sentences are shown on its page."""

    label: str  # the button
    sentence: str  # what will happen, and what cannot be undone
    done: str  # what has happened
    comment: str = ""  # label of the comment; empty: none is taken
    comment_required: bool = False
    remarks: bool = False  # may be anchored to fields
    complete: bool = False  # refused while an issue is blocking
    publishes: bool = False
    unpublishes: bool = False
    republishes: bool = False
    restores: bool = False  # rows come back from the online version
    danger: bool = False


def move(source, target, *, conditions=(), **about):
    """Declare a move: django-fsm's transition, with its `Move`."""
    return transition(
        "state",
        source=source,
        target=target,
        conditions=list(conditions),
        custom={"move": Move(**about)},
    )


def online(subject):
    return subject.online_number is not None


def offline_version(subject):
    return subject.online_number is None and subject.publications().exists()


def can_be_taken_back(subject):
    return not subject.sent_for_good


def held(subject):
    return bool(subject.hold_reason)


def not_held(subject):
    return not held(subject)


def taken(subject):
    return subject.reviewer_id is not None
