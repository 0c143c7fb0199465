"""Workers, each in a private copy of the tree, and what they are given to do."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.mutation.targets import ROOT

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "var", "node_modules")
WORKER = ROOT / "tests" / "mutation" / "worker.py"
PYTHON = ROOT / ".venv" / "bin" / "python"
NEEDED = {"PATH", "HOME", "LANG", "TMPDIR"}  # the tests are deaf to the rest


class Worker:
    """A warm process, with its copy of the tree."""

    def __init__(self, folder: Path, base: Path):
        self.tree = folder / "tree"
        self.base = base
        shutil.copytree(ROOT, self.tree, ignore=LEFT_OUT)
        shutil.copy(ROOT / "tests/mutation/base_of_the_tests.py", self.tree / "conftest.py")
        compiled_by_content(self.tree)
        self.process = subprocess.Popen(
            [PYTHON, "-P", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(base),
        )

    def tried(self, path, code, tests, timeout, *, first=()) -> dict:
        """Return the outcome of tests where a module says this code; `first` are taken first."""
        job = {
            "tree": str(self.tree),
            "path": path,
            "code": code,
            "tests": tests,
            "timeout": timeout,
            "first": list(first),
        }
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("A worker of the mutation check has stopped.")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compiled_by_content(tree: Path):
    """Compile so that a module is read again when its content changes, even in the same second."""
    command = [PYTHON, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", tree]
    subprocess.run(command, check=True)


def environment(base: Path) -> dict:
    chosen = {name: value for name, value in os.environ.items() if name in NEEDED}
    return chosen | {
        "CI": "1",  # hypothesis then takes the same examples each time
        "PYTHONHASHSEED": "0",
        "SOFI_MUTATION_BASE": str(base),
    }


def scratch() -> Path:
    """Return a folder of ours, in memory where there is some."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="sofi-mutation-", dir=memory if memory.exists() else None))
