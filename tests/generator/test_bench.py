"""`python -m bench`: a quick run makes its bases, measures, and leaves the document alone."""

import os
import subprocess
import sys

import pytest

from bench import bases
from bench.__main__ import DOCUMENT


@pytest.mark.sqlite3
def test_quick_run_counts_queries(tmp_path):
    before = DOCUMENT.read_bytes() if DOCUMENT.exists() else None
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", "queries", "--databases", "sqlite"],
        cwd=bases.ROOT,
        env=os.environ | {"SOFI_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "## Requêtes par page" in done.stdout
    counts = [
        line.split(" | ")
        for line in done.stdout.splitlines()
        if line.startswith(("| Cariforef", "| organisme"))
    ]
    assert len(counts) > 30
    both = [(row, *(cell.rstrip(" |") for cell in row[2:4])) for row in counts]
    measured = [(row, int(small), int(big)) for row, small, big in both if "—" not in (small, big)]
    assert [
        row for row, small, big in measured if big > small
    ] == []  # fewer: a query that this base had no need of
    assert (DOCUMENT.read_bytes() if DOCUMENT.exists() else None) == before
