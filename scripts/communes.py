"""Makes core/referentiels/communes_de_france.csv.gz again: all of France, former codes too.

    python scripts/communes.py communes.json [communes_pays_de_la_loire.csv]

`communes.json` is that of the npm package @etalab/decoupage-administratif (code officiel
géographique of INSEE, postal codes of La Poste; Licence Ouverte). The second file, ours, gives the
coordinates of the communes that it has.
"""

import csv
import gzip
import io
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "core/referentiels/communes_de_france.csv.gz"
COLUMNS = (
    "code_insee",
    "libelle",
    "departement",
    "codes_postaux",
    "longitude",
    "latitude",
    "remplacee_par",
)
IN_FORCE = ("commune-actuelle", "arrondissement-municipal")


def coordinates_of(path: str | None) -> dict[str, dict]:
    if path is None:
        return {}
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return {row["code_insee"]: row for row in csv.DictReader(file)}


def row_of(commune: dict, place: dict) -> dict:
    return {
        "code_insee": commune["code"],
        "libelle": commune["nom"],
        "departement": commune["departement"],
        "codes_postaux": "|".join(commune.get("codesPostaux", [])),
        "longitude": place.get("longitude", ""),
        "latitude": place.get("latitude", ""),
        "remplacee_par": "",
    }


def rows_of(communes: list[dict], coordinates: dict[str, dict]) -> list[dict]:
    """Return a row for each commune in force, then one for each code that has left."""
    rows = {}
    for commune in communes:
        if commune["type"] in IN_FORCE:
            code = commune["code"]
            rows[code] = row_of(commune, coordinates.get(code, {}))
    names = {commune["code"]: commune["nom"] for commune in communes}
    for commune in communes:
        successor = commune.get("chefLieu", commune["code"])
        former = [*commune.get("anciensCodes", []), commune["code"]]
        for code in former:
            row = {"code_insee": code, "libelle": names.get(code, ""), "remplacee_par": successor}
            rows.setdefault(code, row)
    return sorted(rows.values(), key=lambda row: row["code_insee"])


def write(rows: list[dict]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    TARGET.write_bytes(content)


if __name__ == "__main__":
    source, *others = sys.argv[1:]
    communes = json.loads(Path(source).read_text(encoding="utf-8"))
    rows = rows_of(communes, coordinates_of(others[0] if others else None))
    write(rows)
    print(f"{len(rows)} codes.")
