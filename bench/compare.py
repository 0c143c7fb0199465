"""One page, in a small base and in a big one, side by side."""

from bench.world import Queries, mark, ms, quietest, side_by_side

GOAL = 1.3
FULLER = 1.2


def columns(sizes):
    small, big = sizes
    return [
        "Qui",
        "Page",
        f"{small} sessions",
        f"{big} sessions",
        "Rapport",
        f"≤ {GOAL}",
        "Requêtes",
        "Lignes",
    ]


def compared(bases, who, name, visits):
    """Return the line of a page; `visits` opens it, size by size, and answers the response."""
    sizes = bases.sizes
    works = [visits[size] for size in sizes]
    measured = lambda: side_by_side(*works, before=lambda rank: bases.use(sizes[rank]))  # noqa: E731
    small, big = quietest(measured, lambda found: found[1] / found[0], GOAL)
    counts, shown = [], []
    for size in sizes:
        bases.use(size)
        with Queries() as queries:
            response = visits[size]()
        counts.append(queries.count)
        shown.append(response.content.count(b"<tr"))
    ratio = big / small
    return [
        who,
        name,
        ms(small),
        ms(big),
        f"{ratio:.2f}",
        verdict(ratio, *shown),
        either(counts),
        either(shown),
    ]


def verdict(ratio, small, big):
    """Return whether the goal is met.

    A page that shows more rows is told apart, for it does more work.
    """
    return "plus de lignes" if ratio > GOAL and big > FULLER * small else mark(ratio <= GOAL)


def either(found):
    """Return what was found in the small base and in the big one, once when it is the same."""
    return " / ".join(map(str, dict.fromkeys(found)))
