"""What the sections share, in a process that measures.

Bases side by side, people, clocks, counts of queries.
"""

import statistics
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from django.db.models import Count
from django.test import Client

from bench import bases
from core.models import Action, Etablissement, Role, User

ROUNDS = 9
TRIES = 3
USUAL = 150  # actions of the organisation that is measured: 300 sessions, as in S1


class Bases:
    """Bases of one vendor, each with its connection; `use` makes one the default."""

    def __init__(self, vendor, sizes):
        self.vendor, self.wrappers = vendor, {}
        first = connections["default"]
        for size in sizes:
            found = bases.base(vendor, size)
            name = (
                urlsplit(found.url).path.lstrip("/")
                if vendor == "postgresql"
                else str(bases.path(found))
            )
            self.wrappers[size] = type(first)({**first.settings_dict, "NAME": name}, "default")

    @property
    def sizes(self):
        return list(self.wrappers)

    def use(self, size):
        connections["default"] = self.wrappers[size]
        ContentType.objects.clear_cache()
        return self

    @contextmanager
    def changed(self):
        """Let every base be changed while the block runs, and be as it was afterwards."""
        opened = []
        try:
            for size in self.sizes:
                self.use(size)
                opened.append((size, transaction.atomic()))
                opened[-1][1].__enter__()
            yield
        finally:
            for size, block in opened:
                self.use(size)
                transaction.set_rollback(True)
                block.__exit__(None, None, None)


@contextmanager
def undone():
    """Let the base be as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def people():
    """Return who looks.

    The Cariforef, an organisation of usual size, an administrator, a manager.
    """
    rows = Action.objects.exclude(porteur=None).values("porteur").annotate(n=Count("pk")).order_by()
    usual = min(rows, key=lambda row: (abs(row["n"] - USUAL), row["porteur"]))["porteur"]
    one = lambda **what: User.objects.filter(**what).order_by("pk").first()  # noqa: E731
    return {
        "Cariforef": one(memberships__role=Role.CARIFOREF),
        "organisme": one(memberships__etablissement=Etablissement.objects.get(pk=usual)),
    }


def client_of(user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def got(client, url):
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url} answers {response.status_code}.")
    return response


class Queries:
    """Counts the queries made inside a `with`."""

    def __enter__(self):
        self.count, self.statements = 0, []
        self.wrapper = connection.execute_wrapper(self._seen)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)

    def _seen(self, execute, sql, params, many, context):
        self.count += 1
        self.statements.append(sql)
        return execute(sql, params, many, context)


def clock(do, *, cpu=False):
    """Return how many seconds something takes."""
    read = time.process_time if cpu else time.perf_counter
    start = read()
    do()
    return read() - start


def side_by_side(*works, rounds=ROUNDS, before=lambda rank: None):
    """Return the median time of several works.

    Made in turn so that a noisy machine slows them alike.
    """
    times = [[] for _ in works]
    for turn in range(rounds + 1):
        for rank, work in enumerate(works):
            before(rank)
            taken = clock(work)
            if turn:  # the first one warms up
                times[rank].append(taken)
    return [statistics.median(found) for found in times]


def quietest(measure, ratio, enough):
    """Measure again when the ratio is missed, and return the quietest of a few tries."""
    found = []
    for _ in range(TRIES):
        found.append(measure())
        if ratio(found[-1]) <= enough:
            break
    return min(found, key=ratio)


def ms(seconds) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def mark(met) -> str:
    return "oui" if met else "**non**"
