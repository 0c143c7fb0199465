"""The code tables of LHÉO 2.3 with their French labels, and what 2.2 has instead."""

from collections.abc import Mapping
from types import MappingProxyType

from core.lheo.code_table import CodeTable
from core.lheo.tables_action import ACTION_TABLES
from core.lheo.tables_formation import FORMATION_TABLES

_ALL = FORMATION_TABLES + ACTION_TABLES

TABLES: Mapping[str, CodeTable] = MappingProxyType({table.name: table for table in _ALL})

TABLES_2_2: Mapping[str, CodeTable] = MappingProxyType(
    {table.name: table.in_2_2() for table in _ALL if table.since == "2.2"},
)

_BY_VERSION = {"2.3": TABLES, "2.2": TABLES_2_2}


def table(name: str, version: str = "2.3") -> CodeTable:
    """The table of this name in this version of LHÉO."""
    return _BY_VERSION[version][name]


def label(name: str, code: str, version: str = "2.3") -> str:
    """The French label of a code."""
    return table(name, version).codes[code]
