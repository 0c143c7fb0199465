"""LHÉO export against a copy of the same bytes, and the memory that it takes."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from bench.world import clock, mark, quietest, side_by_side
from exports.diffusion.raw_bytes import rows as read
from exports.diffusion.stream import Tally, stream, texts
from exports.lheo.profiles import DEFAULT
from exports.models import SessionPubliee

TITLE = "Export LHÉO"
ABOUT = """
`exports.diffusion.stream.stream` écrit le document entier dans un fichier ; le plancher est la
copie des mêmes octets d’un fichier à l’autre, par blocs de 256 Kio, en alternance avec l’export
(médiane de 5). Les 10 000 et 60 000 sessions sont prises dans la même grande base : on change le
jour de l’export pour qu’il y en ait autant d’actives. La mémoire est le maximum d’un processus qui
ne fait que cet export ; Django et le back-office chargés en prennent déjà la part indiquée. « Dont
lecture » est la part du temps que prend la lecture des mêmes lignes par le pilote, sans rien en
faire. La vérification du fichier entier par le schéma (`export_lheo`, en plus) est donnée à part.
"""
COUNTS = (10_000, 60_000)
GOALS = {"sqlite": 0.5, "postgresql": 0.25}
MEMORY = 200
BLOCK = 256 * 1024
ROUNDS = 5


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    goal, rows = GOALS[bases.vendor], []
    total = SessionPubliee.objects.count()
    for count in COUNTS if total >= COUNTS[0] else (total // 4, total):
        rows.append(row(bases, day_of(min(count, total)), goal))
    return {
        "columns": [
            "Sessions",
            "Formations",
            "Mio",
            "Sessions/s",
            "Copie : sessions/s",
            "Rapport",
            f"≥ {goal}",
            "dont lecture",
            "Mémoire, Mio",
            f"≤ {MEMORY}",
            "dont au repos",
            "Vérifié par le schéma : sessions/s",
        ],
        "rows": rows,
    }


def day_of(count):
    """Return the day on which so many sessions are active."""
    ends = SessionPubliee.objects.order_by("-active_until")[count - 1 : count]
    return next(iter(ends.values_list("active_until", flat=True))) or timezone.localdate()


def row(bases, day, goal):
    with tempfile.TemporaryDirectory() as folder:
        made, copied = Path(folder) / "lheo.xml", Path(folder) / "copie.xml"
        tally = Tally()
        works = (
            lambda: export(made, day),
            lambda: copy(made, copied),
            lambda: deque(read(texts(DEFAULT, day)), maxlen=0),
        )
        export(made, day, tally)
        exporting, copying, reading = quietest(
            lambda: side_by_side(*works, rounds=ROUNDS), lambda found: found[0] / found[1], 1 / goal
        )
        checking = clock(lambda: check(made))
    memory = peak(day)
    ratio = copying / exporting
    return [
        tally.sessions,
        tally.groups,
        round(tally.bytes / 2**20),
        round(tally.sessions / exporting),
        round(tally.sessions / copying),
        f"{ratio:.2f}",
        mark(ratio >= goal),
        f"{reading / exporting:.0%}",
        memory["peak"],
        mark(memory["peak"] <= MEMORY),
        memory["rest"],
        round(tally.sessions / (exporting + checking)),
    ]


def export(path, day, tally=None):
    with path.open("wb") as file:
        for block in stream(DEFAULT, tally or Tally(), day):
            file.write(block)


def copy(source, target):
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, BLOCK)


def check(path):
    from exports.lheo.schema import problems_in_file

    if problems := problems_in_file(path, DEFAULT.version):
        raise RuntimeError(f"The export is not valid: {problems[0]}")


def peak(day):
    """Return the memory of a process of its own that only exports."""
    from django.db import connection

    parts = connection.settings_dict
    url = (
        os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{parts['NAME']}"
        if connection.vendor == "postgresql"
        else (f"sqlite:///{parts['NAME']}")
    )
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "bench.alone",
            str((day - timezone.localdate()) // timedelta(days=1)),
        ],
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(found.stdout)
