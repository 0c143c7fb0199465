"""What came of each mutant, kept in a work database of cosmic-ray: a run that is stopped goes on.

`cr-report` reads it too.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

from tests.mutation.targets import ROOT

FILE = ROOT / "var" / "mutation" / "session.sqlite3"


class Session:
    """The mutants of now, with those of the last results that are still theirs."""

    def __init__(self, items, file: Path = FILE, *, forget=()):
        """Open the session; `forget` holds the outcomes that are to be found again."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = WorkDB(str(file), WorkDB.Mode.create)
        present = {item.job_id for item in self._db.work_items}
        self._db.add_work_items(item for item in items if item.job_id not in present)
        current = {item.job_id for item in items}
        self.results = {job: result for job, result in self._db.results if job in current}
        again = [job for job, result in self.results.items() if outcome(result) in forget]
        for job in again:
            del self.results[job]
        _delete(file, again)

    def keep(self, item, answer: dict, diff: list[str]):
        """Keep what came of a mutant; a timeout is a kill, as for cosmic-ray."""
        survived = answer["outcome"] == "survived"
        result = WorkResult(
            worker_outcome=WorkerOutcome.NORMAL,
            output=json.dumps(answer),
            test_outcome=TestOutcome.SURVIVED if survived else TestOutcome.KILLED,
            diff="\n".join(diff),
        )
        self._db.set_result(item.job_id, result)
        self.results[item.job_id] = result

    def close(self):
        self._db.close()


def _delete(file: Path, jobs: list[str]):
    """Delete results, which a `WorkDB` cannot: a run that is stopped must not find them again."""
    with closing(sqlite3.connect(file)) as base, base:
        base.executemany("DELETE FROM work_results WHERE job_id = ?", [(job,) for job in jobs])


def answer(result: WorkResult) -> dict:
    """Return what the worker said: outcome, by, seconds."""
    return json.loads(result.output)


def outcome(result: WorkResult) -> str:
    return answer(result)["outcome"]
