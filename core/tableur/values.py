"""Values compared, and lines of small tables put together."""

from core.rules.completeness import empty


def merged(field, current, typed: dict) -> list:
    """Return the lines of a small table once those that are typed have taken their place, by rank."""
    rows = []
    for rank in range(1, max(len(current), *typed) + 1):
        if rank in typed:
            before = current[rank - 1] if rank <= len(current) else {}
            row = {c.name: typed[rank].get(c.name, before.get(c.name)) for c in field.columns}
            rows += [row] if any(not empty(value) for value in row.values()) else []
        elif rank <= len(current):
            rows.append(current[rank - 1])
    return rows


def same(one, other) -> bool:
    """Whether two values are the same answer: nothing is nothing, and blanks around a text do not count."""
    if empty(one) and empty(other):
        return True
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return [clean(x) for x in one] == [clean(x) for x in other]
    return one == other


def clean(row):
    """Return a line of a small table without its empty cells."""
    return (
        {name: value for name, value in row.items() if not empty(value)}
        if isinstance(row, dict)
        else row
    )
