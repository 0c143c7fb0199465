"""The document: what was measured, in tables, with how to measure it again."""

import importlib
from datetime import date

from bench.sections import NAMES

VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = """# Performance

Document écrit par `make bench` (`python -m bench`) ; ne pas le modifier à la main : les remarques
sont dans `bench/notes.md`.

Machine : {machine}. Les durées changent d’une machine à l’autre, et d’un moment à l’autre quand
elle est partagée : seuls les rapports entre deux mesures d’un même passage sont comparés aux
objectifs.

| ce qu’on veut | commande |
| --- | --- |
| tout mesurer | `make bench` |
| une partie | `python -m bench --only export` (de même : {names}) |
| vite, sur de petites bases, sans écrire ce document | `python -m bench --quick` |
| refaire les bases | `python -m bench --again` |
| retirer les bases | `python -m bench --clean` |
| une base pour soi | `manage.py generate --sessions 60000` |

PostgreSQL : le serveur de `BENCH_DATABASE_URL`, de `TEST_DATABASE_URL`, ou celui de la machine ;
les bases s’appellent `sofi_bench_*`.
"""
BASES = """
## Bases engendrées

`manage.py generate --sessions N --seed 1` joue en mémoire ce que les gens ont fait (saisies,
mouvements, publications, écriture en LHÉO par les fonctions de la publication), et écrit les lignes
en masse. Un test compare chaque colonne de chaque ligne avec une petite base faite par les vrais
mouvements. Objectif : 200 000 sessions en moins de 5 minutes sur SQLite, sur 2 cœurs ; la colonne «
processeur » additionne tous les processus, et dit ce qu’il en serait sur une machine libre.

| base | sessions | durée | processeur | taille |
| --- | --- | --- | --- | --- |
{rows}
"""


def document(results, machine, notes="") -> str:
    """Return the document, in Markdown."""
    parts = [
        HEAD.format(
            machine=machine, names=", ".join(f"`{name}`" for name in NAMES if name != "export")
        )
    ]
    rows = [
        " | ".join(
            (
                f"| {VENDORS[vendor]}",
                cell(int(size)),
                f"{note['seconds']:.0f} s",
                f"{note['cpu']:.0f} s",
                f"{cell(note['bytes'] >> 20)} Mio |",
            )
        )
        for vendor, sizes in results.get("bases", {}).items()
        for size, note in sorted(sizes.items(), key=lambda item: int(item[0]))
    ]
    parts.append(BASES.format(rows="\n".join(rows)) if rows else "")
    for name in NAMES:
        if name in results:
            parts.append(section(name, results[name]))
    if notes:
        parts.append(f"\n{notes.strip()}\n")
    return "".join(parts)


def section(name, found) -> str:
    module = importlib.import_module(f"bench.sections.{name}")
    lines = [f"\n## {module.TITLE}\n", module.ABOUT]
    for vendor, result in found.items():
        day = date.fromisoformat(result["day"])
        lines.append(
            f"\n**{VENDORS[vendor]}**, le {day:%d/%m/%Y} (`python -m "
            f"bench --only {name}`)\n\n{table(result)}\n"
        )
    return "".join(lines)


def table(result) -> str:
    rows = [result["columns"], ["---"] * len(result["columns"]), *result["rows"]]
    return "\n".join("| " + " | ".join(map(cell, row)) + " |" for row in rows)


def cell(value) -> str:
    return (
        f"{value:,}".replace(",", "\u202f")
        if isinstance(value, int)
        else str(value).replace("|", "/")
    )
