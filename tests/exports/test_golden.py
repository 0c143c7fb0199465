"""The whole of an École de la deuxième chance offer, as it goes out.

After a change that is meant: SOFI_WRITE_GOLDEN=1 pytest tests/exports/test_golden.py, then read the
difference.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from core.dossiers.rows import payload
from exports.diffusion.preview import indented
from exports.lheo import build
from exports.lheo.profiles import DEFAULT
from exports.lheo.schema import problems
from tests.exports.fiches import annuaire

e2c = pytest.importorskip("programmes.e2c.example", reason="the programme E2C was removed")
GOLDEN = Path(__file__).parent / "golden" / "e2c-2.3.xml"
OFFICIAL = Path(__file__).resolve().parents[2].parent / "shared" / "lheo" / "2.3" / "lheo.xsd"


@pytest.fixture(scope="module")
def written():
    groups = build.groups(
        payload(e2c.example(), "e2c"), annuaire(), prefix="52", published=date(2025, 12, 1)
    )
    return indented(groups, DEFAULT)


def test_it_is_what_it_was(written):
    if os.environ.get("SOFI_WRITE_GOLDEN") == "1":
        GOLDEN.write_text(written, encoding="utf-8")
    assert written == GOLDEN.read_text(encoding="utf-8")


def test_our_schema_accepts_it(written):
    assert problems(written.encode()) == []


@pytest.mark.beside(OFFICIAL)
def test_the_official_schema_accepts_it(written):
    schema = etree.XMLSchema(etree.parse(OFFICIAL))
    schema.assertValid(etree.fromstring(written.encode()))
