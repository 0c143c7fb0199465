"""`python -m bench`: make the bases that lack, measure, write docs/performance.md."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from bench import bases
from bench.sections import NAMES

SIZES = (2_000, 200_000)
QUICK = (200, 600)
RESULTS = bases.FOLDER / "results.json"
DOCUMENT, NOTES = bases.ROOT / "docs" / "performance.md", bases.ROOT / "bench" / "notes.md"


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small bases; prints, and leaves the document alone"
    )
    parser.add_argument(
        "--only",
        choices=NAMES,
        action="append",
        help="these sections; the others keep their last figures",
    )
    parser.add_argument(
        "--databases", choices=("sqlite", "postgresql"), action="append", help="both, unless said"
    )
    parser.add_argument("--again", action="store_true", help="make the bases again")
    parser.add_argument(
        "--clean", action="store_true", help="remove the bases, and measure nothing"
    )
    return parser.parse_args()


def main():
    asked = arguments()
    sizes = QUICK if asked.quick else SIZES
    vendors = asked.databases or ["sqlite", "postgresql"]
    if "postgresql" in vendors and bases.server() is None:
        print("No PostgreSQL answers: SQLite alone is measured.", file=sys.stderr)
        vendors.remove("postgresql")
    if asked.clean:
        for vendor in vendors:
            for size in (*SIZES, *QUICK):
                bases.drop(bases.base(vendor, size))
        return
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() and not asked.quick else {}
    failed = []
    for vendor in vendors:
        for size in sizes:
            print(f"{vendor}, {size} sessions…", file=sys.stderr)
            note = bases.ready(bases.base(vendor, size), again=asked.again)
            results.setdefault("bases", {}).setdefault(vendor, {})[str(size)] = note
        for name in asked.only or NAMES:
            print(f"{vendor}: {name}…", file=sys.stderr)
            measured = measure(name, vendor, sizes)
            if measured is None:
                failed.append(f"{name} on {vendor}")
                continue
            results.setdefault(name, {})[vendor] = measured | {
                "day": f"{datetime.now(UTC):%Y-%m-%d}"
            }
            if not asked.quick:
                RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1))
    write(results, quick=asked.quick)
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def measure(name, vendor, sizes):
    """Measure a section in a process of its own, and return its table."""
    big = bases.base(vendor, sizes[-1])
    command = [sys.executable, "-m", "bench.measure", name, vendor, *map(str, sizes)]
    done = subprocess.run(
        command,
        cwd=bases.ROOT,
        env=bases.environment(big),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def write(results, *, quick):
    import django

    django.setup()  # the sections name models
    from bench.report import document

    text = document(results, machine(), NOTES.read_text() if NOTES.exists() and not quick else "")
    if quick:
        print(text)
        return
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(text)


def machine() -> str:
    """Say in words on what this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[2]
    return (
        f"{os.cpu_count()} cœurs, {memory:.0f} Gio de mémoire, {platform.system()}, "
        f"Python {platform.python_version()}, "
        f"charge moyenne {load:.1f} pendant le dernier quart d’heure"
    )


if __name__ == "__main__":
    main()
