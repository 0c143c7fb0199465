"""Prints how dense the code is, room by room: tokens a line of code, and the longest files.

A line of code holds at least one token; docstrings and comments count for nothing. Migrations,
tests and benchmarks are left out, unless folders are named: `scripts/density.py tests`.
"""

import subprocess
import sys
import tokenize
from collections import Counter, defaultdict
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
ENDS_A_STATEMENT = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}


def tokens_by_line(path):
    """Count the tokens of each line of code of a file: {line number: tokens}."""
    counts = Counter()
    previous = tokenize.ENCODING
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            docstring = token.type == tokenize.STRING and previous in ENDS_A_STATEMENT
            if token.type not in SILENT and not docstring:
                counts[token.start[0]] += 1
            if token.type not in {tokenize.COMMENT, tokenize.NL}:
                previous = token.type
    return counts


def sources(folders):
    """Give the tracked Python files of these folders, migrations left out."""
    listed = subprocess.run(
        ["git", "ls-files", *folders], capture_output=True, text=True, check=True
    )
    paths = [Path(name) for name in listed.stdout.splitlines() if name.endswith(".py")]
    return [path for path in paths if path.exists() and "migrations" not in path.parts]


def main(folders):
    """Print the figures."""
    tokens, lines = Counter(), Counter()
    files = defaultdict(list)
    for path in sources(folders):
        counts = tokens_by_line(path)
        room = "/".join(path.parts[:2]) if len(path.parts) > 2 else path.parts[0]
        tokens[room] += counts.total()
        lines[room] += len(counts)
        with path.open() as source:
            files[sum(1 for _ in source)].append(path)
    for room in sorted(tokens, key=lambda name: -tokens[name] / max(lines[name], 1)):
        average = tokens[room] / max(lines[room], 1)
        print(f"{average:6.2f} tokens a line  {lines[room]:6} lines  {room}")
    average = tokens.total() / max(lines.total(), 1)
    print(f"{average:6.2f} tokens a line  {lines.total():6} lines  in all")
    long = [(size, path) for size, paths in files.items() for path in paths if size > LONG]
    print(f"{len(long)} files above {LONG} lines")
    for size, path in sorted(long, reverse=True):
        print(f"{size:6} {path}")


if __name__ == "__main__":
    main(sys.argv[1:] or ROOMS)
