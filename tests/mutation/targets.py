"""What is mutated, and the tests that should find it: a table.

Two tests are left out on purpose, since they compare the tables with a copy of themselves:
`docs/programmes.md` (a page written from the rules) and the migrations (lengths of columns).
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Target:
    """Files or folders that are mutated, and two lists of tests, in pytest's words."""

    name: str
    paths: tuple[str, ...]
    quick: tuple[str, ...]  # a few seconds: most mutants die there
    wide: tuple[str, ...]  # tried on those that survive

    def files(self) -> list[Path]:
        """Return the modules of this target, in order; a path that is no more is a mistake."""
        found = []
        for path in self.paths:
            place = ROOT / path
            if not place.exists():
                raise FileNotFoundError(
                    f"{self.name}: {path} is not there (tests/mutation/targets.py)"
                )
            found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
        return [file for file in found if file.name != "__init__.py"]


MAKES_THE_BASE = ("tests/workflows/test_guards.py",)  # any test that needs one
RULES = ("tests/rules", "tests/fasd", "tests/programmes")
LHEO = ("tests/exports/test_mapping.py", "tests/exports/test_mapping_session.py")
MOVES = ("tests/workflows",)
RIGHTS = ("tests/policy", "tests/contracts/test_fail_closed.py")
TARGETS = (
    Target(
        "rules",
        ("core/rules",),
        RULES,
        (
            "tests/campagnes",
            "tests/fiches/test_clean.py",
            "tests/fiches/test_informations.py",
            *LHEO,
        ),
    ),
    Target(
        "fasd",
        ("core/fasd",),
        (*RULES, *LHEO),
        ("tests/plugins/test_targets.py", "tests/annuaire", "tests/fiches", "tests/tableur"),
    ),
    Target(
        "moves",
        ("workflows/moves.py", "workflows/service.py", "workflows/lifecycle.py"),
        MOVES,
        ("tests/contracts/test_moves.py", "tests/validation", "tests/dossiers/test_restore.py"),
    ),
    Target(
        "policy",
        ("core/policy",),
        RIGHTS,
        ("tests/contracts/test_moves.py", "tests/attacks/test_keys.py"),
    ),
    Target(
        "rights",
        ("core/rights",),
        RIGHTS,
        (
            "tests/contracts/test_moves.py",
            "tests/campagnes",
            "tests/comptes",
            "tests/validation",
            "tests/annuaire",
            "tests/calendars",
            "tests/offres",
            "tests/attacks",
        ),
    ),
    Target(
        "active",
        ("core/statistics/counters.py",),
        ("tests/statistics",),
        ("tests/accueil", "tests/search/test_lists.py"),
    ),
)
BY_NAME = {target.name: target for target in TARGETS}
