"""Prints how dense the code is, room by room: tokens a line, and the longest files.

A line is one that is not blank; comments count for nothing, a docstring for one token. Migrations,
tests and benchmarks are left out, unless folders are named: `scripts/density.py tests`.
"""

import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path

ROOMS = ["config", "core", "exports", "programmes", "workflows"]
LONG = 300  # lines a file may have without a reason
SILENT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def tokens_of(path: Path) -> int:
    with path.open("rb") as source:
        return sum(token.type not in SILENT for token in tokenize.tokenize(source.readline))


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def sources(folders) -> list[Path]:
    """Return the tracked Python files of these folders, migrations left out."""
    listed = subprocess.run(
        ["git", "ls-files", *folders],
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(name) for name in listed.stdout.splitlines() if name.endswith(".py")]
    return [path for path in paths if path.exists() and "migrations" not in path.parts]


def room_of(path: Path) -> str:
    return "/".join(path.parts[:2]) if len(path.parts) > 2 else path.parts[0]


def main(folders):
    """Print the figures."""
    tokens, lines = Counter(), Counter()
    long = []
    for path in sources(folders):
        written = lines_of(path)
        room = room_of(path)
        tokens[room] += tokens_of(path)
        lines[room] += sum(1 for line in written if line.strip())
        if len(written) > LONG:
            long.append((len(written), path))
    densities = {room: tokens[room] / lines[room] for room in tokens if lines[room]}
    for room in sorted(densities, key=densities.get, reverse=True):
        print(f"{densities[room]:6.2f} tokens a line  {lines[room]:6} lines  {room}")
    average = tokens.total() / lines.total()
    print(f"{average:6.2f} tokens a line  {lines.total():6} lines  in all")
    print(f"{len(long)} files above {LONG} lines")
    for size, path in sorted(long, reverse=True):
        print(f"{size:6} {path}")


if __name__ == "__main__":
    main(sys.argv[1:] or ROOMS)
