"""The communes of France (code officiel géographique): all of them, and the successor of each.

A former commune has no row of its own: its code says who took its place. The table is made by
`scripts/communes.py`; docs/region.md names its source.
"""

import csv
import gzip
from functools import cache
from pathlib import Path

NATIONAL_FILE = Path(__file__).with_name("communes_de_france.csv.gz")
REPLACED_BY = "remplacee_par"


def national_table() -> bytes:
    """Return the CSV of the communes in force."""
    lines = _lines()
    header = lines[0]
    in_force = [line for line in lines[1:] if line.endswith(",")]  # nothing replaces them
    return "\n".join([header, *in_force]).encode()


@cache
def successors() -> dict[str, str]:
    """Return the code of the commune that took the place of each former code."""
    rows = csv.DictReader(_lines())
    return {row["code_insee"]: row[REPLACED_BY] for row in rows if row[REPLACED_BY]}


@cache
def _names() -> dict[str, str]:
    return {row["code_insee"]: row["libelle"] for row in csv.DictReader(_lines())}


def successor_of(code: str) -> str:
    """Return the commune in force that has taken the place of a former one, or ""."""
    replaced_by = successors()
    successor = replaced_by.get(code, "")
    seen = {code}
    while successor in replaced_by and successor not in seen:
        seen.add(successor)
        successor = replaced_by[successor]
    return successor


def former_commune(code: str, successor: str) -> str:
    """Return what to say of a former commune, whose successor is used."""
    names = _names()
    former = names.get(code) or "L’ancienne commune"
    return (
        f"{former} ({code}) n’est plus une commune : {names[successor]} ({successor}), "
        "qui la remplace, est retenue."
    )


def _lines() -> list[str]:
    return gzip.decompress(NATIONAL_FILE.read_bytes()).decode("utf-8").splitlines()
