"""Gives the mutants to the workers: quick tests first, then the wide list to those that survive."""

import queue
import shutil
import sys
import threading
from collections import Counter, defaultdict
from pathlib import Path

from tests.mutation import mutants
from tests.mutation.targets import MAKES_THE_BASE, ROOT, Target
from tests.mutation.workers import Worker, scratch

PATIENCE = 5  # times what the tests take without a mutant
START = 20  # seconds
HOUR = 3600
FIRST = 12  # tests that killed other mutants, tried before the others


class Run:
    """The mutants that are left to try, each with its target."""

    def __init__(self, waiting: list[tuple], *, wide: bool):
        self.waiting = iter(waiting)
        self.left = len(waiting)
        self.wide = wide
        self.done = queue.Queue()  # (item, answer), or the exception that stops all
        self.times: dict[tuple, float] = {}  # of a list of tests, without a mutant
        self.killers = defaultdict(Counter)  # of a target: how often each test killed
        self.taking = threading.Lock()
        self.making = threading.Lock()  # the base
        self.measuring: dict[tuple, threading.Lock] = {}

    def answers(self, count: int):
        """Yield each mutant with what came of it, with `count` workers."""
        folder = scratch()
        try:
            for number in range(count):
                arguments = (folder / str(number), folder / "base.sqlite3")
                threading.Thread(target=self._work, args=arguments, daemon=True).start()
            for _ in range(self.left):
                done = self.done.get()
                if isinstance(done, BaseException):
                    raise done
                yield done
        finally:
            self.waiting = iter(())
            shutil.rmtree(folder, ignore_errors=True)

    def _work(self, folder: Path, base: Path):
        try:
            worker = Worker(folder, base)
            while mutant := self._next():
                target, item = mutant
                self.done.put((item, self._tried(worker, target, item)))
            worker.close()
        except BaseException as problem:  # noqa: BLE001  told in the main thread
            self.done.put(problem)

    def _next(self):
        with self.taking:
            return next(self.waiting, None)

    def _tried(self, worker: Worker, target: Target, item) -> dict:
        _, mutated = mutants.code(item)
        if not mutants.is_python(mutated):
            return {"outcome": "invalid", "by": "", "seconds": 0, "cpu": 0}
        answer = {}
        cost = Counter()
        for tests in (target.quick, target.wide)[: 2 if self.wide else 1]:
            timeout = START + PATIENCE * self._time_of(worker, target, tests)
            first = self._usual_killers(target)
            answer = worker.tried(mutants.path(item), mutated, tests, timeout, first=first)
            cost += Counter(seconds=answer["seconds"], cpu=answer["cpu"])
            if answer["outcome"] != "survived":
                break
        with self.taking:
            self.killers[target.name][answer["by"]] += 1
        return answer | cost

    def _usual_killers(self, target: Target) -> list[str]:
        with self.taking:
            return [name for name, _ in self.killers[target.name].most_common(FIRST)]

    def _time_of(self, worker: Worker, target: Target, tests) -> float:
        """Return how long these tests take without a mutant; refuse to go on when they fail."""
        with self.measuring.setdefault(tests, threading.Lock()):
            if tests not in self.times:
                self.times[tests] = self._measured(worker, target, tests)
        return self.times[tests]

    def _measured(self, worker: Worker, target: Target, tests) -> float:
        file = target.files()[0]
        path = file.relative_to(ROOT).as_posix()
        with self.making:  # first: what is measured is what the mutants will meet
            if not worker.base.exists():
                worker.tried(path, file.read_text(), MAKES_THE_BASE, timeout=HOUR)
        answer = worker.tried(path, file.read_text(), tests, timeout=HOUR)
        if answer["outcome"] != "survived":
            refusal = f"{target.name}: {answer['by']} fails without any mutant."
            raise RuntimeError(f"{refusal}\n{answer['log']}")
        print(f"{target.name}: {' '.join(tests)}: {answer['seconds']} s", file=sys.stderr)
        return answer["seconds"]
