"""Where an issue is shown in a workbook: the column of its field."""

from core.rules import Issue
from core.tableur.columns import Column


def column_of(issue: Issue, columns: dict[str, Column]) -> Column | None:
    """Return the column of an issue; for a whole small table, its first one.

    The field of an issue is `name`, or `name.row.part` in a small table, its rows counted from 0.
    """
    level = issue.key[0]
    name, *place = (issue.field or "").split(".")
    if place:
        row, *parts = place
        part = parts[0] if parts else ""
        return columns.get(f"{level}.{name}.{int(row) + 1}.{part}")
    return columns.get(f"{level}.{name}") or first_of_table(level, name, columns)


def first_of_table(level: str, name: str, columns: dict[str, Column]) -> Column | None:
    for column in columns.values():
        if column.table and column.table.name == name and column.level == level:
            return column
    return None
