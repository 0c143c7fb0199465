"""The recipes of AGENTS.md are enough: followed in a copy of the tree, its contracts accept it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FIELD = """
    Field(
        "essai_recette",
        "Essai",
        Level.SESSION,
        Kind.TEXT,
        group="Durée",
        max_length=20,
        internal="un essai",
        source="Essai",
    ),
""".lstrip("\n")
MOVE = """
    @move(
        WAITING,
        None,
        label="Signaler",
        sentence="Vos collègues verront que cette saisie est à regarder.",
        done="La saisie est signalée.",
    )
    def signal(self): ...
"""
CONTRACTS = (
    "tests/contracts/programmes/test_table.py",
    "tests/contracts/test_fail_closed.py",
    "tests/contracts/test_moves.py::test_moves_of_an_action",
    "tests/workflows/test_guards.py",
)


class Copy:
    """A copy of what git holds, where a recipe is followed."""

    def __init__(self, folder):
        self.folder = folder
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    def edit(self, name, pattern, text):
        """Replace, in a file, what matches; the pattern must be there."""
        path = self.folder / name
        edited, count = re.subn(pattern, text, path.read_text("utf-8"), flags=re.MULTILINE)
        assert count, f"{name} has no {pattern}: the recipe is to be written again"
        path.write_text(edited, "utf-8")

    def run(self, *command):
        environment = {name: os.environ[name] for name in os.environ if name not in OURS}
        environment |= {
            "DATABASE_URL": "sqlite://:memory:",
            "SOFI_ENV": "demo",
            "SOFI_VAR": str(self.folder / "var"),
        }
        command = [sys.executable, *command]
        done = subprocess.run(
            command, check=False, cwd=self.folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout


OURS = {name for name in os.environ if name.startswith(("PYTEST_", "DJANGO_", "SOFI_"))}


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "sofi"
    folder.mkdir()
    return Copy(folder)


def test_a_field_of_the_session_and_a_move_are_added_as_the_recipes_say(copy):
    copy.edit("core/fasd/session.py", r'(?=^    Field\(\s*"commentaire_duree",)', FIELD)
    copy.edit("workflows/lifecycle.py", r"^    def take\(self\): \.\.\.\n", rf"\g<0>{MOVE}")
    copy.edit("core/rights/common.py", r"^REVIEW = \{\n", '\\g<0>    "signal": STAFF,\n')
    copy.edit("tests/contracts/test_moves.py", r"\btake\b", "take signal")

    copy.run("manage.py", "makemigrations", "core", "--name", "essai")
    [migration] = copy.folder.glob("core/migrations/*_essai.py")
    assert "essai_recette" in migration.read_text("utf-8")
    copy.run("manage.py", "makemigrations", "--check", "--dry-run")
    copy.run("manage.py", "check", "--fail-level", "WARNING")
    copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *CONTRACTS)
