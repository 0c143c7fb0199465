"""A process where somebody sits at a keyboard.

`serve` runs there, a `Colleague` speaks to it from the tests.
"""

import os
import traceback
from dataclasses import dataclass
from multiprocessing import get_context

TIMEOUT = 60  # seconds; a process that says nothing for so long is stuck


@dataclass(frozen=True)
class Seen:
    """The page that came back."""

    status: int
    address: str
    text: str


def serve(pipe):
    """Do what is asked, one thing at a time, until told `None`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    somebody = Somebody()
    while asked := pipe.recv():
        name, *given = asked
        try:
            pipe.send((getattr(somebody, name)(*given), ""))
        except Exception:  # noqa: BLE001  told to the test, which raises it
            pipe.send((None, traceback.format_exc()))


class Somebody:
    """Who sits there; see `tests.journeys.person.Person`."""

    person = None

    def sit(self, base, email, password):
        from django.contrib.auth import get_user_model
        from django.contrib.contenttypes.models import ContentType
        from django.db import connection

        from tests.journeys.person import Person

        self.leave()
        connection.settings_dict["NAME"] = base
        ContentType.objects.clear_cache()  # another base, other numbers
        self.person = Person(get_user_model().objects.get(email=email), password)

    def open(self, address):
        return self._seen(self.person.open(address))

    def fill(self, having, typed):
        return self._seen(self.person.fill(having, **typed))

    def leave(self):
        from django.db import connection

        connection.close()

    def _seen(self, person):
        return Seen(person.page.status_code, person.address, person.text)


class Colleague:
    """The other end: asks, and waits for the answer when it is wanted."""

    def __init__(self):
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, *asked):
        self._pipe.send(asked)

    def answer(self):
        """Return the answer, and what went wrong."""
        return (
            self._pipe.recv()
            if self._pipe.poll(TIMEOUT)
            else (None, "The other process says nothing.")
        )

    def do(self, *asked):
        self.ask(*asked)
        return right(self.answer())

    def stop(self):
        self._pipe.send(None)
        self._process.join(TIMEOUT)
        self._pipe.close()


def right(answered):
    """Return an answer, or fail with what went wrong."""
    answer, wrong = answered
    assert not wrong, wrong
    return answer
