"""One worker: a warm process of `.venv`, which forks a child for each list of tests.

Third-party packages are imported once, here; modules of the project in the children alone, from a
private copy of the tree where the mutated file is written. Reads jobs on its input, a JSON object a
line, and writes what came of each on its output.
"""

import gc
import importlib
import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path

import pytest

LOG = 2000  # characters of what pytest said: its end
WARM = [
    "pytest",
    "pytest_django.plugin",
    "pytest_django.fixtures",
    "hypothesis",
    "time_machine",
    "lxml.etree",
    "typst",
    "openpyxl",
    "python_calamine",
    "qrcode",
    "fido2.server",
    "django.test",
    "django.test.client",
    "django.core.management",
    "django.db.models",
    "django.views.generic",
    "django.contrib.admin.utils",
    "django.db.backends.sqlite3.base",
    "django.core.handlers.wsgi",
    "django.core.mail",
    "django.utils.translation.trans_real",
    "django_fsm",
    "dj_database_url",
    "whitenoise.middleware",
    "tablib",
    "import_export.resources",
    "pythonjsonlogger.json",
]


def warm():
    """Import what needs no settings; what does is left to the children."""
    for name in WARM:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


class Hasty:
    """Takes the tests that are likely to fail first, and writes the name of the first that does."""

    def __init__(self, path, first):
        self.path = path
        self.rank = {nodeid: rank for rank, nodeid in enumerate(first)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: self.rank.get(item.nodeid, len(self.rank)))

    def pytest_runtest_logreport(self, report):
        self._keep(report)

    def pytest_collectreport(self, report):
        self._keep(report)

    def _keep(self, report):
        if report.failed and not self.path.exists():
            self.path.write_text(report.nodeid)


def in_the_child(tree, job, failure, log):
    """Run the tests of a job in its tree, and end this process with pytest's code."""
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    options = ["-x", "-q", "--tb=short", "-m", "not browser", "-p", "no:cacheprovider"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # warm packages are imported
    options += ["-p", "no:xdist", f"--basetemp={tree.parent / 'tmp'}"]
    code = pytest.main([*options, *job["tests"]], plugins=[Hasty(failure, job["first"])])
    sys.stdout.flush()
    os._exit(int(code))


def tried(tree, job):
    """Return how the tests of a job ended, the first that failed, and the seconds of processor."""
    failure = tree.parent / "failure"
    failure.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        try:
            in_the_child(tree, job, failure, tree.parent / "log")
        except BaseException:  # noqa: BLE001  told in the log, then the end of this process
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(70)
    end = time.monotonic() + job["timeout"]
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return {"outcome": "timeout", "by": "", "cpu": job["timeout"]}
        time.sleep(0.02)
    cpu = round(used.ru_utime + used.ru_stime, 2)
    if os.waitstatus_to_exitcode(status) == 0:
        return {"outcome": "survived", "by": "", "cpu": cpu}
    by = failure.read_text() if failure.exists() else "at import"
    return {"outcome": "killed", "by": by, "cpu": cpu}


def run(job):
    """Write a mutant, try a list of tests, and put the module back as it was."""
    tree = Path(job["tree"])
    module = tree / job["path"]
    source = module.read_bytes()
    begun = time.monotonic()
    try:
        module.write_text(job["code"])
        answer = tried(tree, job)
    finally:
        module.write_bytes(source)
    seconds = round(time.monotonic() - begun, 2)
    log = (tree.parent / "log").read_text(errors="replace")
    return answer | {"seconds": seconds, "log": log[-LOG:]}


if __name__ == "__main__":
    warm()
    for line in sys.stdin:
        answer = run(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
