"""Where an issue is shown in a workbook: the column of its field."""

from core.rules import Issue
from core.tableur.columns import Column


def column_of(issue: Issue, columns: dict[str, Column]) -> Column | None:
    """Return the column of an issue; for a whole small table, its first one.

    The field of an issue is `name`, or `name.row.part` in a small table, its rows counted from 0.
    """
    level = issue.key[0]
    name, _, place = issue.field.partition(".")
    if place:
        row, _, part = place.partition(".")
        rank = int(row) + 1
        return columns.get(f"{level}.{name}.{rank}.{part}")
    column = columns.get(f"{level}.{name}")
    if column:
        return column
    return first_of_table(level, name, columns)


def first_of_table(level: str, name: str, columns: dict[str, Column]) -> Column | None:
    """Return the first column of a small table."""
    for column in columns.values():
        if column.level != level or column.table is None:
            continue
        if column.table.name == name:
            return column
    return None
