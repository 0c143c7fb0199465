"""A base with an offer, a folder of files, and a place for archives."""

import pytest
from django.core.management import call_command

from tests import factories as make


@pytest.fixture
def files_root(tmp_path, settings):
    """Return the folder of files, with two of them."""
    root = tmp_path / "var" / "fichiers"
    (root / "qualiopi" / "2026").mkdir(parents=True)
    (root / "qualiopi" / "2026" / "certificat été.pdf").write_bytes(bytes(range(256)) * 50)
    (root / "vide.txt").touch()
    settings.MEDIA_ROOT = root
    return root


@pytest.fixture
def owner(transactional_db, files_root):
    """Return an établissement with an offer online."""
    make.referentiels()
    owner = make.etablissement("Alpha")
    make.offer(owner, "online")
    return owner


@pytest.fixture
def saved(owner, tmp_path):
    """Return an archive of that base."""
    path = tmp_path / "sofi.tar.gz"
    call_command("backup", str(path), verbosity=0)
    return path
