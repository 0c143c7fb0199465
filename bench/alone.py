"""Exports in a process of its own, and prints its memory before and after, in MiB.

`python -m bench.alone DAYS`.
"""

import json
import resource
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import django


def most():
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(days):
    django.setup()
    from django.test import Client
    from django.utils import timezone

    from bench.sections.export import export

    Client(SERVER_NAME="localhost").get("/")  # the back-office is loaded, as in a worker
    rest = most()
    with tempfile.TemporaryDirectory() as folder:
        export(Path(folder) / "lheo.xml", timezone.localdate() + timedelta(days=int(days)))
    print(json.dumps({"rest": rest, "peak": most()}))


if __name__ == "__main__":
    main(sys.argv[1])
