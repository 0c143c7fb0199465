"""Distributions put where Python finds them, as an installer does.

The package, and its `.dist-info`.
"""

import shutil
import tomllib
from pathlib import Path

DISTRIBUTIONS = Path(__file__).parent / "distributions"


def install(source: Path, site: Path) -> str:
    """Install the distribution of a folder, as its `pyproject.toml` says; return its name."""
    about = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
    project = about["project"]
    for package in about["tool"]["setuptools"]["packages"]:
        shutil.copytree(
            source / package, site / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    register(site, project["name"], project["version"], project["entry-points"]["sofi.programmes"])
    return project["name"]


def register(site: Path, name: str, version: str, points: dict[str, str]) -> None:
    """Write the `.dist-info` of a distribution."""
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
    )
    lines = "".join(f"{point} = {value}\n" for point, value in points.items())
    (info / "entry_points.txt").write_text(f"[sofi.programmes]\n{lines}", encoding="utf-8")
    (info / "RECORD").write_text("", encoding="utf-8")


def module(site: Path, name: str, text: str, *, version: str = "1.0") -> None:
    """Install a distribution of one module, that its text makes."""
    site.mkdir(exist_ok=True)
    (site / f"{name}.py").write_text(text, encoding="utf-8")
    register(site, name.replace("_", "-"), version, {name: name})
