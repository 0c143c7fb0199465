"""Numbers that come from outside: an address, a query, a form, a cell."""

LARGEST = 2**63 - 1  # number of a row, in both bases


def number(text: str | None) -> int | None:
    """Return a number that comes from outside: an address, a query, a form, a cell.

    None for what no base holds.
    """
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST)):
        return None
    return found if (found := int(text)) <= LARGEST else None


def too_big(text: str) -> bool:
    """Whether Python would read this, in any of its ways, as a number that no base holds."""
    try:
        return abs(int(text)) > LARGEST
    except ValueError:
        return False
