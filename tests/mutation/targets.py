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
PROGRAMMES = (
    "tests/rules",
    "tests/fasd",
    "tests/programmes",
    "tests/contracts/programmes/test_rules.py",
    "tests/contracts/programmes/test_table.py",
    # A matter of milliseconds, whatever the mutant.
    "--deselect=tests/contracts/programmes/test_rules.py::test_twenty_sessions_are_judged_in_less_than_5_ms",
)
LHEO = (
    "tests/exports/test_mapping.py",
    "tests/exports/test_mapping_session.py",
    "tests/contracts/programmes/test_lheo.py",
)
FICHES = ("tests/fiches/test_clean.py", "tests/fiches/test_informations.py")
RIGHTS = ("tests/policy/test_rights.py", "tests/policy", "tests/contracts/test_fail_closed.py")
MOVES = ("tests/contracts/test_moves.py", "tests/validation/test_validation.py")

TARGETS = (
    Target(
        "rules",
        paths=("core/rules",),
        quick=PROGRAMMES,
        wide=("tests/campagnes/test_ajustements.py", *FICHES, *LHEO),
    ),
    Target(
        "fasd",
        paths=("core/fasd",),
        quick=(*PROGRAMMES, *LHEO, "tests/plugins/test_targets.py"),
        wide=(
            *FICHES,
            "tests/annuaire/test_certificates.py",
            "tests/tableur/test_cells.py",
            "tests/tableur/test_modele.py",
        ),
    ),
    Target(
        "moves",
        paths=(
            "workflows/lifecycle.py",
            "workflows/moves.py",
            "workflows/conditions.py",
            "workflows/service.py",
        ),
        quick=(
            "tests/workflows/test_moves.py",
            "tests/workflows/test_service.py",
            "tests/workflows",
        ),
        wide=(*MOVES, "tests/validation/test_live_update.py", "tests/dossiers/test_restore.py"),
    ),
    Target(
        "policy",
        paths=("core/policy",),
        quick=RIGHTS,
        wide=(*MOVES, "tests/attacks/test_keys.py"),
    ),
    Target(
        "rights",
        paths=("core/rights",),
        quick=RIGHTS,
        wide=(
            *MOVES,
            "tests/annuaire/test_staff.py",
            "tests/attacks/test_keys.py",
            "tests/calendars",
            "tests/campagnes/test_managers.py",
            "tests/comptes/equipe",
            "tests/offres/test_compagnon.py",
            "tests/validation/test_siblings.py",
        ),
    ),
    Target(
        "active",
        paths=(
            "core/models/sessions.py",
            "core/statistics/counters.py",
        ),
        quick=("tests/statistics",),
        wide=("tests/accueil", "tests/search/test_lists.py"),
    ),
)
BY_NAME = {target.name: target for target in TARGETS}
