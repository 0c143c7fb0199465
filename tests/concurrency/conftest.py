"""Two people at work, and what happens when both press a button."""

from dataclasses import dataclass

import pytest

from tests import factories as make
from tests.concurrency import bases
from tests.concurrency.colleague import Colleague, right


@pytest.fixture(scope="session")
def colleagues(django_db_setup):
    """Two processes, started once: they are gone before the base is."""
    both = [Colleague(), Colleague()]
    yield both
    for one in both:
        one.stop()


@dataclass
class Together:
    """The two colleagues over one base."""

    base: object
    colleagues: list

    def sit(self, *users):
        for one, user in zip(self.colleagues, users, strict=True):
            one.do("sit", self.base.name, user.email, make.PASSWORD)

    def open(self, *addresses):
        for one, address in zip(self.colleagues, addresses, strict=True):
            one.do("open", address)

    def press(self, *forms, last_first=False):
        """Post both forms while the base is held, then let it go.

        Return the two pages, in the order of the forms.
        """
        turns = list(zip(self.colleagues, forms, strict=True))
        try:
            with self.base.held() as waiting:
                for count, (one, (having, typed)) in enumerate(
                    reversed(turns) if last_first else turns, start=1
                ):
                    one.ask("fill", having, typed)
                    waiting(count)
        finally:
            answers = [one.answer() for one in self.colleagues]
        self.base.gather()
        return [*map(right, answers)]


@pytest.fixture
def together(transactional_db, colleagues, tmp_path):
    """Return what makes the two colleagues share the base as it stands.

    Call it when everything is there.
    """

    def share(*users):
        found = Together(bases.shared(tmp_path), colleagues)
        found.sit(*users)
        return found

    yield share
    for one in colleagues:
        one.do("leave")
