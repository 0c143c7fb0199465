"""One measure a file.

Each has TITLE, ABOUT, `sizes(small, big)` and `measure(bases)`, which returns columns and rows.
"""

NAMES = (
    "export",
    "queries",
    "pages",
    "form",
    "issues",
    "moves",
    "region",
    "recherche",
    "annuaire",
    "saisie",
    "tableur",
)
