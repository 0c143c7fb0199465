"""Values compared, and lines of small tables put together."""

from core.rules.completeness import empty


def merged(field, current, typed: dict) -> list:
    """Return the rows of a small table once those that are typed have taken their place.

    `typed`: what is typed in each row, by its rank.
    """
    last = max(len(current), *typed)
    rows = []
    for rank in range(1, last + 1):
        before = current[rank - 1] if rank <= len(current) else None
        if rank not in typed:
            if before is not None:
                rows.append(before)
            continue
        row = retyped(field, before or {}, typed[rank])
        if any(not empty(value) for value in row.values()):
            rows.append(row)
    return rows


def retyped(field, before: dict, typed: dict) -> dict:
    """Return a row with what is typed, and what stood there for the other columns."""
    row = {}
    for column in field.columns:
        kept = before.get(column.name)
        row[column.name] = typed.get(column.name, kept)
    return row


def same(value, other) -> bool:
    """Whether two values are the same answer.

    Nothing is nothing, and blanks around a text do not count.
    """
    if empty(value) and empty(other):
        return True
    if isinstance(value, str) and isinstance(other, str):
        return stripped(value) == stripped(other)
    if isinstance(value, (list, tuple)) and isinstance(other, (list, tuple)):
        return [clean(row) for row in value] == [clean(row) for row in other]
    return value == other


def stripped(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def clean(row):
    """Return a row of a small table without its empty cells; another value as it is."""
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in row.items() if not empty(value)}
